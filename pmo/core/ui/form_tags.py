"""Form fields with their label, help and errors."""

from typing import Any

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, DateInput, RadioSelect
from django.utils.safestring import SafeString

register = template.Library()


def _kind(field: BoundField) -> str:
    widget = field.field.widget
    if isinstance(widget, CheckboxInput):
        return "check"
    return "group" if isinstance(widget, CheckboxSelectMultiple | RadioSelect) else "line"


def _control(field: BoundField, combobox: bool) -> SafeString:
    attributes: dict[str, Any] = {}
    if combobox:
        attributes["data-combobox"] = True
    widget = field.field.widget
    if isinstance(widget, DateInput) and widget.input_type == "text":
        # The browser's own date picker wants ISO values, whatever the language of the page.
        widget.input_type, widget.format, widget.is_localized = "date", "%Y-%m-%d", False
    return field.as_widget(attrs=attributes)


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, combobox: bool = False, wide: bool = False, hide_label: bool = False) -> dict[str, Any]:
    """One form field; `combobox` lets people type in a long `<select>`; `wide` spans a two-column form."""
    return {
        "field": bound,
        "control": _control(bound, combobox),
        "kind": _kind(bound),
        "wide": wide,
        "hide_label": hide_label,
    }


@register.inclusion_tag("ui/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """The errors of the form as a whole, and how many fields need attention, focused on arrival."""
    return {"form": form, "whole": form.non_field_errors(), "fields": [bound for bound in form if bound.errors]}

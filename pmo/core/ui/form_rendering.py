"""How form controls become HTML."""

from typing import Any

from django.forms import Select
from django.forms.renderers import DjangoTemplates
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class FormRenderer(DjangoTemplates):
    """The templates of Django, but for lists of choices: one for each option would take most of the time of a page
    that offers two thousand people."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if template_name == Select.template_name:
            return _select(context["widget"])
        return super().render(template_name, context, request)


def _select(widget: dict[str, Any]) -> SafeString:
    """What ``django/forms/widgets/select.html`` writes."""
    groups = format_html_join("", "{}", ((_group(name, options),) for name, options, _ in widget["optgroups"]))
    return format_html('<select name="{}"{}>{}\n</select>\n', widget["name"], _attributes(widget["attrs"]), groups)


def _group(name: str | None, options: list[dict[str, Any]]) -> SafeString:
    written = format_html_join(
        "",
        '\n  <option value="{}"{}>{}</option>',
        ((str(option["value"]), _attributes(option["attrs"]), option["label"]) for option in options),
    )
    return format_html('\n  <optgroup label="{}">{}\n  </optgroup>', name, written) if name else written


def _attributes(attributes: dict[str, Any]) -> SafeString | str:
    if not attributes:
        return ""
    kept = [(name, value) for name, value in attributes.items() if value is not False]
    return format_html_join(
        "", "{}", ((format_html(" {}", n) if v is True else format_html(' {}="{}"', n, str(v)),) for n, v in kept)
    )

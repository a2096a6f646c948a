"""From a checked form to one action, and from its refusal back to the form."""

from collections.abc import Callable
from typing import TypeVar

from django import forms

from pmo.core.errors import DomainError
from pmo.core.forms.versioned import VersionedForm, show_refusal

Result = TypeVar("Result")


def saved(form: forms.BaseForm, action: Callable[[], Result]) -> Result | None:
    """What the action gives; None for a form that is not sent or not valid, or after a refusal was put on it."""
    if not form.is_valid():
        return None
    try:
        return action()
    except DomainError as error:
        versioned = isinstance(form, VersionedForm)
        show_refusal(form, error, form._meta.model.objects.filter(pk=form.instance.pk).first() if versioned else None)
        return None


def opened_version(form: VersionedForm) -> int:
    """The version the person saw; a form that names none saw nothing, so it is stale by definition."""
    return form.cleaned_data.get("version") or 0

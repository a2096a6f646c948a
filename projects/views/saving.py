"""From a checked form to one action, and from its refusal back to the form."""

from collections.abc import Callable
from typing import Any

from django.http import Http404

from pmo.core.errors import DomainError
from pmo.core.forms.versioned import VersionedForm, show_refusal
from pmo.core.models import User
from projects.models import Project


def saved(form: VersionedForm, action: Callable[[], Any]) -> Any:
    """What the action gives, or None after its refusal was put on the form."""
    if not form.is_valid():
        return None
    try:
        return action()
    except DomainError as error:
        show_refusal(form, error, form._meta.model.objects.filter(pk=form.instance.pk).first())
        return None


def opened_version(form: VersionedForm) -> int:
    """The version the person saw; a form that names none saw nothing, so it is stale by definition."""
    return form.cleaned_data.get("version") or 0


def visible_project(user: User, code: str) -> Project:
    """:raises Http404: when the project is hidden from the person or does not exist."""
    projects = Project.objects.visible_to(user).select_related("portfolio", "programme", "manager")
    found = projects.filter(code=code).first()
    if found is None:
        raise Http404(code)
    return found

"""From a checked form to one action, and from its refusal back to the form."""

from collections.abc import Callable
from typing import Any

from django.http import Http404

from pmo.core.access import Permission, can
from pmo.core.errors import DomainError
from pmo.core.models import User
from projects.forms.versioned import VersionedForm
from projects.models import Project


def saved(form: VersionedForm, action: Callable[[], Any]) -> Any:
    """What the action gives, or None after its refusal was put on the form."""
    if not form.is_valid():
        return None
    try:
        return action()
    except DomainError as error:
        model = form._meta.model
        form.refuse(error, model.objects.filter(pk=form.instance.pk).values_list("version", flat=True).first())
        return None


def rights(user: User, project: Project, *permissions: Permission) -> dict[str, bool]:
    """Which of the permissions the person holds on the project, by name."""
    return {permission.value: can(user, permission, project) for permission in permissions}


def visible_project(user: User, code: str) -> Project:
    """:raises Http404: when the project is hidden from the person or does not exist."""
    project = Project.objects.visible_to(user).select_related("portfolio", "programme", "manager").filter(code=code)
    found = project.first()
    if found is None:
        raise Http404(code)
    return found

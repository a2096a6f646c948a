"""The project a page is about."""

from django.http import Http404

from pmo.core.models import User
from projects.models import Project


def visible_project(user: User, code: str) -> Project:
    """:raises Http404: when the project is hidden from the person or does not exist."""
    projects = Project.objects.visible_to(user).select_related("portfolio", "programme", "manager")
    found = projects.filter(code=code).first()
    if found is None:
        raise Http404(code)
    return found

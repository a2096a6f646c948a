"""Choices of people in forms."""

from typing import Any

from django import forms

from pmo.core.models import User


def limit_people(form: forms.BaseForm, *names: str) -> None:
    """Offer people who are here, and whoever holds the place already."""
    for name in names:
        if name in form.fields:
            field: Any = form.fields[name]
            holder: Any = getattr(form.instance, f"{name}_id", None)  # type: ignore[attr-defined]
            field.queryset = User.objects.filter(is_active=True) | User.objects.filter(pk=holder)

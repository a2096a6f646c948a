"""Amounts in form fields."""

from decimal import Decimal

from django import forms


def plain_amounts(form: forms.BaseForm) -> None:
    """Write stored amounts as people do: 125300, not the 125300.000000 that the column holds."""
    for name, value in form.initial.items():
        if isinstance(value, Decimal):
            form.initial[name] = f"{value.normalize():f}"

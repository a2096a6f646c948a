"""Tokens for tests."""

from datetime import timedelta
from typing import Any

from django.test import Client

from pmo.core.models import ApiToken, User


def give_token(user: User, access: str = "administer", **fields: Any) -> tuple[ApiToken, str]:
    made, text = ApiToken.objects.create(user, expiry=timedelta(days=1), name="Nightly copy", access=access)
    for name, value in fields.items():
        setattr(made, name, value)
    made.save()
    return made, str(text)


def bearer(text: str, scheme: str = "Bearer") -> Client:
    """A program: a token and no cookie."""
    return Client(headers={"Authorization": f"{scheme} {text}"})

"""Signing in with a password: by user name or e-mail address."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from pmo.core.models import User
from pmo.core.queries.people import person_named


class PasswordBackend(ModelBackend):
    """Checks exactly one password, whoever is named: an unknown name costs what a wrong password costs."""

    def authenticate(  # type: ignore[override]
        self, request: HttpRequest | None, username: str = "", password: str | None = None, **credentials: Any
    ) -> User | None:
        login = username or credentials.get("email", "")
        if not login or password is None:
            return None
        person = person_named(login)
        if person is None:
            User().set_password(password)
            return None
        right = person.check_password(password)
        return person if right and self.user_can_authenticate(person) else None

"""What the application answers to, and what a request leaves behind."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.urls import URLPattern, get_resolver


def routes(patterns: Any = None, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every route of the project by its full name."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", pattern
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern.url_patterns, inner)


def fingerprint() -> str:
    """Changes with any value in any table, sessions and sign-ins aside."""
    seen = hashlib.sha256()
    for model in apps.get_models():
        if model is not Session:
            fields = [field.attname for field in model._meta.concrete_fields if field.name != "last_login"]
            seen.update(repr(list(model._base_manager.order_by("pk").values_list(*fields))).encode())
    return seen.hexdigest()


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    connection.run_on_commit.clear()

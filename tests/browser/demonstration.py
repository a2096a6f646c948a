"""The demonstration as the data of a browser test: built once, then copied back for every test that asks for it."""

import sqlite3
from typing import Any

from django.db import connection
from django.utils import timezone

from reporting.demo.build import build


class Demonstration:
    """A live server's tests empty the database each time; copying a file back takes a blink, building it seconds."""

    def __init__(self) -> None:
        self._kept: sqlite3.Connection | None = None

    def put(self) -> None:
        """Make the database the demonstration, as of today."""
        connection.ensure_connection()
        stored: Any = connection.connection
        if self._kept is not None:
            self._kept.backup(stored)
            return
        build(today=timezone.localdate(), at=timezone.now())
        if connection.vendor == "sqlite":
            self._kept = sqlite3.connect(":memory:")
            stored.backup(self._kept)

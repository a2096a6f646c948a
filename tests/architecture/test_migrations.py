"""The schema in the models is the schema in the migrations, and a migration's name says what it does."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.django_db
def test_no_migration_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        call_command("makemigrations", check=True, dry_run=True)
    except SystemExit:
        pytest.fail(capsys.readouterr().out)


def test_migrations_are_named_for_what_they_do() -> None:
    paths = [
        path
        for app in ("pmo/core", "portfolio", "projects", "reporting")
        for path in ROOT.glob(f"{app}/migrations/0*.py")
    ]
    assert paths
    assert [path.name for path in paths if re.search(r"_(auto|alter|remove|add)_\d{8}|_auto_", path.name)] == []

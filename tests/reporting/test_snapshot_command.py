"""``manage.py snapshot``: a month is closed once, and again only with a reason."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from reporting.models import ProjectFactSnapshot
from tests.factories import make_project

pytestmark = pytest.mark.django_db


def snapshot(period_end: str, *more: str) -> str:
    out = StringIO()
    call_command("snapshot", "--period-end", period_end, *more, stdout=out)
    return out.getvalue().strip()


def test_a_period_is_kept_once() -> None:
    make_project()
    assert snapshot("2026-05-31") == "1 projects kept as of 2026-05-31"
    assert snapshot("2026-05-31") == "0 projects kept as of 2026-05-31"


def test_a_correction_stands_beside_what_was_kept() -> None:
    make_project()
    snapshot("2026-05-31")
    snapshot("2026-05-31", "--correct", "A cost was posted late")
    assert list(ProjectFactSnapshot.objects.values_list("sequence", "reason")) == [
        (1, ""),
        (2, "A cost was posted late"),
    ]


@pytest.mark.parametrize("options", [["2999-12-31"], ["2026-05-31", "--correct", "  "]])
def test_a_refusal_keeps_nothing(options: list[str]) -> None:
    make_project()
    with pytest.raises(CommandError):
        snapshot(*options)
    assert ProjectFactSnapshot.objects.count() == 0

"""The command line contract of the roll-up."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from reporting.models import ProjectFact
from tests.factories import make_budget_line, make_forecast, make_portfolio, make_project

pytestmark = pytest.mark.django_db


def rollup(*arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command("rollup", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_the_json_has_the_published_shape() -> None:
    portfolio = make_portfolio("US-9")
    make_budget_line(make_project(portfolio=portfolio, currency="USD"), "26970706944")
    make_project(portfolio=portfolio, currency="USD")
    told = rollup("--scope", "portfolio:US-9")
    assert (told["scope"], told["currency"], told["projects"]) == ("portfolio:US-9", "USD", 2)
    assert told["as_of"] == timezone.localdate().isoformat()
    assert told["measures"]["approved_budget"] == {"value": "26970706944.00", "known": 1, "of": 2, "withheld": 0}
    assert told["measures"]["AC"] == {"value": None, "known": 0, "of": 2, "withheld": 0}
    assert told["health"] == {"green": 0, "amber": 0, "red": 0, "grey": 2}
    for name in ("computed_health", "declared_health", "periods", "rates"):
        assert name in told


def test_it_recomputes_before_it_prints() -> None:
    project = make_project()
    make_forecast(project, "1234.5678", made_on=timezone.localdate())
    assert rollup()["measures"]["EAC"]["value"] == "1234.5678"
    assert ProjectFact.objects.get().as_of == timezone.localdate()


def test_another_day_and_another_currency() -> None:
    make_budget_line(make_project(currency="USD"), "103.89")
    told = rollup("--as-of", "2024-12-31", "--currency", "eur")
    assert told["measures"]["approved_budget"]["value"] == "100.00"
    assert told["rates"]["USD"]["on"] == "2024-12-31"
    assert not ProjectFact.objects.exists()


def test_people_can_read_it_too() -> None:
    make_budget_line(make_project(), "5")
    out = StringIO()
    call_command("rollup", stdout=out)
    assert "approved_budget" in out.getvalue()
    assert "known for 1 of 1" in out.getvalue()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--scope", "portfolio:NOWHERE"], "There is no portfolio"),
        (["--scope", "galaxy:9"], "is no scope"),
        (["--as-of", "2012-30-09"], "write YYYY-MM-DD"),
        (["--currency", "EURO"], "three letters"),
    ],
)
def test_a_wrong_argument_is_refused_in_words(arguments, words) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("rollup", *arguments)

"""Every published total of the real files comes out of the facts, to the last digit."""

from collections.abc import Mapping
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import TestCase
from django.utils import timezone

from reporting.queries.rollup import Rollup, roll_up, roll_up_children
from reporting.queries.rows import measure_rows
from reporting.queries.scope import ORGANISATION, parse_scope

FILES = Path(__file__).parents[3] / "shared" / "data" / "portfolios"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not FILES.exists(), reason="the real portfolio files are not here"),
]
D = Decimal


def imported(name: str, profile: str) -> Rollup:
    with TestCase.captureOnCommitCallbacks(execute=True):
        call_command("import_table", str(FILES / name), profile=profile, stdout=StringIO())
    call_command("rollup", stdout=StringIO())
    return roll_up(None, ORGANISATION, timezone.localdate())


def assert_totals(rollup: Rollup, expected: Mapping[str, tuple[str, int]]) -> None:
    told = {name: (rollup.value(name), rollup.measures[name].known) for name in expected}
    assert told == {name: (D(value), known) for name, (value, known) in expected.items()}


def test_us_it() -> None:
    rollup = imported("us_it_portfolio.csv", "us-it")
    assert (rollup.projects, rollup.currency) == (1073, "USD")
    assert_totals(
        rollup,
        {
            "approved_budget": ("26970706944", 1065),
            "original_budget": ("26970706944", 1065),
            "EAC": ("29549497171", 1065),
            "VAC": ("-2578790227", 1065),
        },
    )
    agencies = roll_up_children(None, ORGANISATION, rollup.as_of)
    assert len(agencies) == 13
    assert sum(part.value("approved_budget") or 0 for _, part in agencies) == D(26970706944)
    investments = [part for scope, _ in agencies for part in roll_up_children(None, scope, rollup.as_of)]
    assert len(investments) == 263
    assert sum(part.value("EAC") or 0 for _, part in investments) == D(29549497171)
    rows = measure_rows(None, "EAC", ORGANISATION, rollup.as_of, "USD")
    assert sum(row.value or 0 for row in rows) == D(29549497171)
    assert [row.missing for row in rows if row.value is None] == ["unknown"] * 8


def test_nyc_capital() -> None:
    rollup = imported("nyc_capital_projects.csv", "nyc-capital")
    assert rollup.projects == 1108
    assert_totals(
        rollup,
        {
            "approved_budget": ("5911321000", 1108),
            "EAC": ("8025120000", 1108),
            "AC": ("3503939000", 1108),
            "planned_spend": ("4521181000", 1108),
            "open_issues": ("650", 1108),
        },
    )
    planned: dict[str, Decimal] = {}
    for period in rollup.periods:
        if period.planned is not None:
            planned[period.label] = planned.get(period.label, D(0)) + period.planned
    assert planned == {
        "2021": D(1128061000),
        "2022": D(752806000),
        "2023": D(417650000),
        "2024": D(965697000),
        "2025": D(272903000),
        "to complete": D(984064000),
    }
    assert len(roll_up_children(None, ORGANISATION, rollup.as_of)) == 12


def test_gmpp() -> None:
    rollup = imported("gmpp_dft_2024.csv", "gmpp")
    assert (rollup.projects, rollup.currency) == (19, "GBP")
    assert_totals(
        rollup,
        {
            "approved_budget": ("7310950000", 17),
            "EAC": ("6917220000", 17),
            "whole_life_cost": ("67446000000", 12),
            "benefits": ("64173000000", 14),
        },
    )
    withheld = {name: rollup.measures[name].withheld for name in ("approved_budget", "whole_life_cost", "benefits")}
    assert withheld == {"approved_budget": 1, "whole_life_cost": 5, "benefits": 3}
    assert rollup.declared_health == {"green": 4, "amber": 13, "red": 1, "grey": 1}
    assert rollup.health == rollup.declared_health
    department = parse_scope("portfolio:GMPP-DFT", user=None)
    assert roll_up(None, department, rollup.as_of).value("EAC") == D(6917220000)

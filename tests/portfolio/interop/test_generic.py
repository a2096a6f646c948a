"""The generic profile, its template, and profiles derived from it."""

import io
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from portfolio.interop.formats.planner import plan_import
from portfolio.interop.formats.template import template_workbook
from portfolio.interop.profiles import SHIPPED
from portfolio.interop.profiles.custom import BadProfile, custom_profile

from .real_files import TODAY, plan

FRENCH = (
    "Portefeuille;Code projet;Projet;Budget initial;Budget approuvé;Réalisé;Prévision;Santé;Début\n"
    "Numérique;D-1;Portail;1 000,50;1 200,50;confidentiel;à définir;vert;06/01/2025\n"
)


@pytest.mark.parametrize("french", [False, True])
def test_the_template_is_read_by_its_own_profile(french: bool) -> None:
    data = template_workbook(SHIPPED["generic"], french=french)
    result = plan(data, "generic")
    assert (len(result.rows), result.rejections, result.not_taken) == (1, (), ())
    (row,) = result.rows
    assert (row.project.named.code, row.project.start, row.project.health) == ("DIG-014", date(2025, 1, 6), "amber")
    budget = next(one for one in row.amounts if one.line == "budget")
    assert (budget.original, budget.amount) == (Decimal(450000), Decimal(480000))
    assert load_workbook(io.BytesIO(data)).sheetnames[1] == "Notes"


def test_french_headers_and_states_of_absence() -> None:
    (row,) = plan(FRENCH.encode(), "generic").rows
    assert (row.portfolio.code, row.portfolio.name) == ("NUMERIQUE", "Numérique")
    assert row.programme is None
    by_line = {one.line: one for one in row.amounts}
    assert (by_line["budget"].original, by_line["budget"].amount) == (Decimal("1000.50"), Decimal("1200.50"))
    actual, eac = by_line["actual"], by_line["eac"]
    assert actual.absence
    assert eac.absence
    assert (actual.amount, actual.absence.kind, actual.absence.reason) == (None, "withheld", "confidentiel")
    assert (eac.absence.kind, eac.on, eac.on_is_today) == ("unknown", TODAY, True)
    assert row.project.start == date(2025, 1, 6)


def test_dates_in_the_wrong_order_are_rejected_in_a_file_made_for_vigie() -> None:
    data = b"Portfolio,Project code,Project,Start,End\nA,B,C,2025-02-01,2025-01-01\n"
    (rejection,) = plan(data, "generic").rejections
    assert "lies before the start" in str(rejection.first.reason)


def test_a_custom_profile_renames_scales_and_fills_in() -> None:
    profile = custom_profile(
        "erp",
        "ERP",
        {
            "aliases": {"project_id": "Réf.", "approved_budget": ["Enveloppe"]},
            "constants": {"portfolio_name": "Travaux"},
            "unit": "k",
            "numbers": "comma",
            "encoding": "cp1252",
        },
    )
    data = "Réf.;Projet;Enveloppe\nT-1;Étanchéité;1.250,5\n".encode("cp1252")
    (row,) = plan_import(io.BytesIO(data), profile, today=TODAY).rows
    assert (row.portfolio.code, row.project.named.name) == ("TRAVAUX", "Étanchéité")
    assert row.amounts[0].amount == Decimal(1250500)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"unit": "bn"}, "unit is “bn”; it must be one of"),
        ({"aliases": {"colour": "x"}}, "Unknown fields colour"),
        ({"encoding": "latin-99"}, "encoding is “latin-99”"),
        ({"colour": 1}, "Unknown settings colour"),
        ({"currency": "euro"}, "three capital letters"),
    ],
)
def test_a_wrong_custom_profile_says_what_would_be_right(options: dict[str, object], message: str) -> None:
    with pytest.raises(BadProfile, match=message):
        custom_profile("x", "X", options)

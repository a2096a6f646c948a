"""KPIs: definitions, values by hand, values kept each month."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from pmo.core.errors import EditConflict, NotAllowed
from reporting.actions.kpi import create_kpi, edit_kpi, measure_kpi, record_kpi_values
from reporting.errors import InvalidFormula, MeasuredByFormula, ReasonMissing, ThresholdsContradict
from reporting.models import Kpi, KpiValue
from tests.factories import NOON, make_budget_line, make_forecast, make_member, make_portfolio, make_project, make_user

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 30)


def define(**values):
    return create_kpi(values={"code": "drift", "name": "Drift", **values}, by=None, at=NOON)


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("EAC / aproved_budget", "“aproved_budget” is not a measure, at position 7: “aproved_budget”."),
        ("EAC /", "this is not an arithmetic expression, at position"),
        ("__import__('os')", "only the functions min, max, abs and round are allowed"),
    ],
)
def test_a_wrong_formula_says_where_and_why(formula, said):
    with pytest.raises(InvalidFormula) as refusal:
        define(formula=formula)
    assert said in refusal.value.message
    assert not Kpi.objects.exists()


def test_a_wrong_formula_is_told_in_the_readers_language():
    with override("fr"), pytest.raises(InvalidFormula) as refusal:
        define(formula="EAC / aproved_budget")
    assert "«\u00a0aproved_budget\u00a0» n’est pas une mesure, en position 7" in refusal.value.message


def test_red_is_worse_than_amber_in_the_direction_of_the_kpi():
    with pytest.raises(ThresholdsContradict):
        define(direction="higher", amber=Decimal(1), red=Decimal(2))
    assert define(direction="lower", amber=Decimal(1), red=Decimal(2)).pk


def test_definitions_belong_to_the_office_and_keep_their_lock():
    kpi = define()
    with pytest.raises(NotAllowed):
        edit_kpi(kpi=kpi, values={"name": "No"}, version=1, by=make_member("project_manager"), at=NOON)
    edit_kpi(kpi=kpi, values={"name": "Yes"}, version=1, by=make_member("pmo_analyst"), at=NOON)
    with pytest.raises(EditConflict):
        edit_kpi(kpi=kpi, values={"name": "Late"}, version=1, by=None, at=NOON)


def test_its_owner_measures_a_kpi_by_hand():
    owner = make_user()
    kpi = define(owner=owner)
    measure = {"kpi": kpi, "portfolio": None, "on": DAY, "at": NOON}
    measure_kpi(**measure, value=Decimal("4.1"), note="", by=owner)
    measure_kpi(**measure, value=Decimal("4.2"), note="corrected", by=owner)
    assert KpiValue.objects.get().value == Decimal("4.2")
    with pytest.raises(NotAllowed):
        measure_kpi(**measure, value=Decimal(1), note="", by=make_user())
    with pytest.raises(ReasonMissing):
        measure_kpi(**measure, value=None, note=" ", by=owner)


def test_a_formula_is_not_typed_over():
    with pytest.raises(MeasuredByFormula):
        measure_kpi(kpi=define(formula="EAC"), portfolio=None, on=DAY, value=Decimal(1), note="", by=None, at=NOON)


def test_the_month_is_kept_once_with_reasons_for_what_is_not_known():
    define(formula="EAC / approved_budget")
    known, unknown = make_portfolio(), make_portfolio()
    project = make_project(portfolio=known)
    make_budget_line(project, "100", approved_on=date(2026, 1, 1))
    make_forecast(project, "110", made_on=date(2026, 6, 1))
    make_project(portfolio=unknown)
    assert record_kpi_values(at=NOON, on=DAY) == 3
    assert record_kpi_values(at=NOON, on=DAY) == 0
    assert KpiValue.objects.get(portfolio=known).value == Decimal("1.1")
    assert KpiValue.objects.get(portfolio=unknown).note == "not known: EAC, approved_budget"

"""Threshold sets."""

from decimal import Decimal

import pytest

from pmo.core.errors import NotAllowed
from portfolio.actions.threshold_set import create_threshold_set, edit_threshold_set
from portfolio.errors import ThresholdsOutOfOrder
from portfolio.models import ThresholdSet
from projects.models import DirtyMark
from tests.factories import NOON, make_member, make_portfolio, make_project, make_threshold_set

pytestmark = pytest.mark.django_db


def test_new_thresholds_mark_what_they_judge_and_nothing_else():
    rules = make_threshold_set()
    judged = make_project(portfolio=make_portfolio(parent=make_portfolio(thresholds=rules)))
    make_project()
    edit_threshold_set(thresholds=rules, values={"cost_overrun_amber": Decimal("0.03")}, version=1, by=None, at=NOON)
    assert list(DirtyMark.objects.values_list("project_id", flat=True)) == [judged.pk]


@pytest.mark.parametrize("values", [{"cost_overrun_red": Decimal("0.01")}, {"cpi_red": Decimal("0.99")}])
def test_red_does_not_begin_before_amber(values):
    rules = make_threshold_set()
    with pytest.raises(ThresholdsOutOfOrder):
        edit_threshold_set(thresholds=rules, values=values, version=1, by=None, at=NOON)
    with pytest.raises(ThresholdsOutOfOrder):
        create_threshold_set(values={"name": "Odd", **values}, by=None, at=NOON)
    assert ThresholdSet.objects.get().version == 1


def test_thresholds_belong_to_the_office():
    with pytest.raises(NotAllowed):
        create_threshold_set(values={"name": "Mine"}, by=make_member("pmo_analyst"), at=NOON)
    assert create_threshold_set(values={"name": "Ours"}, by=make_member("pmo_manager"), at=NOON).pk

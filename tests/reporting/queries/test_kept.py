"""What is kept of facts is never old: every change gives it another name."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from pmo.core.models import ExchangeRate, User
from reporting.actions.facts import recompute_facts
from reporting.queries.kept import MOST, kept
from reporting.queries.rollup import Rollup, roll_up
from reporting.queries.scope import ORGANISATION, Scope
from tests.factories import make_budget_line, make_member, make_organisation, make_project

DAY, NOON = date(2026, 6, 15), datetime(2026, 6, 15, 12, tzinfo=UTC)


def rolled(user: User | None = None, scope: Scope = ORGANISATION) -> Rollup:
    return roll_up(user, scope, DAY)


def refresh() -> None:
    """At the same moment each time: not even the clock tells one from the other."""
    recompute_facts(project_ids=None, as_of=DAY, at=NOON)


@pytest.mark.django_db
def test_the_second_answer_is_not_worked_out_again(django_assert_num_queries) -> None:
    project = make_project()
    make_budget_line(project, "1000", period_label="2026", period_start=date(2026, 1, 1), period_end=date(2026, 12, 31))
    refresh()
    first = rolled()
    periods = list(first.periods)
    with django_assert_num_queries(3):  # what is seen with its stamps, the organisation, the rates typed
        again = rolled()
        assert (again, list(again.periods)) == (first, periods)


@pytest.mark.django_db
def test_a_recomputed_fact_is_told_at_once() -> None:
    project = make_project()
    make_budget_line(project, "1000")
    refresh()
    assert rolled().value("approved_budget") == Decimal(1000)
    make_budget_line(project, "234.56")
    refresh()
    assert rolled().value("approved_budget") == Decimal("1234.56")
    assert sum(period.approved or 0 for period in rolled().periods) == Decimal("1234.56")


@pytest.mark.django_db
def test_what_one_person_sees_is_not_told_to_another() -> None:
    open_to_all, closed = make_project(), make_project(confidential=True)
    make_budget_line(open_to_all, "1")
    make_budget_line(closed, "1000")
    refresh()
    assert rolled(make_member("pmo_manager")).value("approved_budget") == Decimal(1001)
    assert rolled(make_member("reader")).value("approved_budget") == Decimal(1)


@pytest.mark.django_db
def test_a_new_rate_and_another_currency_of_the_organisation_are_told_at_once() -> None:
    make_organisation(reporting_currency="EUR")
    make_budget_line(make_project(currency="EUR"), "100")
    make_budget_line(make_project(currency="XTS"), "100")
    refresh()
    assert rolled().value("approved_budget") == Decimal(100)
    ExchangeRate.objects.create(currency="XTS", on=DAY, per_euro="4")
    assert rolled().value("approved_budget") == Decimal(125)
    make_organisation(reporting_currency="XTS")
    assert (rolled().currency, rolled().value("approved_budget")) == ("XTS", Decimal(500))


@pytest.mark.django_db
def test_each_scope_is_told_under_its_own_name() -> None:
    project = make_project()
    refresh()
    scopes = [ORGANISATION, Scope.of(project.portfolio), Scope.of(project)]
    assert [rolled(scope=scope).scope for scope in scopes] == scopes


def test_the_least_asked_for_goes_and_the_nameless_is_made_each_time() -> None:
    made: list[object] = []

    def ask(name: object) -> None:
        kept(name, lambda: made.append(name))

    for number in range(MOST):
        ask(("some", number))
    ask(("some", 0))
    ask("one more")
    assert len(made) == MOST + 1
    ask(("some", 0))
    assert len(made) == MOST + 1
    ask(("some", 1))
    assert made[-1] == ("some", 1)
    ask(None)
    ask(None)
    assert made[-2:] == [None, None]

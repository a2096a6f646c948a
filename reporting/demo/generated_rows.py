"""The rows of one generated project."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from pmo.core.models import User
from portfolio.models import Programme
from projects.enums import ForecastKind, Health, Phase, Priority, ReportState, RiskState
from projects.models import ActualCost, BudgetLine, Forecast, Milestone, Project, Risk, StatusReport
from reporting.demo.course import months_after

CURRENCIES = ("EUR",) * 7 + ("USD",) * 2 + ("GBP",)
THEMES = ("Renewal", "Extension", "Migration", "Upgrade", "Closure", "Rollout", "Study", "Refit")
OBJECTS = ("substation", "data center", "depot", "pipeline", "payroll", "laboratory", "warehouse", "network", "bridge")
ELEMENTS = (("Equipment", "capex"), ("Works", "capex"), ("Engineering", "capex"), ("Support", "opex"))
SOURCES = ("Own funds", "Grant", "Loan")
CONCERNS = ("Supplier delivers late", "Permit refused", "Key person leaves", "Price above estimate", "Test fails")
COLOURS = (Health.GREEN,) * 6 + (Health.AMBER,) * 3 + (Health.RED,)
ACTUALS, MILESTONES, REPORTS = 12, 5, 3
CONFIDENTIAL = 0.10


@dataclass(frozen=True)
class Sizes:
    projects: int
    lines: int = 60
    risks: int = 10


def make_project(
    *, number: int, chance: Random, prefix: str, programme: Programme, manager: User, today: date
) -> Project:
    """A project that began up to two years ago and lasts one to four; one in ten is confidential."""
    start = months_after(today, -chance.randint(1, 24))
    baseline = months_after(start, chance.randint(12, 48))
    return Project(
        uuid=UUID(int=chance.getrandbits(128), version=4),
        code=f"{prefix}-{number + 1:06d}",
        name=f"{chance.choice(THEMES)} of {chance.choice(OBJECTS)} {number + 1}",
        portfolio=programme.portfolio,
        programme=programme,
        manager=manager,
        phase=chance.choice((Phase.PLANNING, Phase.EXECUTION, Phase.EXECUTION, Phase.ACCEPTANCE)),
        priority=chance.choice(Priority.values),
        start=start,
        baseline_finish=baseline,
        finish=baseline + timedelta(days=chance.choice((0, 0, 0, 4, 12, 40))),
        currency=chance.choice(CURRENCIES),
        confidential=chance.random() < CONFIDENTIAL,
        strategic_value=chance.randint(0, 10),
        contingency=Decimal(chance.randint(50, 500) * 1000),
    )


def make_parts(project: Project, sizes: Sizes, chance: Random, today: date, at: datetime) -> Iterator[Any]:
    """Everything that hangs from a project that is already stored."""
    lines = list(_lines(project, sizes.lines, chance))
    yield from lines
    budget = sum((line.current for line in lines), Decimal(0))
    share = _share_elapsed(project, today)
    yield from _actuals(project, budget, share, chance, today)
    drift = Decimal(chance.randint(95, 118)) / 100
    yield Forecast(
        project=project, currency=project.currency, kind=ForecastKind.EAC, made_on=today, amount=budget * drift
    )
    yield from _milestones(project, today)
    yield from _risks(project, sizes.risks, chance, today)
    yield from _reports(project, share, chance, today, at)


def _lines(project: Project, count: int, chance: Random) -> Iterator[BudgetLine]:
    """Approved lines over the years of the project."""
    assert project.start is not None
    assert project.baseline_finish is not None
    years = range(project.start.year, project.baseline_finish.year + 1)
    for number in range(count):
        year = years[number % len(years)]
        category, cost_type = ELEMENTS[number % len(ELEMENTS)]
        original = Decimal(chance.randint(500, 60_000))
        yield BudgetLine(
            project=project,
            currency=project.currency,
            category=category,
            label=f"Lot {number + 1}",
            approved_on=project.start,
            period_label=str(year),
            period_start=max(project.start, date(year, 1, 1)),
            period_end=min(project.baseline_finish, date(year, 12, 31)),
            cost_type=cost_type,
            funding_source=chance.choice(SOURCES),
            original=original,
            current=original * chance.choice((1, 1, 1, 2)) if number % 10 == 0 else original,
        )


def _actuals(project: Project, budget: Decimal, share: Decimal, chance: Random, today: date) -> Iterator[ActualCost]:
    assert project.start is not None
    length = (today - project.start).days
    for number in range(ACTUALS):
        amount = budget * share / ACTUALS * Decimal(chance.randint(85, 120)) / 100
        yield ActualCost(
            project=project,
            currency=project.currency,
            posting_date=project.start + timedelta(days=length * (number + 1) // ACTUALS),
            document=f"{project.code}-{number + 1:02d}",
            category=ELEMENTS[number % len(ELEMENTS)][0],
            amount=round(amount, 2),
        )


def _milestones(project: Project, today: date) -> Iterator[Milestone]:
    assert project.start is not None
    assert project.baseline_finish is not None
    for number in range(1, MILESTONES + 1):
        day = project.start + (project.baseline_finish - project.start) * number // MILESTONES
        yield Milestone(
            project=project,
            name=f"Milestone {number}",
            gate=number % 2 == 1,
            baseline=day,
            forecast=day,
            reached=day if day <= today else None,
        )


def _risks(project: Project, count: int, chance: Random, today: date) -> Iterator[Risk]:
    """One in twelve is not assessed, one in five closed."""
    for number in range(count):
        rated, closed = chance.random() > 1 / 12, chance.random() < 0.2
        yield Risk(
            project=project,
            title=f"{chance.choice(CONCERNS)} ({number + 1})",
            state=RiskState.CLOSED if closed else RiskState.OPEN,
            inherent_probability=chance.randint(1, 5) if rated else None,
            inherent_impact=chance.randint(1, 5) if rated else None,
            cost_impact=Decimal(chance.randint(1, 100) * 1000),
            owner=project.manager,
            raised_on=today - timedelta(days=chance.randint(30, 300)),
            closed_on=today - timedelta(days=chance.randint(1, 29)) if closed else None,
        )


def _reports(project: Project, share: Decimal, chance: Random, today: date, at: datetime) -> Iterator[StatusReport]:
    """A few published reports; one project in fifteen has been silent for three months."""
    silent = 95 if chance.random() < 1 / 15 else 2
    for back in range(REPORTS):
        day = today - timedelta(days=silent + 31 * back)
        if project.start is not None and day <= project.start:
            return
        yield StatusReport(
            project=project,
            period_end=day,
            state=ReportState.PUBLISHED,
            declared_health=chance.choice(COLOURS),
            progress=round(min(Decimal(100), share * (100 - 4 * back)), 2),
            achieved="Work of the month as planned.",
            author=project.manager,
            published_at=min(at, datetime.combine(day, time(12), UTC)),
        )


def _share_elapsed(project: Project, today: date) -> Decimal:
    assert project.start is not None
    assert project.baseline_finish is not None
    whole = (project.baseline_finish - project.start).days
    return min(Decimal(1), Decimal((today - project.start).days) / whole)

"""Budget lines, actual costs, forecasts and orders."""

from datetime import date, timedelta
from decimal import Decimal

from pmo.core.enums import Missing
from projects.enums import BudgetState, CostType, ForecastKind
from projects.models import ActualCost, BudgetLine, Commitment, Forecast, Project
from reporting.demo.course import Path, amount
from reporting.demo.dice import dice
from reporting.demo.store import Store
from reporting.demo.story.shapes import Course, ProgrammeStory

APPROVAL_AHEAD = timedelta(days=30)
PUBLIC = "INF"
"""The portfolio whose projects also plan their spending by source, as public funders ask."""


def approved_on(path: Path) -> date:
    return path.start - APPROVAL_AHEAD


def add_budget(store: Store, project: Project, path: Path, programme: ProgrammeStory, raised: Decimal) -> None:
    """Lines by year and cost element; their sum is the story's budget to the cent. ``raised`` was approved since."""
    if path.story.course is Course.PROPOSED:
        _add_plan(store, project, path, programme, drift=0.0)
        return
    lines = [
        _line(project, path, programme, year, element)
        for year in range(len(path.years))
        for element in range(len(programme.elements))
    ]
    largest = max(lines, key=lambda line: line.current)
    largest.current += Decimal(path.story.budget * 1000) - sum(line.current for line in lines)
    for line in lines:
        line.original = line.current - (raised if line is largest else 0)
        if path.story.absent and path.story.absent[0] == "budget" and line.category == programme.elements[0][0]:
            _withhold(line, path.story.absent[1])
        store.add(line, by=project.manager, on=approved_on(path))
    if raised and largest.current is not None:
        told = {"current": [str(largest.original), str(largest.current)]}
        store.tell(
            largest, by=project.manager, on=path.start + (path.last - path.start) // 2, verb="edited", changes=told
        )
    if programme.portfolio == PUBLIC:
        _add_plan(store, project, path, programme, drift=path.drift(path.last))


def _line(project: Project, path: Path, programme: ProgrammeStory, year: int, element: int) -> BudgetLine:
    period, (category, cost_type, share) = path.years[year], programme.elements[element]
    sources = [source for source, weight in programme.funding for _ in range(weight)]
    return BudgetLine(
        project=project,
        currency=project.currency,
        category=category,
        state=BudgetState.APPROVED,
        approved_on=approved_on(path),
        period_label=str(period.year),
        period_start=period.start,
        period_end=period.end,
        cost_type=cost_type,
        funding_source=dice("funding", project.code, year, element).choice(sources),
        current=amount(period.weight * share / 100, path.story.budget),
    )


def _withhold(line: BudgetLine, reason: str) -> None:
    line.original = line.current = None
    line.missing, line.missing_reason = Missing.WITHHELD, reason


def _add_plan(store: Store, project: Project, path: Path, programme: ProgrammeStory, drift: float) -> None:
    """The spending plan by year and source."""
    for period in path.years:
        for source, weight in programme.funding:
            planned = amount(period.weight * (1 + drift) * weight / 100, path.story.budget)
            line = BudgetLine(
                project=project,
                currency=project.currency,
                category=programme.elements[0][0],
                state=BudgetState.PLANNED,
                period_label=str(period.year),
                period_start=period.start,
                period_end=period.end,
                cost_type=CostType.CAPEX,
                funding_source=source,
                original=planned,
                current=planned,
            )
            store.add(line, by=project.manager, on=min(path.start, path.today))


def add_actuals(store: Store, project: Project, path: Path, programme: ProgrammeStory) -> None:
    """What each month cost, invested and running; the sum follows progress and drift."""
    chance, before = dice("actuals", project.code), Decimal(0)
    for number, day in enumerate(path.points(), 1):
        spent = amount(path.spent(day), path.story.budget)
        running = sum(share for _, cost_type, share in programme.elements if cost_type == CostType.OPEX)
        opex = ((spent - before) * running / 100).quantize(Decimal(1))
        for cost_type, cost in ((CostType.CAPEX, spent - before - opex), (CostType.OPEX, opex)):
            if cost:
                elements = [name for name, kind, _ in programme.elements if kind == cost_type]
                row = ActualCost(
                    project=project,
                    currency=project.currency,
                    posting_date=day,
                    document=f"{project.code}-{day:%y%m}-{number:02d}{cost_type[0].upper()}",
                    supplier=chance.choice(programme.suppliers),
                    category=chance.choice(elements),
                    cost_type=cost_type,
                    funding_source=programme.funding[0][0],
                    amount=cost,
                )
                store.add(row, by=None, on=day)
        before = spent


def add_forecasts(store: Store, project: Project, path: Path) -> None:
    """The estimate at completion at each point, and what the project costs and brings over its life."""
    story, chance, unknown = path.story, dice("forecasts", project.code), path.story.absent
    points = path.points()
    for day in points:
        row = _forecast(project, ForecastKind.EAC, day, amount(1 + path.drift(day), story.budget))
        if day == points[-1] and unknown and unknown[0] == "eac":
            row.amount, row.missing, row.missing_reason = None, Missing.UNKNOWN, unknown[1]
        if story.course is Course.CLOSED and day == points[-1]:
            row.amount = amount(path.spent(day), story.budget)
        store.add(row, by=project.manager, on=day)
    if story.value >= 6:
        worth, cost = chance.uniform(1.15, 2.6), chance.uniform(1.2, 1.6)
        day = min(path.start, path.today)
        for kind, share in ((ForecastKind.BENEFITS, worth), (ForecastKind.WHOLE_LIFE_COST, cost)):
            store.add(_forecast(project, kind, day, amount(share, story.budget)), by=project.manager, on=day)


def _forecast(project: Project, kind: ForecastKind, day: date, stated: Decimal) -> Forecast:
    return Forecast(project=project, currency=project.currency, kind=kind, made_on=day, amount=stated)


def add_orders(store: Store, project: Project, path: Path, programme: ProgrammeStory) -> None:
    """Two to four orders; what was ordered long ago is mostly invoiced."""
    if path.last <= path.start:
        return
    chance, over = dice("orders", project.code), path.story.course in {Course.CLOSED, Course.STOPPED}
    for number in range(1, chance.randint(3, 5)):
        ordered_on = path.start + (path.last - path.start) * chance.randint(5, 92) // 100
        ordered = amount(chance.uniform(0.03, 0.12), path.story.budget)
        invoiced = 1 if over else min(1, path.lived(path.last) - path.lived(ordered_on) + chance.uniform(0.05, 0.3))
        row = Commitment(
            project=project,
            currency=project.currency,
            reference=f"{project.code}-C{number:02d}",
            supplier=chance.choice(programme.suppliers),
            label=programme.elements[number % len(programme.elements)][0],
            ordered_on=ordered_on,
            amount=ordered,
            invoiced=round(ordered * Decimal(invoiced), -2),
            closed=invoiced >= 1,
        )
        store.add(row, by=project.manager, on=ordered_on)

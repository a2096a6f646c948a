"""The risk register: ratings and costs that suit how the project goes."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from pmo.core.models import User
from projects.enums import RiskKind, RiskResponse, RiskState
from projects.models import Project, Risk
from reporting.demo.course import Path, amount
from reporting.demo.dice import dice
from reporting.demo.project_rows import CONTINGENCY
from reporting.demo.store import Store
from reporting.demo.story.shapes import Course, Planned, ProgrammeStory

Rating = tuple[int, int]
MILD: Sequence[Rating] = ((1, 3), (2, 2), (2, 3), (3, 2), (2, 4), (3, 3), (1, 5), (2, 5), (4, 2), (1, 2))
SERIOUS: Sequence[Rating] = ((3, 4), (4, 3), (3, 5), (4, 4))
GRAVE: Sequence[Rating] = ((4, 5), (5, 4), (5, 5))
RESPONSES = (RiskResponse.REDUCE, RiskResponse.AVOID, RiskResponse.TRANSFER, RiskResponse.ACCEPT)


class Climate(NamedTuple):
    """The rating of the worst risk, and the exposure of all over the contingency."""

    worst: Sequence[Rating]
    exposure: float


CALM = Climate(MILD, 0.22)
CLIMATES = {
    Course.STRAINED: Climate(SERIOUS, 0.36),
    Course.RECOVERING: Climate(SERIOUS, 0.34),
    Course.FAILING: Climate(GRAVE, 0.85),
    Course.HELD: Climate(GRAVE, 0.7),
    Course.STOPPED: Climate(GRAVE, 0.9),
    Course.PROPOSED: Climate(SERIOUS, 0.3),
}


def add_risks(
    store: Store, project: Project, path: Path, programme: ProgrammeStory, number: int, team: Sequence[User]
) -> None:
    """The story's risks, some of the programme's, perhaps an opportunity or one nobody has assessed yet."""
    chance = dice("risks", project.code)
    extra = [programme.risks[(number * 2 + offset) % len(programme.risks)] for offset in range(chance.randint(2, 3))]
    planned: tuple[Planned, ...] = (*path.story.risks, *extra)
    climate = CLIMATES.get(path.story.course, CALM)
    for rank, (title, plan) in enumerate(planned):
        row = _threat(project, path, title, plan, rank)
        row.owner = project.manager if rank < 2 or not team else chance.choice(team)
        rating = chance.choice(climate.worst if rank == 0 else MILD)
        _rate(row, rating, worse=chance.randint(0, 1))
        row.cost_impact = _cost(path, rating, climate.exposure / len(planned))
        _perhaps_close(row, path, last=rank == len(planned) - 1)
        _keep(store, row, path)
    if path.story.opportunity:
        _add_opportunity(store, project, path)
    if number == 4 and path.story.course not in {Course.CLOSED, Course.STOPPED}:
        row = _threat(project, path, programme.risks[-1][0], "", rank=9)
        row.raised_on = path.today - timedelta(days=9)
        _keep(store, row, path)


def _threat(project: Project, path: Path, title: str, plan: str, rank: int) -> Risk:
    sudden = rank == 0 and path.story.course in {Course.FAILING, Course.STRAINED, Course.RECOVERING, Course.STOPPED}
    lived = 4 if sudden else min(8, rank * 2)
    raised = min(path.start, path.today - timedelta(days=30)) + (path.last - path.start) * lived // 10
    return Risk(
        project=project,
        title=title,
        response=RESPONSES[rank % 4] if plan else "",
        response_plan=plan,
        raised_on=min(raised, path.today),
        review_on=path.today + timedelta(days=dice("review", project.code, rank).randint(-8, 45)),
    )


def _rate(risk: Risk, rating: Rating, worse: int) -> None:
    """``rating`` is what is left after the response; before it the risk was worse."""
    risk.residual_probability, risk.residual_impact = rating
    risk.inherent_probability = min(5, rating[0] + 1)
    risk.inherent_impact = min(5, rating[1] + worse)


def _cost(path: Path, rating: Rating, share: float) -> Decimal:
    """The impact whose exposure is that share of the contingency."""
    return amount(share * float(CONTINGENCY) / (rating[0] * 0.2 - 0.1), path.story.budget)


def _perhaps_close(risk: Risk, path: Path, last: bool) -> None:
    if path.story.course is Course.CLOSED or path.story.course is Course.STOPPED:
        risk.state, risk.closed_on, risk.review_on = RiskState.CLOSED, max(risk.raised_on, path.last), None
    elif last and path.lived(path.last) > 0.3 and path.last > risk.raised_on:
        occurred = path.story.course in {Course.FAILING, Course.STRAINED}
        risk.state = RiskState.OCCURRED if occurred else RiskState.CLOSED
        risk.closed_on, risk.review_on = path.last - timedelta(days=5), None
        risk.closed_on = max(risk.closed_on, risk.raised_on)


def _add_opportunity(store: Store, project: Project, path: Path) -> None:
    row = _threat(project, path, path.story.opportunity, "", rank=3)
    row.kind, row.response, row.owner = RiskKind.OPPORTUNITY, RiskResponse.REDUCE, project.manager
    rating = dice("opportunity", project.code).choice(((3, 3), (2, 4), (4, 3)))
    _rate(row, rating, worse=0)
    row.cost_impact = _cost(path, rating, 0.2)
    _keep(store, row, path)


def _keep(store: Store, risk: Risk, path: Path) -> None:
    store.add(risk, by=risk.project.manager, on=risk.raised_on)
    if risk.closed_on:
        changes = {"state": ["open", str(risk.state)], "closed_on": [None, risk.closed_on.isoformat()]}
        store.tell(risk, by=risk.project.manager, on=risk.closed_on, verb="edited", changes=changes)
    elif risk.inherent_probability and risk.raised_on < path.last:
        changes = {"residual_probability": [risk.inherent_probability, risk.residual_probability]}
        store.tell(
            risk, by=risk.owner, on=risk.raised_on + (path.last - risk.raised_on) // 2, verb="edited", changes=changes
        )

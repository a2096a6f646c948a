"""Projects and their milestones."""

from datetime import date, timedelta
from decimal import Decimal

from pmo.core.models import User
from portfolio.models import Programme
from projects.enums import Phase, ProjectStatus
from projects.models import Milestone, Project
from reporting.demo.course import Path
from reporting.demo.dice import dice
from reporting.demo.people import People
from reporting.demo.store import Store
from reporting.demo.story.shapes import Course, ProgrammeStory

STATUS = {
    Course.PROPOSED: ProjectStatus.PROPOSED,
    Course.HELD: ProjectStatus.ON_HOLD,
    Course.STOPPED: ProjectStatus.STOPPED,
    Course.CLOSED: ProjectStatus.CLOSED,
}
PHASES = ((0.08, Phase.INITIATION), (0.28, Phase.PLANNING), (0.88, Phase.EXECUTION), (1.1, Phase.ACCEPTANCE))
CONTINGENCY = Decimal("0.08")
LAST_ONLY = (0.95, 0.99)
SLIPS_FROM = {Course.FAILING: (0.15, 0.3), Course.STRAINED: (0.35, 0.6), Course.RECOVERING: (0.3, 0.5)}
HELD_SINCE = 0.6
"""Share of its life after which a project on hold has reached nothing more."""
SPONSORS = {"INT": "james"}
SPONSOR = "claire"


def project_row(path: Path, programme: Programme, people: People) -> Project:
    story = path.story
    budget = Decimal(story.budget * 1000)
    return Project(
        code=story.code,
        name=story.name,
        description=story.about,
        portfolio=programme.portfolio,
        programme=programme,
        sponsor=people[SPONSORS.get(programme.portfolio.code, SPONSOR)],
        manager=people[story.manager],
        methodology=story.methodology,
        status=STATUS.get(story.course, ProjectStatus.ACTIVE),
        phase=_phase(path, path.last),
        priority=story.priority,
        start=path.start,
        finish=path.finish,
        baseline_finish=path.baseline_finish,
        currency=story.currency,
        confidential=story.confidential,
        strategic_value=story.value,
        contingency=None if story.course is Course.PROPOSED else budget * CONTINGENCY,
    )


def tell_project(store: Store, project: Project, path: Path, pmo: User) -> None:
    """The life of the project so far: phases passed, dates moved, status changed."""
    manager, story = project.manager, path.story
    before = path.start
    for day in path.points():
        old, new = _phase(path, before), _phase(path, day)
        if old != new:
            store.tell(project, by=manager, on=day, verb="edited", changes={"phase": [old, new]})
        before = day
    if path.finish > path.baseline_finish and path.lived(path.today) > 0:
        moved = [path.baseline_finish.isoformat(), path.finish.isoformat()]
        store.tell(project, by=manager, on=_middle(path), verb="edited", changes={"finish": moved}, reason=story.issue)
    if story.course in STATUS and story.course is not Course.PROPOSED:
        changes = {"status": [ProjectStatus.ACTIVE.value, STATUS[story.course].value]}
        store.tell(project, by=pmo, on=path.last, verb="edited", changes=changes, reason=story.done)


def add_milestones(store: Store, project: Project, path: Path, programme: ProgrammeStory) -> list[Milestone]:
    """Milestones of the programme laid on the project's dates; delay begins somewhere in the plan and grows."""
    length, delay = path.baseline_finish - path.start, max(0, (path.finish - path.baseline_finish).days)
    slips_from = dice("milestones", project.code).uniform(*SLIPS_FROM.get(path.story.course, LAST_ONLY))
    rows = []
    for name, share, gate in programme.milestones:
        baseline = path.start + timedelta(days=round(length.days * share))
        slip = delay * min(1.0, share * 1.3) if share > slips_from else 0
        expected = baseline + timedelta(days=round(slip))
        row = Milestone(project=project, name=name, gate=gate, baseline=baseline, forecast=expected)
        row.reached = _reached(path, row, expected)
        if row.reached is None and expected <= path.today:
            row.forecast = path.today + timedelta(days=12)
        rows.append(store.add(row, by=project.manager, on=path.start))
    return rows


def _reached(path: Path, milestone: Milestone, expected: date) -> date | None:
    """A gate is missed only where things go badly: elsewhere it is passed, at the latest on the last day worked."""
    if path.story.course is Course.HELD and path.lived(expected) > HELD_SINCE:
        return None
    if expected <= path.last:
        return expected
    troubled = path.story.course in {Course.FAILING, Course.STOPPED, Course.HELD}
    if milestone.gate and not troubled and milestone.baseline <= path.today and path.lived(path.last) > 0:
        return path.last
    return None


def _phase(path: Path, day: date) -> Phase:
    if path.story.course is Course.CLOSED and day >= path.finish:
        return Phase.CLOSURE
    progress = path.progress(day) if path.last > path.start else 0.0
    return next(phase for limit, phase in PHASES if progress < limit)


def _middle(path: Path) -> date:
    return path.start + (path.last - path.start) * 2 // 3

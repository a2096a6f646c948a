"""Issues, decisions, actions and change requests."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from pmo.core.models import User
from projects.enums import ChangeState, DecisionState, EntryState, Priority
from projects.models import Action, ChangeRequest, Decision, Issue, Project
from reporting.demo.course import Path, amount
from reporting.demo.dice import dice
from reporting.demo.store import Store
from reporting.demo.story.shapes import Course, ProgrammeStory
from reporting.demo.words import outcome

OVER = {Course.CLOSED, Course.STOPPED}
SEVERITY = {Course.FAILING: Priority.CRITICAL, Course.STRAINED: Priority.HIGH, Course.HELD: Priority.HIGH}


def deal(words: Sequence[str], number: int, count: int) -> list[str]:
    """The words of the programme handed round its projects: each gets ``count``, neighbours get others."""
    return [words[(number * count + offset) % len(words)] for offset in range(min(count, len(words)))]


def approved_change(path: Path) -> Decimal:
    """What approved changes added to the budget so far."""
    if path.story.course in {Course.PROPOSED, Course.HELD} or path.lived(path.last) <= 0:
        return Decimal(0)
    return amount(dice("change", path.story.code).choice((0, 0, 0.01, 0.015, 0.02)), path.story.budget)


def add_issues(store: Store, project: Project, path: Path, programme: ProgrammeStory, number: int) -> None:
    """The story's issue, still open, and some of the programme's, mostly closed."""
    chance, over = dice("issues", project.code), path.story.course in OVER
    for rank, title in enumerate((path.story.issue, *deal(programme.issues, number, chance.randint(1, 2)))):
        raised = _within(path, chance.uniform(0.78, 0.95) if rank == 0 else chance.uniform(0.1, 0.7))
        row = Issue(project=project, title=title, owner=project.manager, raised_on=raised)
        row.due_on = raised + timedelta(days=chance.randint(25, 70))
        row.severity = SEVERITY.get(path.story.course, Priority.MEDIUM) if rank == 0 else Priority.LOW
        if rank == 0:
            row.state = EntryState.IN_PROGRESS
            row.due_on = max(row.due_on, path.today + timedelta(days=chance.randint(-6, 25)))
        if over or rank > 0:
            row.state, row.closed_on = EntryState.CLOSED, min(row.due_on, path.last)
        store.add(row, by=project.manager, on=raised)
        _tell_end(store, row, row.closed_on, "closed_on", EntryState.CLOSED)


def add_actions(
    store: Store, project: Project, path: Path, programme: ProgrammeStory, number: int, team: Sequence[User]
) -> None:
    """Actions of the manager and the team: done, running, and a few overdue."""
    chance, over = dice("actions", project.code), path.story.course in OVER
    late = {Course.FAILING: 2, Course.STRAINED: 1, Course.SILENT: 1}.get(path.story.course, 0)
    for rank, title in enumerate(deal(programme.actions, number, chance.randint(3, 5))):
        opened = _within(path, chance.uniform(0.3, 0.9))
        row = Action(project=project, title=title, owner=chance.choice([project.manager, *team]), opened_on=opened)
        row.due_on = path.today + timedelta(days=chance.randint(3, 40))
        row.state = chance.choice((EntryState.OPEN, EntryState.IN_PROGRESS))
        if rank < late:
            row.due_on = max(opened, path.today - timedelta(days=chance.randint(2, 20)))
        elif over or rank == late:
            row.due_on = min(opened + timedelta(days=chance.randint(10, 40)), path.last)
            row.due_on = max(row.due_on, opened)
            row.state, row.closed_on = EntryState.CLOSED, row.due_on
        store.add(row, by=project.manager, on=opened)
        _tell_end(store, row, row.closed_on, "closed_on", EntryState.CLOSED)


def add_decisions(store: Store, project: Project, path: Path, programme: ProgrammeStory, number: int) -> None:
    """The decision the story waits for, and one the sponsor has taken."""
    chance = dice("decisions", project.code)
    if path.story.decision:
        asked = path.today - timedelta(days=chance.randint(6, 24))
        due = path.today + timedelta(days=chance.randint(-4, 18))
        title = path.story.decision
        row = Decision(project=project, title=title, owner=project.sponsor, asked_on=asked, due_on=due)
        store.add(row, by=project.manager, on=asked)
    if path.lived(path.last) > 0 and number % 2 == 0:
        asked = _within(path, chance.uniform(0.2, 0.6))
        row = Decision(
            project=project, title=deal(programme.decisions, number // 2, 1)[0], owner=project.sponsor, asked_on=asked
        )
        row.due_on = asked + timedelta(days=21)
        row.state, row.taken_on = DecisionState.TAKEN, min(row.due_on, path.last)
        row.outcome = outcome(programme.language, chance)
        store.add(row, by=project.manager, on=asked)
        _tell_end(store, row, row.taken_on, "taken_on", DecisionState.TAKEN)


def add_changes(store: Store, project: Project, path: Path, programme: ProgrammeStory, number: int) -> None:
    """The change that raised the budget, one refused now and then, and one that waits."""
    chance, raised, budget = dice("changes", project.code), approved_change(path), path.story.budget
    words = deal(programme.changes, number, 3)
    if raised:
        asked = path.start + (path.last - path.start) * 2 // 5
        decided = path.start + (path.last - path.start) // 2
        _add_change(store, project, words[0], asked, raised, ChangeState.APPROVED, decided)
    elif path.lived(path.last) > 0 and number % 3 == 0:
        asked = _within(path, 0.4)
        refused = amount(0.03, budget)
        _add_change(store, project, words[1], asked, refused, ChangeState.REJECTED, _within(path, 0.5))
    if path.story.course in {Course.STRAINED, Course.FAILING} or (path.story.course is Course.STEADY and number % 2):
        share = chance.uniform(0.005, 0.03) if path.story.course is not Course.FAILING else chance.uniform(0.06, 0.09)
        asked = path.today - timedelta(days=chance.randint(8, 30))
        _add_change(store, project, words[2], asked, amount(share, budget), ChangeState.SUBMITTED, None)


def _add_change(
    store: Store, project: Project, title: str, asked: date, cost: Decimal, state: ChangeState, decided: date | None
) -> None:
    row = ChangeRequest(project=project, title=title, owner=project.manager, raised_on=asked, cost_impact=cost)
    row.state, row.decided_on, row.days_impact = state, decided, dice("days", project.code, title).choice((0, 5, 10))
    store.add(row, by=project.manager, on=asked)
    _tell_end(store, row, decided, "decided_on", state)


def _tell_end(
    store: Store, row: Issue | Action | Decision | ChangeRequest, on: date | None, field: str, state: str
) -> None:
    """The history of an entry that is over."""
    if on is not None:
        by = row.project.sponsor if field in {"taken_on", "decided_on"} else row.project.manager
        changes = {"state": [row._meta.get_field("state").get_default(), str(state)], field: [None, on.isoformat()]}
        store.tell(row, by=by, on=on, verb="edited", changes=changes)


def _within(path: Path, share: float) -> date:
    """A day of the project's life so far; a project still to come speaks from the weeks before today."""
    begin = min(path.start, path.today - timedelta(days=45))
    end = path.last if path.last > path.start else path.today
    return begin + (end - begin) * round(share * 100) // 100

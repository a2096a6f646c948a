"""Status reports: one a month while somebody wrote them, the last in the story's own words."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from projects.enums import ReportState
from projects.models import Milestone, Project, StatusReport
from reporting.demo.course import Path
from reporting.demo.store import Store
from reporting.demo.story.shapes import ProgrammeStory
from reporting.demo.words import achieved, next_steps

DRAFTS = {"DEC-04", "LED-03", "UKS-02"}
"""Projects whose manager has begun the next report."""


def add_reports(
    store: Store, project: Project, path: Path, programme: ProgrammeStory, milestones: Sequence[Milestone]
) -> None:
    """Published reports, without health: :mod:`reporting.demo.history` declares it once the figures are computed."""
    days = path.reports()
    for number, day in enumerate(days):
        since = days[number - 1] if number else path.start - timedelta(days=1)
        row = _report(project, path, day)
        row.published_at = store.moment(day + timedelta(days=2))
        row.state = ReportState.PUBLISHED
        if day == days[-1]:
            row.achieved, row.next_steps = path.story.done, path.story.coming
            row.decisions_asked = path.story.decision
        else:
            _write(row, path, programme.language, number, milestones, since)
        row.author = project.manager
        store.add(row, by=project.manager, on=day)
    if project.code in DRAFTS:
        draft = _report(project, path, path.today)
        draft.next_steps, draft.author = path.story.coming, project.manager
        store.add(draft, by=project.manager, on=path.today)


def _report(project: Project, path: Path, day: date) -> StatusReport:
    progress = Decimal(str(round(path.progress(day) * 100, 2)))
    return StatusReport(project=project, period_end=day, progress=progress)


def _write(
    row: StatusReport, path: Path, language: str, number: int, milestones: Sequence[Milestone], since: date
) -> None:
    day = row.period_end
    passed = [one for one in milestones if one.reached and since < one.reached <= day]
    ahead = [one for one in milestones if not one.reached or one.reached > day]
    row.achieved = achieved(language, number, path.progress(day), passed, path.spent(day), 1 + path.drift(day))
    row.next_steps = next_steps(language, ahead[0] if ahead else None, day)

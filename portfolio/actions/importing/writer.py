"""The plan of an import, written in the caller's transaction."""

from collections.abc import Callable, Sequence
from datetime import datetime

from pmo.core.models import User
from portfolio.actions.importing.changes import ChangeSet
from portfolio.actions.importing.parents import Parents, ensure_parents
from portfolio.actions.importing.parts import TABLES, save_parts, stored_parts
from portfolio.actions.importing.projects import in_order_of_locks, save_project, stored_projects
from portfolio.interop.formats.plan import ImportPlan, RowPlan
from portfolio.interop.formats.profile import Profile
from portfolio.interop.report import Tally
from projects.actions.dirty import mark_dirty

CHUNK = 500


def write_plan(
    *,
    plan: ImportPlan,
    profile: Profile,
    by: User | None,
    at: datetime,
    on_rows: Callable[[int], None] | None = None,
) -> Tally:
    """Write what differs from what is stored and mark the projects concerned; rows that vanished are left alone."""
    parents = ensure_parents(rows=plan.rows, profile=profile, by=by, at=at)
    writer = _Writer(profile, parents, by, at)
    rows = in_order_of_locks(plan.rows, profile.name)
    for start in range(0, len(rows), CHUNK):
        writer.take(rows[start : start + CHUNK])
        if on_rows:
            on_rows(start + CHUNK)
    mark_dirty(project_ids=writer.touched, at=at)
    return Tally(writer.created, writer.updated, len(plan.rows) - writer.created - writer.updated)


class _Writer:
    def __init__(self, profile: Profile, parents: Parents, by: User | None, at: datetime) -> None:
        self.profile = profile
        self.parents = parents
        self.projects = ChangeSet(by=by, at=at)
        self.parts = {table: ChangeSet(by=by, at=at) for table in TABLES}
        self.touched: list[int] = []
        self.created = self.updated = 0

    def take(self, rows: Sequence[RowPlan]) -> None:
        """Projects first, because their parts need their ids."""
        source = self.profile.name
        stored = stored_projects(rows, source)
        saved = [
            save_project(
                row,
                stored.get(row.project.named.code),
                self.parents,
                source=source,
                cycle=self.profile.reporting_cycle,
                changes=self.projects,
            )
            for row in rows
        ]
        self.projects.flush()
        known = stored_parts(stored.values(), source)
        for row, (project, written) in zip(rows, saved, strict=True):
            written |= save_parts(row, project, known, source=source, changes=self.parts)
            if not written:
                continue
            self.touched.append(project.pk)
            if row.project.named.code in stored:
                self.updated += 1
            else:
                self.created += 1
        for changes in self.parts.values():
            changes.flush()

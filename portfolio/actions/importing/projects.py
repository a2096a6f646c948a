"""Projects of a file: found again by their id in the source, else by their code."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from portfolio.actions.importing.changes import ChangeSet
from portfolio.actions.importing.parents import Parents
from portfolio.interop.formats.plan import RowPlan
from projects.models import Project


def in_order_of_locks(rows: Sequence[RowPlan], source: str) -> list[RowPlan]:
    """Rows of stored projects by their ids, then new ones: all who lock many projects lock them in one order."""
    by_code = dict(Project.objects.order_by().values_list("code", "pk"))
    by_id = dict(Project.objects.order_by().filter(source=source).values_list("external_id", "pk"))
    last = max(by_code.values(), default=0) + 1

    def place(row: RowPlan) -> int:
        named = row.project.named
        return by_id.get(named.external_id) or by_code.get(named.code) or last

    return sorted(rows, key=place)


def stored_projects(rows: Sequence[RowPlan], source: str) -> dict[str, Project]:
    """The project each row speaks of, by the code in the row; locked, in the order of their ids."""
    codes = [row.project.named.code for row in rows]
    ids = [row.project.named.external_id for row in rows]
    found = Project.objects.select_for_update(no_key=True).filter(
        Q(code__in=codes) | Q(source=source, external_id__in=ids)
    )
    by_code: dict[str, Project] = {}
    by_id: dict[str, Project] = {}
    for project in found.order_by("pk"):
        by_code[project.code] = project
        if project.source == source:
            by_id[project.external_id] = project
    matches = {row.project.named.code: row.project.named for row in rows}
    pairs = {code: by_id.get(named.external_id) or by_code.get(code) for code, named in matches.items()}
    return {code: project for code, project in pairs.items() if project}


def save_project(
    row: RowPlan, stored: Project | None, parents: Parents, *, source: str, cycle: str, changes: ChangeSet
) -> tuple[Project, bool]:
    """The project and whether anything of it was written (by the next flush)."""
    values = _values(row, stored, parents)
    if stored:
        return stored, changes.update(stored, values)
    named = row.project.named
    project = Project(code=named.code, source=source, external_id=named.external_id, reporting_cycle=cycle, **values)
    changes.create(project)
    return project, True


def _values(row: RowPlan, stored: Project | None, parents: Parents) -> dict[str, Any]:
    """What the file says. What it leaves blank, or has no column for, stays as people made it."""
    plan = row.project
    portfolio, programme = parents.of(row)
    values: dict[str, Any] = {"name": plan.named.name, "currency": plan.currency, **plan.texts}
    values |= {"portfolio_id": portfolio, "programme_id": programme}
    if programme is None and stored:
        del values["portfolio_id"], values["programme_id"]
        if stored.programme_id is None:
            values["portfolio_id"] = portfolio
    values |= _health(row, stored)
    values |= _dates(row, stored)
    absences = dict(stored.absences) if stored else {}
    for name in ("start", "finish", "declared_health"):
        absence = plan.absences.get(name)
        if name in values and absence:
            absences[name] = {"kind": absence.kind, "reason": absence.reason}
        elif values.get(name):
            absences.pop(name, None)
    return {**values, "absences": absences}


def _health(row: RowPlan, stored: Project | None) -> dict[str, Any]:
    plan = row.project
    absence = plan.absences.get("declared_health")
    if not plan.health or (stored and stored.declared_health and absence and not absence.stated):
        return {}
    if stored and row.stated_today and stored.declared_health == plan.health:
        return {"declared_health": plan.health}
    return {"declared_health": plan.health, "declared_on": row.stated_on}


def _dates(row: RowPlan, stored: Project | None) -> dict[str, Any]:
    """A date of the file, or None where the file states that there is none. One that contradicts the other, which
    somebody typed here, is left out."""
    plan, values = row.project, {}
    for name, value in (("start", plan.start), ("finish", plan.finish)):
        absence = plan.absences.get(name)
        if value or (absence and (absence.stated or not stored or getattr(stored, name) is None)):
            values[name] = value
    start = values.get("start", stored.start if stored else None)
    finish = values.get("finish", stored.finish if stored else None)
    return {} if start and finish and finish < start else values

"""Who may do what through the API to projects and to what belongs to them."""

from typing import Any

from tests.rights.api_rows import amended, created, done, identified, objects, removed, upserted
from tests.rights.rows import SEE_PLACE, WRITE, WRITE_PLACE, WRITE_REGISTERS, Data, Reach, Row
from tests.rights.world import World

DAY = "2026-01-02"


def part(name: str, thing: Any, allowed: Reach, change: dict[str, Any], new: dict[str, Any]) -> list[Row]:
    """A row of a project: read with it, written as ``allowed``."""
    fresh: Data = lambda world, target: {"project": target, **new}  # noqa: E731
    return [
        *objects(name, thing),
        amended(name, thing, allowed, lambda world, target: change),
        removed(name, thing, allowed),
        created(name, allowed, fresh),
        upserted(name, allowed, fresh),
    ]


def register(name: str, slug: str, **new: Any) -> list[Row]:
    def entry(world: World, target: str) -> Any:
        return world.targets[target].entries[slug]

    word = "name" if slug == "milestones" else "title"
    # Those who decide may answer a question or a change, but not reword it.
    return part(name, entry, WRITE_REGISTERS, {word: "Written"}, {word: "New", **new})


def money(name: str, slug: str, change: dict[str, Any], **new: Any) -> list[Row]:
    def line(world: World, target: str) -> Any:
        return world.targets[target].lines[slug]

    return part(name, line, WRITE, change, new)


def project(world: World, target: str) -> Any:
    return world.targets[target].project


def new_project(world: World, target: str) -> dict[str, Any]:
    return {"code": "NEW", "name": "New", "portfolio": target}


def report(world: World, target: str) -> Any:
    return world.targets[target].report


def draft(world: World, target: str) -> Any:
    return world.targets[target].draft


STATUS_REPORTS = [
    *objects("status-report", report),
    # A draft is its writers' alone, and each project of the world has one already.
    Row("GET", "api:status-report-detail", WRITE, WRITE, args=identified(draft)),
    created("status-report", WRITE, lambda world, target: {"project": target}, done=422, changes=False),
    amended("status-report", draft, WRITE, lambda world, target: {"achieved": "Much"}, sees=WRITE),
    removed("status-report", draft, WRITE, sees=WRITE),
    done("status-report-publish", draft, WRITE, sees=WRITE),
]
PROJECTS: list[Row] = [
    *STATUS_REPORTS,
    *objects("project", project),
    amended("project", project, WRITE, lambda world, target: {"name": "Written"}),
    created("project", WRITE_PLACE, new_project, sees=SEE_PLACE),
    upserted("project", WRITE_PLACE, new_project, sees=SEE_PLACE),
    *register("risk", "risks", raised_on=DAY),
    *register("issue", "issues", raised_on=DAY),
    *register("decision", "decisions", asked_on=DAY),
    *register("action", "actions", opened_on=DAY),
    *register("change-request", "changes", raised_on=DAY),
    *register("milestone", "milestones"),
    *money("budget-line", "budget", {"label": "Written"}, original="1", current="1"),
    *money("commitment", "commitments", {"amount": "1234"}, ordered_on=DAY, amount="1"),
    *money("actual-cost", "actuals", {"amount": "1234"}, posting_date=DAY, amount="1"),
    *money("forecast", "forecasts", {"amount": "1234"}, kind="eac", made_on=DAY, amount="1"),
]

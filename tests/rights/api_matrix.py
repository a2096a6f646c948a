"""Who may do what through the API, route by route, written out by hand as tests/rights/matrix.py is for pages."""

from typing import Any

from tests.rights.rows import ALL, SEE, WRITE_REGISTERS, Args, Data, Reach, Row
from tests.rights.world import World

DESCRIPTION = [
    Row("GET", "api:explorer", {"-": ALL}, {"-": ALL}),
    Row("GET", "api:openapi", {"-": ALL}, {"-": ALL}),
]


def listing(name: str) -> Row:
    """A list opens for everybody; what is in it depends on who asks."""
    return Row("GET", f"api:{name}-list", {"-": ALL}, {"-": ALL})


def objects(name: str, thing: Any, *, reads: Reach = SEE, sees: Reach = SEE) -> list[Row]:
    """The list and the detail of an object that ``thing`` finds for a target."""
    args: Args = lambda world, target: [thing(world, target).uuid]  # noqa: E731
    return [listing(name), Row("GET", f"api:{name}-detail", reads, sees, args=args)]


def amended(name: str, thing: Any, allowed: Reach, data: Data, *, sees: Reach = SEE, **more: Any) -> Row:
    args: Args = lambda world, target: [thing(world, target).uuid]  # noqa: E731
    return Row("PATCH", f"api:{name}-detail", allowed, sees, args=args, data=data, **{"changes": True, **more})


def removed(name: str, thing: Any, allowed: Reach, *, sees: Reach = SEE) -> Row:
    args: Args = lambda world, target: [thing(world, target).uuid]  # noqa: E731
    return Row("DELETE", f"api:{name}-detail", allowed, sees, args=args, done=204, changes=True)


def created(name: str, allowed: Reach, data: Data, *, sees: Reach = SEE, **more: Any) -> Row:
    """What stands in a project that the person does not see is refused as a value that does not fit."""
    return Row("POST", f"api:{name}-list", allowed, sees, data=data, **{"done": 201, "changes": True, **more})


def register(name: str, slug: str, **new: Any) -> list[Row]:
    def entry(world: World, target: str) -> Any:
        return world.targets[target].entries[slug]

    word = "name" if slug == "milestones" else "title"
    # Those who decide may answer a question or a change, but not reword it.
    return [
        *objects(name, entry),
        amended(name, entry, WRITE_REGISTERS, lambda w, t: {word: "Written"}),
        removed(name, entry, WRITE_REGISTERS),
        created(name, WRITE_REGISTERS, lambda w, t: {"project": t, word: "New", **new}),
    ]


API_MATRIX: list[Row] = [
    *DESCRIPTION,
    *register("risk", "risks", raised_on="2026-01-02"),
]

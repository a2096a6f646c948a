"""The words of the permission matrix: personas, where each reaches, and what a row says.

A row is one method of one route on the targets that matter to it. Its statuses follow from four sets of personas:
outside ``door`` the page itself is refused (403); outside ``sees`` the object does not exist (404); outside ``allowed``
the deed is refused (``refused``, 403 unless a form says it); everybody else gets ``done``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import model_to_dict

from tests.rights.world import TARGETS, World

Personas = frozenset[str]
Reach = Mapping[str, Personas]
Args = Callable[[World, str], list[Any]]
Data = Callable[[World, str], dict[str, Any]]

PERSONAS = ("stranger", "reader", "member", "manager", "executive", "analyst", "office", "administrator")
ALL = frozenset(PERSONAS)


def some(names: str) -> Personas:
    return frozenset(names.split())


def reach(own: str, other: str, secret: str, far: str) -> Reach:
    return dict(zip(TARGETS, map(some, (own, other, secret, far)), strict=True))


# On projects.
SEE = reach(
    own="reader member manager executive analyst office administrator",
    other="reader executive analyst office administrator",
    secret="executive office administrator",
    far="executive analyst office administrator",
)
WRITE = reach(
    own="manager analyst office administrator",
    other="analyst office administrator",
    secret="office administrator",
    far="analyst office administrator",
)
WRITE_REGISTERS = WRITE | {"OWN": some("member manager analyst office administrator")}
ANSWER = reach(
    own="member manager executive analyst office administrator",
    other="executive analyst office administrator",
    secret="executive office administrator",
    far="executive analyst office administrator",
)
# On portfolios and programmes; the member and the manager see where their project stands.
SEE_PLACE = {"HOME": SEE["OWN"], "FAR": SEE["FAR"]}
WRITE_PLACE = {"HOME": some("analyst office administrator"), "FAR": some("analyst office administrator")}
# On the organisation.
WRITERS = some("manager analyst office administrator")
REGISTER_WRITERS = some("member manager analyst office administrator")
ANALYSTS = some("analyst office administrator")
OFFICE = some("office administrator")
ADMINISTRATOR = some("administrator")


@dataclass(frozen=True)
class Row:
    method: str
    route: str
    allowed: Reach
    sees: Reach
    door: Personas = ALL
    args: Args = lambda world, target: []
    data: Data = lambda world, target: {}
    done: int = 200
    refused: int = 403
    changes: bool = False

    def expected(self, persona: str, target: str) -> int:
        if persona not in self.door:
            return 403
        if persona not in self.sees[target]:
            return 404
        return self.done if persona in self.allowed[target] else self.refused

    def __str__(self) -> str:
        return f"{self.method} {self.route} {'/'.join(self.allowed)}"


def page(route: str, allowed: Personas = ALL, **more: Any) -> Row:
    """A GET of a place without an object."""
    return Row("GET", route, {"-": allowed}, {"-": ALL}, **more)


def deed(route: str, allowed: Personas, **more: Any) -> Row:
    """A POST without an object, or on one that everybody within ``door`` sees."""
    return Row("POST", route, {"-": allowed}, {"-": ALL}, **{"done": 302, "changes": True, **more})


def on_project(method: str, route: str, allowed: Reach = SEE, **more: Any) -> Row:
    """On a project by its code, unless ``args`` says otherwise."""
    written = {"done": 302, "changes": True} if method == "POST" else {}
    args: Args = lambda world, target: [target]  # noqa: E731
    return Row(method, route, allowed, SEE, **{"args": args, **written, **more})


def written(thing: Any, **changes: Any) -> dict[str, Any]:
    """What the edit form of a row posts back, with some fields changed."""
    values = {name: "" if value is None else value for name, value in model_to_dict(thing).items()}
    return {**values, "version": getattr(thing, "version", 0), **changes}


def on_place(method: str, route: str, kind: str, allowed: Reach = SEE_PLACE) -> Row:
    """On a portfolio or a programme."""

    def place(world: World, target: str) -> Any:
        return world.portfolios[target] if kind == "portfolio" else world.programmes[target]

    more: Any = {"args": lambda world, target: [place(world, target).code]}
    if method == "POST":
        more |= {"data": lambda world, target: written(place(world, target), name="New"), "done": 302, "changes": True}
    return Row(method, route, allowed, SEE_PLACE, **more)


def on_entry(method: str, route: str, register: str, allowed: Reach, **more: Any) -> Row:
    """On one entry of a register."""
    args: Args = lambda world, target: [register, world.targets[target].entries[register].uuid]  # noqa: E731
    return Row(method, route, allowed, SEE, args=args, **more)


def thing(name: str) -> Args:
    return lambda world, target: [world.things[name].uuid]


def delivery_args(world: World, target: str) -> list[Any]:
    return [world.things["webhook"].uuid, world.things["delivery"].uuid]


def webhook_data(world: World) -> dict[str, Any]:
    """The webhook as its form posts it, with another name."""
    return written(world.things["webhook"], name="New", events="risk.*")


def line_args(kind: str) -> Args:
    return lambda world, target: [target, kind, world.targets[target].lines[kind].uuid]


def entry_data(register: str) -> Data:
    """An entry as its form posts it, with another name."""
    name = "name" if register == "milestones" else "title"
    return lambda world, target: written(world.targets[target].entries[register], **{name: "Written"})


def in_project(register: str) -> Data:
    """A new entry, posted for the target."""
    data = entry_data(register)
    return lambda world, target: data(world, target) | {"project": target, "version": 0}


def new_line(kind: str) -> Data:
    """A line of money as its form posts it, with another amount."""
    amount = "current" if kind == "budget" else "amount"
    return lambda world, target: written(world.targets[target].lines[kind], **{amount: "1234"})


def new_project(world: World, target: str) -> dict[str, Any]:
    """A project to create in a portfolio that only those granted on it, or above it, may fill."""
    return written(world.targets["OWN"].project, code="NEW", name="New", version=0)


def report_data(world: World, target: str) -> dict[str, Any]:
    """What the page of the draft posts."""
    return written(world.targets[target].draft, achieved="Much", evidence="")

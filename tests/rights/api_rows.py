"""Words of the API's permission matrix, over those of tests/rights/rows.py."""

from typing import Any

from tests.rights.rows import ALL, SEE, Args, Data, Personas, Reach, Row


def identified(thing: Any) -> Args:
    """The address of what ``thing`` finds for a target: by its public id, or its number where it has none."""

    def args(world: Any, target: str) -> list[Any]:
        found = thing(world, target)
        return [getattr(found, "uuid", found.pk)]

    return args


def listing(name: str) -> Row:
    """A list opens for everybody; what is in it depends on who asks."""
    return Row("GET", f"api:{name}-list", {"-": ALL}, {"-": ALL})


def objects(name: str, thing: Any, *, reads: Reach = SEE, sees: Reach = SEE) -> list[Row]:
    """The list and the detail of an object that ``thing`` finds for a target."""
    return [listing(name), Row("GET", f"api:{name}-detail", reads, sees, args=identified(thing))]


def amended(name: str, thing: Any, allowed: Reach, data: Data, *, sees: Reach = SEE, **more: Any) -> Row:
    args = identified(thing)
    return Row("PATCH", f"api:{name}-detail", allowed, sees, args=args, data=data, **{"changes": True, **more})


def removed(name: str, thing: Any, allowed: Reach, *, sees: Reach = SEE) -> Row:
    args = identified(thing)
    return Row("DELETE", f"api:{name}-detail", allowed, sees, args=args, done=204, changes=True)


def created(name: str, allowed: Reach, data: Data, *, sees: Reach = SEE, **more: Any) -> Row:
    """What stands in a project that the person does not see is refused as a value that does not fit."""
    return Row("POST", f"api:{name}-list", allowed, sees, data=data, **{"done": 201, "changes": True, **more})


def done(route: str, thing: Any, allowed: Reach, *, sees: Reach = SEE, **more: Any) -> Row:
    """A verb of an object."""
    return Row("POST", f"api:{route}", allowed, sees, args=identified(thing), **{"changes": True, **more})


def anywhere(personas: Personas) -> Reach:
    """For what stands in no project."""
    return {"-": personas}


def upserted(name: str, allowed: Reach, data: Data, *, sees: Reach = SEE) -> Row:
    """One new object with a key of its own. What stands where the person sees nothing is a value that does not fit."""

    def batch(world: Any, target: str) -> dict[str, Any]:
        return {"source": "sap", "items": [{"external_id": "1", **data(world, target)}]}

    return Row("POST", f"api:{name}-upsert", allowed, sees, data=batch, changes=True)

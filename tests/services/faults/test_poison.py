"""A project whose figures can never be computed: set aside, shown to administrators, and holding nobody back."""

from tests.services.faults.stack import Stack
from tests.services.processes import wait_until

NEIGHBOURS = 30
MARK = "SELECT attempts, parked, error FROM projects_dirtymark m JOIN projects_project p ON p.id = m.project_id "


def test_a_poisoned_project_is_parked_beside_fresh_neighbours(stack: Stack) -> None:
    seeded = stack.inside("seed", projects=NEIGHBOURS + 1, sessions=1)
    poisoned, *neighbours = seeded["codes"]
    _set_cycle(stack, poisoned, "never")
    with stack.running("web", "worker", "beat"):
        person = stack.visitor(seeded["sessions"][0])
        codes = [*neighbours[:15], poisoned, *neighbours[15:]]
        stack.inside("mark", codes=codes)  # one write to all of them: they reach the worker as one piece of work
        wait_until(lambda: stack.marked() <= 1, seconds=60, what="the neighbours being fresh")
        wait_until(lambda: _marks(stack) == [(5, True)], seconds=60, what="the fifth attempt")
        error = stack.postgres.ask(MARK + "WHERE p.code = %s", poisoned)[0][2]
        assert error == "ValueError: 'never' is not a valid ReportingCycle"
        assert poisoned in person.get("/admin/outbox/").text
        _set_cycle(stack, poisoned, "none")
        pk = stack.postgres.ask("SELECT project_id FROM projects_dirtymark")[0][0]
        assert person.post(f"/admin/outbox/{pk}/retry/", {}).saved
        wait_until(lambda: _marks(stack) == [], seconds=60, what="the retry")
    assert stack.inside("judge") == {"projects": NEIGHBOURS + 1, "wrong": []}


def _marks(stack: Stack) -> list[tuple[object, ...]]:
    return [row[:2] for row in stack.postgres.ask(MARK)]


def _set_cycle(stack: Stack, code: str, cycle: str) -> None:
    stack.postgres.prove()
    stack.postgres.ask(
        "UPDATE projects_project SET reporting_cycle = %s, status = 'active' WHERE code = %s", cycle, code
    )

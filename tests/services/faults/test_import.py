"""A large import is cut short by a power cut, and found and finished by the sweep: all right rows, once."""

import io
import re
import signal
import time
from collections.abc import Callable

from tests.services.faults.stack import Stack
from tests.services.processes import wait_until

ROWS = 100_000
HALF = 0.6  # reading is the first half of what is counted, so this is in the middle of writing
JOB = "SELECT state, attempts, done, total FROM core_jobrun ORDER BY id DESC LIMIT 1"


def test_an_import_killed_at_half_is_finished_to_exactly_its_rows(stack: Stack, figures: Callable[[str], None]) -> None:
    session = stack.inside("seed", projects=1, sessions=1)["sessions"][0]
    with stack.running("web", "worker", "beat") as vigie:
        person = stack.visitor(session)
        answer = person.upload("/imports/new/", {"profile": "generic"}, "large.csv", _file().encode())
        assert answer.saved
        begun = time.monotonic()
        assert person.post(f"{answer.location}start/", {"what": "apply"}).saved
        wait_until(lambda: _far(stack) > HALF, seconds=300, what="half of the work")
        told = re.search(r'<progress[^>]* value="(\d+)"', person.get(f"{answer.location}progress/").text)
        vigie["worker"].send_group(signal.SIGKILL)
        killed = time.monotonic()
        assert told
        assert int(told.group(1)) >= 100 * HALF
        assert stack.postgres.ask("SELECT count(*) FROM projects_budgetline")[0][0] == 1
        wait_until(lambda: _job(stack)[:2] == ("running", 2), seconds=90, what="another worker taking the import")
        again = time.monotonic()
        peak = 0

        def over() -> bool:
            nonlocal peak
            peak = max([peak, *map(_memory, vigie["worker"].children())])
            return _job(stack)[0] in ("succeeded", "failed")

        wait_until(over, seconds=400, what="the import")
        done = time.monotonic()
    assert _job(stack)[:2] == ("succeeded", 2)
    counted = "SELECT count(*), count(DISTINCT code) FROM projects_project WHERE source = 'generic'"
    assert stack.postgres.ask(counted) == [(ROWS, ROWS)]
    lines = (
        "SELECT count(*), count(DISTINCT project_id), sum(current) FROM projects_budgetline WHERE source = 'generic'"
    )
    assert stack.postgres.ask(lines) == [(ROWS, ROWS, sum(map(_budget, range(ROWS))))]
    entries = "SELECT object_type, count(*) FROM core_auditentry WHERE reason = 'import' GROUP BY 1 ORDER BY 1"
    audited = dict(stack.postgres.ask(entries))
    assert (audited["projects.project"], audited["projects.budgetline"]) == (ROWS, ROWS)
    assert stack.postgres.ask("SELECT count(*) FROM projects_dirtymark WHERE dirty > 0 OR parked IS NULL")[0][0] <= ROWS
    figures(
        f"{ROWS} rows: half after {killed - begun:.0f} s, killed, taken again {again - killed:.0f} s later, "
        f"then done in {done - again:.0f} s; the worker's process grew to {peak} MB"
    )
    assert again - killed < 60


def _file() -> str:
    text = io.StringIO()
    text.write("Portfolio,Programme,Project code,Project,Start,End,Budget\n")
    for number in range(ROWS):
        text.write(f"Import {number % 20},,I-{number:06},Imported {number},2026-01-05,2027-03-31,{_budget(number)}\n")
    return text.getvalue()


def _budget(number: int) -> int:
    return 1000 + number % 977


def _job(stack: Stack) -> tuple[object, ...]:
    return stack.postgres.ask(JOB)[0]


def _far(stack: Stack) -> float:
    state, _, done, total = _job(stack)
    assert state in ("queued", "running"), stack.postgres.ask("SELECT log FROM core_jobrun")
    return int(str(done)) / int(str(total)) if total else 0


def _memory(pid: int) -> int:
    """Resident megabytes of a process that may be gone."""
    try:
        with open(f"/proc/{pid}/statm") as file:
            return int(file.read().split()[1]) * 4096 // 1_000_000
    except OSError:
        return 0

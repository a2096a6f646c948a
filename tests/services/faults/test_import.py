"""A large import is cut short by a power cut, and found and finished by the sweep: all right rows, once."""

import io
import re
import signal
import time
from collections.abc import Callable

from tests.services.faults.stack import Stack
from tests.services.faults.visitor import Visitor
from tests.services.processes import wait_until

ROWS = 100_000
HALF = 0.6  # reading is the first half of what is counted, so this is in the middle of writing
JOB = "SELECT state, attempts, done, total FROM core_jobrun ORDER BY id DESC LIMIT 1"


COST = {"posting_date": "2026-01-15", "document": "D", "amount": "5", "currency": "EUR", "cost_type": "opex"}
FEW = 6_000
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%%importrun%%'"


def test_an_import_killed_at_half_is_finished_to_exactly_its_rows(stack: Stack, figures: Callable[[str], None]) -> None:
    seeded = stack.inside("seed", projects=1, sessions=1)
    (code,), (session,) = seeded["codes"], seeded["sessions"]
    with stack.running("web", "worker", "beat") as vigie:
        person = stack.visitor(session)
        answer = person.upload("/imports/new/", {"profile": "generic"}, "large.csv", _file(ROWS))
        assert answer.saved
        begun = time.monotonic()
        assert person.post(f"{answer.location}start/", {"what": "apply"}).saved
        wait_until(lambda: _far(stack) > HALF, seconds=400, what="half of the work")
        told = re.search(r'<progress[^>]* value="(\d+)"', person.get(f"{answer.location}progress/").text)
        vigie["worker"].send_group(signal.SIGKILL)
        killed = time.monotonic()
        assert told
        assert int(told.group(1)) >= 100 * HALF
        assert stack.postgres.ask("SELECT count(*) FROM projects_budgetline")[0][0] == 1
        wait_until(lambda: _job(stack)[:2] == ("running", 2), seconds=90, what="another worker taking the import")
        again = time.monotonic()
        saved = person.post(f"/projects/{code}/money/actuals/new/", COST)
        assert (saved.saved, saved.seconds < 10) == (True, True)
        peak = 0

        def over() -> bool:
            nonlocal peak
            peak = max([peak, *map(_memory, vigie["worker"].children())])
            return _job(stack)[0] in ("succeeded", "failed")

        wait_until(over, seconds=900, what="the import")
        done = time.monotonic()
    assert _job(stack)[:2] == ("succeeded", 2)
    _expect_once(stack, ROWS)
    figures(
        f"{ROWS} rows: half after {killed - begun:.0f} s, killed, taken again {again - killed:.0f} s later, "
        f"then done in {done - again:.0f} s; the worker's process grew to {peak} MB; "
        f"a save meanwhile took {saved.seconds * 1000:.0f} ms"
    )
    assert again - killed < 60


def test_a_worker_that_was_only_frozen_finishes_and_its_successor_writes_nothing(stack: Stack) -> None:
    session = stack.inside("seed", projects=1, sessions=1)["sessions"][0]
    with stack.running("web", "worker", "beat") as vigie:
        _begin(stack, stack.visitor(session))
        vigie["worker"].send_group(signal.SIGSTOP)
        _seem_lost(stack)
        with stack.running("worker-2"):
            wait_until(
                lambda: stack.postgres.ask(WAITING)[0][0] == 1, seconds=60, what="the successor waiting for the file"
            )
            vigie["worker"].send_group(signal.SIGCONT)
            wait_until(lambda: _job(stack)[0] == "succeeded", seconds=90, what="the import")
    assert _job(stack)[:2] == ("succeeded", 2)
    _expect_once(stack, FEW)


def test_an_import_goes_on_after_postgresql_crashed(stack: Stack) -> None:
    session = stack.inside("seed", projects=1, sessions=1)["sessions"][0]
    with stack.running("web", "worker", "beat"):
        _begin(stack, stack.visitor(session))
        stack.postgres.restart(signal.SIGQUIT)
        wait_until(lambda: stack.postgres.ask("SELECT count(*) FROM projects_budgetline")[0][0] == 1, what="one line")
        _seem_lost(stack)
        wait_until(lambda: _job(stack)[0] == "succeeded", seconds=90, what="the import")
    assert _job(stack)[:2] == ("succeeded", 2)
    _expect_once(stack, FEW)


def _begin(stack: Stack, person: Visitor) -> None:
    """Start a smaller import and come back while it writes."""
    answer = person.upload("/imports/new/", {"profile": "generic"}, "small.csv", _file(FEW))
    assert answer.saved
    assert person.post(f"{answer.location}start/", {"what": "apply"}).saved
    wait_until(lambda: _far(stack) > 0, seconds=60, what="the first rows")


def _seem_lost(stack: Stack) -> None:
    """The half minute after which a silent worker counts as lost is not waited for."""
    stack.postgres.prove()
    stack.postgres.ask("UPDATE core_jobrun SET heard_at = heard_at - interval '31 seconds'")


def _expect_once(stack: Stack, rows: int) -> None:
    """Exactly the rows of the file, each with its entry, applied by one worker."""
    counted = "SELECT count(*), count(DISTINCT code) FROM projects_project WHERE source = 'generic'"
    assert stack.postgres.ask(counted) == [(rows, rows)]
    lines = (
        "SELECT count(*), count(DISTINCT project_id), sum(current) FROM projects_budgetline WHERE source = 'generic'"
    )
    assert stack.postgres.ask(lines) == [(rows, rows, sum(map(_budget, range(rows))))]
    entries = "SELECT object_type, count(*) FROM core_auditentry WHERE reason = 'import' GROUP BY 1"
    audited = dict(stack.postgres.ask(entries))
    assert (audited["projects.project"], audited["projects.budgetline"]) == (rows, rows)
    assert stack.postgres.ask("SELECT count(*) FROM core_auditentry WHERE verb = 'applied'") == [(1,)]


def _file(rows: int) -> bytes:
    text = io.StringIO()
    text.write("Portfolio,Programme,Project code,Project,Start,End,Budget\n")
    for number in range(rows):
        text.write(f"Import {number % 20},,I-{number:06},Imported {number},2026-01-05,2027-03-31,{_budget(number)}\n")
    return text.getvalue().encode()


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

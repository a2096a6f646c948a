"""From one changed project to fresh numbers of its portfolio, with a real worker and a real beat."""

import time
from decimal import Decimal

from django.db import connection
from django.utils import timezone

from projects.actions.money import edit_line
from projects.models import BudgetLine, DirtyMark, Project
from reporting.actions.refresh import refresh_dirty_marks
from reporting.queries.rollup import roll_up
from reporting.queries.scope import Scope
from tests.bench.arithmetic import percentile
from tests.bench.facts import server_seconds
from tests.bench.organisation import SMALL
from tests.bench.servers import worker_and_beat
from tests.bench.setting import Setting

CHANGES = 40
PATIENCE = 30


def run(setting: Setting) -> None:
    projects = list(Project.objects.filter(code__startswith=f"{SMALL}-").order_by("?")[:CHANGES])
    with worker_and_beat(dict(setting.environment), setting.folder):
        _until_fresh(projects[0])  # the first task of a worker opens its connections
        waits = [_until_fresh(project) for project in projects[1:]]
    setting.found("fresh", "change to fresh numbers, p95", percentile(waits, 0.95), "s", goal=2.0)
    setting.found("fresh", "change to fresh numbers, median", percentile(waits, 0.5), "s")
    used = server_seconds()
    spent = [_database_ms(project) for project in projects]
    used = server_seconds() - used
    setting.found("fresh", "database time of one refresh, p95", percentile(spent, 0.95), "ms", goal=50.0)
    setting.found("fresh", "processor time of one refresh in PostgreSQL, mean", 1000 * used / CHANGES, "ms")


def _until_fresh(project: Project) -> float:
    """Seconds from the saved edit until the roll-up of the portfolio says the new budget."""
    scope = Scope.of(project.portfolio)
    before = _budget(scope)
    line = project.budgetlines.order_by("pk")[0]
    _add_to(line)
    began = time.monotonic()
    while _budget(scope) == before:
        if time.monotonic() - began > PATIENCE:
            raise TimeoutError(f"the numbers of {scope} are not fresh after {PATIENCE} s")
        time.sleep(0.01)
    return time.monotonic() - began


def _budget(scope: Scope) -> Decimal | None:
    return roll_up(None, scope, timezone.localdate()).value("approved_budget")


def _add_to(line: BudgetLine) -> None:
    values = {"current": line.current + 1_000}
    edit_line(line=line, values=values, version=line.version, by=None, at=timezone.now())


def _database_ms(project: Project) -> float:
    """What the statements of one refresh take, as the worker sends them."""
    spent = 0.0

    def timed(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        nonlocal spent
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            spent += time.perf_counter() - began

    DirtyMark.objects.update_or_create(project=project, defaults={"dirty": 1, "marked_at": timezone.now()})
    with connection.execute_wrapper(timed):
        outcome = refresh_dirty_marks(project_ids=[project.pk], as_of=timezone.localdate(), at=timezone.now())
    assert outcome.refreshed == 1, outcome
    return spent * 1000

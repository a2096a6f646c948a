"""Full recomputation of the facts against the bare sums in SQL, in wall time and in the time of the processors."""

import time
from collections.abc import Callable

from django.db import connection, transaction
from django.utils import timezone

from projects.models import Project
from reporting.actions.facts import recompute_facts
from tests.bench import bare_facts
from tests.bench.arithmetic import best, growth_exponent
from tests.bench.servers import processor_seconds
from tests.bench.setting import Setting

RUNS = 3


def run(setting: Setting) -> None:
    """For as many projects as there are now; with the figure of another size, the exponent of growth too."""
    size = Project.objects.count()
    bare_facts.make_table()
    kept = bare_facts.RIVALS[bare_facts.KEPT_IN_A_TABLE]
    bare = {name: best([_wall(rival) for _ in range(RUNS)]) for name, rival in bare_facts.RIVALS.items()}
    ours = best([_wall(_recompute) for _ in range(RUNS)])
    setting.found("facts", f"recompute {size:,} projects", ours, "s")
    for name, seconds in bare.items():
        goal = 3.0 if name == bare_facts.KEPT_IN_A_TABLE and size >= setting.large else None
        setting.found(
            "facts", f"recompute {size:,} / {name}", ours / seconds, "×", goal=goal, details={"bare_seconds": seconds}
        )
    # Neighbours on the machine lengthen the time by the clock and hardly that of the processors.
    setting.recomputed[size] = _processor(_recompute)
    by_processor = setting.recomputed[size] / _processor(kept)
    setting.found("facts", f"recompute {size:,} / {bare_facts.KEPT_IN_A_TABLE}, processor time", by_processor, "×")
    setting.found("facts", f"recompute {size:,} projects, processor time", setting.recomputed[size], "s")
    if len(setting.recomputed) > 1:
        exponent = growth_exponent(setting.recomputed)
        setting.found("facts", "growth exponent of the recomputation, processor time", exponent, "×", goal=1.1)


def _recompute() -> None:
    recompute_facts(project_ids=None, as_of=timezone.localdate(), at=timezone.now())


def _wall(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _processor(work: Callable[[], None]) -> float:
    """Seconds of this process and of its one connection's in PostgreSQL, which share the work with no other."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")
        used = time.process_time() + server_seconds()
        work()
        return time.process_time() + server_seconds() - used


def server_seconds() -> float:
    """What the process behind this connection has used; 0 where it cannot be looked at from here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return processor_seconds(cursor.fetchone()[0])

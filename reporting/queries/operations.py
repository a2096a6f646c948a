"""How the installation is doing, for those who run it: what waits, for how long, and who works."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.sessions.models import Session
from django.db.models import Count, Min, Q

from pmo.core.enums import JobState
from pmo.core.models import JobRun
from pmo.core.queue.broker import BrokerState, broker_state, queue_depths
from projects.models import DirtyMark


@dataclass(frozen=True)
class Operations:
    """Ages are in seconds and 0 where nothing waits. ``depths`` is ``None`` where the broker did not say.

    ``waiting`` and ``lag`` are of marks that workers will take, ``oldest_mark`` also of those parked for a person.
    """

    waiting: int
    parked: int
    lag: float
    oldest_mark: float
    jobs: Mapping[str, int]
    sessions: int
    broker: BrokerState
    depths: Mapping[str, int] | None


def operations(*, at: datetime) -> Operations:
    """Three statements to the database, two questions to the broker."""
    marks = DirtyMark.objects.filter(dirty__gt=0).aggregate(
        of_workers=Count("pk", filter=Q(parked=False)),
        of_people=Count("pk", filter=Q(parked=True)),
        since=Min("marked_at", filter=Q(parked=False)),
        oldest=Min("marked_at"),
    )
    jobs = dict.fromkeys(JobState.values, 0)
    jobs.update(JobRun.objects.order_by().values_list("state").annotate(Count("pk")))
    broker = broker_state()
    return Operations(
        waiting=marks["of_workers"],
        parked=marks["of_people"],
        lag=_age(marks["since"], at),
        oldest_mark=_age(marks["oldest"], at),
        jobs=jobs,
        sessions=Session.objects.filter(expire_date__gt=at).count(),
        broker=broker,
        depths=queue_depths() if broker == BrokerState.OK else None,
    )


def _age(since: datetime | None, at: datetime) -> float:
    return 0.0 if since is None else max(0.0, (at - since).total_seconds())

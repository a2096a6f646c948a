"""Background work of reporting: ids in, one action, log. Every task may run twice, late and out of order."""

import logging

from celery import shared_task
from django.utils import timezone

from reporting.actions.facts import recompute_facts
from reporting.actions.kpi import record_kpi_values
from reporting.actions.refresh import refresh_dirty_marks
from reporting.actions.snapshots import last_closed_month, take_snapshots
from reporting.queries.outdated import outdated_projects

log = logging.getLogger(__name__)


@shared_task(ignore_result=True)
def refresh_dirty(*, project_ids: list[int]) -> None:
    """Recompute the projects that are still marked among these."""
    outcome = refresh_dirty_marks(project_ids=project_ids, as_of=timezone.localdate(), at=timezone.now())
    log.info("facts: %d refreshed, %d failed", outcome.refreshed, outcome.failed)


@shared_task(ignore_result=True)
def sweep_dirty() -> None:
    """Recompute whatever is still marked: what was not queued, or was lost on the way."""
    outcome = refresh_dirty_marks(project_ids=None, as_of=timezone.localdate(), at=timezone.now())
    if outcome.refreshed or outcome.failed:
        log.info("sweep: %d refreshed, %d failed", outcome.refreshed, outcome.failed)


@shared_task(ignore_result=True)
def refresh_all_daily() -> None:
    """Recompute every project: the passing of a day moves planned value, ages and what is due."""
    log.info("facts of the day: %d", recompute_facts(project_ids=None, as_of=timezone.localdate(), at=timezone.now()))


@shared_task(ignore_result=True)
def refresh_outdated() -> None:
    """Recompute figures of earlier days: all of them soon after midnight, later in the day what missed it."""
    ids = outdated_projects(timezone.localdate())
    log.info(
        "facts of earlier days: %d", recompute_facts(project_ids=ids, as_of=timezone.localdate(), at=timezone.now())
    )


@shared_task(ignore_result=True)
def take_monthly_snapshots() -> None:
    """Keep the facts of the month that ended."""
    period_end = last_closed_month(timezone.localdate())
    log.info("snapshots of %s: %d", period_end, take_snapshots(period_end=period_end, at=timezone.now()))


@shared_task(ignore_result=True)
def record_monthly_kpis() -> None:
    """Keep the value of every computed KPI for the month that ended."""
    period_end = last_closed_month(timezone.localdate())
    log.info("KPI values of %s: %d", period_end, record_kpi_values(at=timezone.now(), on=period_end))

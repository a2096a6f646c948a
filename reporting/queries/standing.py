"""Where projects stand on a day: their stored facts when they are of that day, else facts computed for it."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from django.db.models import QuerySet

from projects.models import Project
from reporting.models import ProjectFact
from reporting.queries.facts import chunks, compute_facts


def facts_on(projects: QuerySet[Project], as_of: date) -> dict[int, ProjectFact]:
    """Facts of the projects by their id. The caller has already limited ``projects`` to what the person may see."""
    ids = list(projects.order_by().values_list("pk", flat=True))
    return facts_of(ids, as_of)


def facts_of(ids: Iterable[int], as_of: date) -> dict[int, ProjectFact]:
    """Facts of these ids; one statement a thousand projects when the stored ones are of the day."""
    wanted = list(ids)
    found = {
        fact.pk: fact for chunk in chunks(wanted) for fact in ProjectFact.objects.filter(pk__in=chunk, as_of=as_of)
    }
    absent = [pk for pk in wanted if pk not in found]
    if absent:
        at = datetime.combine(as_of, time.max, UTC)
        found.update((fact.project_id, fact) for fact in compute_facts(absent, as_of=as_of, at=at))
    return found

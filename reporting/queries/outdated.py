"""Facts that the passing of a day has left behind."""

from datetime import date

from django.db.models import Q

from reporting.models import ProjectFact


def outdated_projects(today: date) -> list[int]:
    """Ids of the projects whose current facts are not of today."""
    behind = ProjectFact.objects.filter(Q(as_of=None) | ~Q(as_of=today))
    return list(behind.order_by("pk").values_list("pk", flat=True))

"""What the fault tests do in Vigie's own code, in a process of its own.

``python -m tests.services.faults.inside VERB JSON``: the last line printed is the answer, as JSON. It works on the
database that DATABASE_URL names.
"""

import json
import random
import sys
from decimal import Decimal
from typing import Any

import django

django.setup()

from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from pmo.core.models import Grant, Organisation, User  # noqa: E402
from projects.actions.dirty import mark_dirty  # noqa: E402
from projects.models import BudgetLine, Project  # noqa: E402
from reporting.actions.facts import recompute_facts  # noqa: E402
from reporting.models import FactFields, ProjectFact  # noqa: E402
from reporting.queries.facts import compute_facts  # noqa: E402
from reporting.tasks import refresh_dirty, sweep_dirty  # noqa: E402
from tests.factories import make_portfolio  # noqa: E402

PORTFOLIOS = 10


@transaction.atomic
def seed(*, projects: int, sessions: int) -> dict[str, Any]:
    """Projects in a few portfolios, each with a budget line and its facts; sessions of one administrator."""
    Organisation.objects.update_or_create(pk=1, defaults={"name": "Vigie"})
    homes = [make_portfolio(f"PF-{n}") for n in range(1, PORTFOLIOS + 1)]
    made = Project.objects.bulk_create(
        [
            Project(code=f"P-{n:05}", name=f"Project {n}", portfolio=homes[n % PORTFOLIOS], reporting_cycle="none")
            for n in range(projects)
        ]
    )
    BudgetLine.objects.bulk_create(
        [
            BudgetLine(project=one, original=Decimal(1000 + n), current=Decimal(1000 + n), currency=one.currency)
            for n, one in enumerate(made)
        ]
    )
    recompute_facts(project_ids=[one.pk for one in made], as_of=timezone.localdate(), at=timezone.now())
    person = User.objects.filter(username="writer").first() or User.objects.create_user(
        "writer", password="unused-" * 3
    )
    Grant.objects.get_or_create(user=person, role="administrator", scope="organisation")
    return {"codes": [one.code for one in made], "sessions": [_session(person) for _ in range(sessions)]}


def judge() -> dict[str, Any]:
    """The projects whose stored facts are not what their sources say now."""
    stored = {fact.project_id: fact for fact in ProjectFact.objects.all()}
    today = timezone.localdate()
    compared = [field.name for field in FactFields._meta.get_fields() if field.name != "computed_at"]
    wrong = []
    for fresh in compute_facts(Project.objects.values_list("pk", flat=True), as_of=today, at=timezone.now()):
        kept = stored.get(fresh.project_id)
        if kept is None or any(getattr(kept, name) != getattr(fresh, name) for name in compared):
            wrong.append(fresh.project_id)
    return {"projects": Project.objects.count(), "wrong": wrong}


def mark(*, codes: list[str]) -> dict[str, Any]:
    """One write that touches all of these."""
    ids = list(Project.objects.filter(code__in=codes).values_list("pk", flat=True))
    with transaction.atomic():
        mark_dirty(project_ids=ids, at=timezone.now())
    return {"marked": len(ids)}


def replay(*, times: int, size: int) -> dict[str, Any]:
    """Deliver roll-up messages that were delivered before: shuffled, several times, late."""
    ids = list(Project.objects.values_list("pk", flat=True))
    batches = [ids[start : start + size] for start in range(0, len(ids), size)] * times
    random.shuffle(batches)
    for batch in batches:
        random.shuffle(batch)
        refresh_dirty.delay(project_ids=batch)
        refresh_dirty.delay(project_ids=batch[:3])
    for _ in range(times):
        sweep_dirty.delay()
    return {"messages": 2 * len(batches) + times}


def _session(person: User) -> str:
    client = Client()
    client.force_login(person)
    return str(client.session.session_key)


if __name__ == "__main__":
    verbs = {"seed": seed, "judge": judge, "mark": mark, "replay": replay}
    sys.stdout.write(json.dumps(verbs[sys.argv[1]](**json.loads(sys.argv[2]))) + "\n")

"""A list asks the database as many questions for three rows as for one."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pmo.core import audit
from pmo.core.models import ExchangeRate, JobRun, SavedView, User, Webhook
from pmo.core.roles import Role
from portfolio.models import ImportProfile, ImportRun
from projects.models import DirtyMark, Project
from reporting.actions.facts import recompute_facts
from reporting.actions.snapshots import take_snapshots
from reporting.models import Kpi, KpiValue
from tests import factories as f
from tests.rights.traces import routes
from tests.rights.world import MONEY_MAKERS, REGISTER_MAKERS

pytestmark = pytest.mark.django_db

PAST = timezone.localdate() - timedelta(days=40)
PLACES = [
    "/",
    f"/?as_of={PAST}",
    "/portfolios/",
    "/portfolios/HOME/",
    "/programmes/HOME-PG/",
    "/projects/",
    "/projects/?group=manager",
    "/projects/?layout=timeline",
    "/projects/?layout=bubble",
    "/projects/?format=csv",
    "/roadmap/",
    "/budgets/",
    "/budgets/?programme=HOME-PG",
    "/measures/EAC/",
    "/measures/EAC/?format=csv",
    "/reports/",
    "/reports/?format=csv",
    "/reports/?show=owed",
    "/search/?q=ROW",
    "/my-work/",
    "/kpis/",
    "/kpis/row-0/",
    "/jobs/",
    "/imports/",
    "/admin/people/",
    "/admin/grants/",
    "/admin/audit/",
    "/admin/rates/",
    "/admin/thresholds/",
    "/admin/outbox/",
    "/admin/webhooks/",
    *(f"/registers/{register}/" for register in REGISTER_MAKERS),
    *(f"/registers/{register}/?format=csv" for register in REGISTER_MAKERS),
]
OF_ONE_PROJECT = ["/projects/ROW-0/", "/projects/ROW-0/history/", "/projects/ROW-0/money/"]

Grow = Callable[[], None]


@pytest.fixture
def person(client: Client) -> User:
    person = f.make_member(Role.ADMINISTRATOR)
    client.force_login(person)
    return person


@pytest.fixture
def grow(person: User) -> Grow:
    """Each call adds one row to every list of the application."""
    f.make_organisation()
    home = f.make_portfolio("HOME")
    programme = f.make_programme("HOME-PG", portfolio=home)
    numbers = count()

    def add() -> None:
        number = next(numbers)
        project = f.make_project(
            f"ROW-{number}", programme=programme, manager=person, sponsor=f.make_user(), reporting_cycle="monthly"
        )
        fill(project, person)
        other = f.make_portfolio(f"PLACE-{number}", owner=person, parent=home, thresholds=f.make_threshold_set())
        fill(f.make_project(programme=f.make_programme(portfolio=other), manager=f.make_user()), person)
        add_around(number, person, project)
        settle()

    return add


def fill(project: Project, person: User) -> None:
    """One more of everything that hangs from a project, all of it the person's."""
    for kind, make in MONEY_MAKERS.items():
        period = {"period_label": "2026", "period_start": date(2026, 1, 1), "period_end": date(2026, 12, 31)}
        make(project, **(period if kind == "budget" else {}))
    for register, make in REGISTER_MAKERS.items():
        make(project, **({} if register == "milestones" else {"owner": person}))
    f.make_risk(project, owner=person, inherent_probability=4, inherent_impact=4, cost_impact=10, review_on=f.DAY)
    f.make_report(project, declared_health="green", progress=40, author=person, period_end=PAST)
    audit.record(verb="created", obj=project, by=person, at=f.NOON, changes={"name": [None, project.name]})


def add_around(number: int, person: User, project: Project) -> None:
    """One more of everything that is not a project's."""
    f.grant_role(f.make_user(), Role.READER, project)
    job = JobRun.objects.create(user=person, kind="import", title="Import")
    ImportRun.objects.create(user=person, profile="generic", file_name="a.csv", sha256="0" * 64, size=1, job=job)
    ImportProfile.objects.create(name=f"profile-{number}", label="Ours")
    Group.objects.create(name=f"Group {number}")
    ExchangeRate.objects.create(currency="USD", on=f.DAY + timedelta(days=number), per_euro="1.1")
    SavedView.objects.create(owner=person, page="projects", name=f"View {number}", query=f"q={number}", shared=True)
    formula = Kpi.objects.create(code=f"row-{number}", name="KPI", formula="EAC / approved_budget", owner=person)
    by_hand = Kpi.objects.create(code=f"hand-{number}", name="KPI", owner=person)
    KpiValue.objects.create(kpi=formula, on=PAST, value=1, by=person)
    KpiValue.objects.create(kpi=by_hand, on=PAST, value=1, by=person)
    make_hook(person)
    DirtyMark.objects.create(project=project, marked_at=f.NOON, dirty=1, parked=True, attempts=5)


def make_hook(person: User) -> None:
    """Paused: what the pages ask is not to depend on what was written for them."""
    hook = Webhook.objects.filter(name="Log").first() or f.make_webhook(person, name="Log", active=False)
    f.make_delivery(hook, state="given_up")
    f.make_webhook(person, active=False)


def settle() -> None:
    today, now = timezone.localdate(), timezone.now()
    recompute_facts(project_ids=None, as_of=today, at=now)
    take_snapshots(period_end=today.replace(day=1) - timedelta(days=1), at=now)


def questions(client: Client, url: str) -> int:
    """Asked of a page that has been opened before."""
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        response = client.get(url)
    assert response.status_code == 200, url
    return len(asked)


def test_lists_ask_no_more_for_three_rows_than_for_one(client: Client, grow: Grow) -> None:
    grow()
    one = {url: questions(client, url) for url in PLACES}
    grow()
    grow()
    assert {url: questions(client, url) for url in PLACES} == one


def test_the_log_of_a_webhook_asks_no_more_for_three_rows_than_for_one(client: Client, grow: Grow) -> None:
    grow()
    url = f"/admin/webhooks/{Webhook.objects.get(name='Log').uuid}/"
    one = questions(client, url)
    grow()
    grow()
    assert questions(client, url) == one


def test_pages_of_a_project_ask_no_more_for_three_parts_than_for_one(client: Client, person: User, grow: Grow) -> None:
    grow()
    one = {url: questions(client, url) for url in OF_ONE_PROJECT}
    project = Project.objects.get(code="ROW-0")
    fill(project, person)
    fill(project, person)
    settle()
    assert {url: questions(client, url) for url in OF_ONE_PROJECT} == one


def test_lists_of_the_api_ask_no_more_for_three_rows_than_for_one(client: Client, grow: Grow) -> None:
    lists = [reverse(name) for name, _ in routes() if name.startswith("api:") and name.endswith("-list")]

    def rows() -> dict[str, int]:
        return {url: client.get(url, {"count": "true"}).json()["count"] for url in lists}

    grow()
    one, few = {url: questions(client, url) for url in lists}, rows()
    grow()
    grow()
    assert {url: questions(client, url) for url in lists} == one
    assert [url for url, many in rows().items() if many <= few[url]] == []

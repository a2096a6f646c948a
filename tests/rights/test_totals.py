"""A confidential project leaves no trace in what an outsider reads: every page is the same with and without it."""

import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from pmo.core import audit
from pmo.core.models import Grant, User
from pmo.core.roles import Role
from portfolio.models import Portfolio
from projects.models import Project
from reporting.actions.facts import recompute_facts
from reporting.actions.snapshots import take_snapshots
from reporting.engine.measures import BY_NAME
from reporting.models import Kpi
from tests import factories as f
from tests.rights.traces import routes
from tests.rights.world import MONEY_MAKERS, REGISTER_MAKERS

pytestmark = pytest.mark.django_db

YESTERDAY = timezone.localdate() - timedelta(days=1)
LISTS = [
    "/projects/",
    "/roadmap/",
    "/budgets/",
    "/budgets/?portfolio=HOME",
    "/reports/",
    "/reports/?show=owed",
    *(f"/registers/{register}/" for register in REGISTER_MAKERS),
    "/measures/EAC/",
    "/measures/CPI/?scope=programme:HOME-PG",
]
EXPORTS = [f"{path}{'&' if '?' in path else '?'}format=csv" for path in LISTS]
# Facts say when they were computed, which is not the same twice; who is in a group is no secret of a project.
WITH_FIELDS = {"project-fact": "project,eac,health,unknown,as_of", "project-fact-snapshot": "project,eac,period_end"}
API_LISTS = [
    f"{reverse(name)}?count=true" + (f"&fields={WITH_FIELDS[kind]}" if kind in WITH_FIELDS else "")
    for name, _ in routes()
    if name.startswith("api:") and name.endswith("-list")
    for kind in [name.removeprefix("api:").removesuffix("-list")]
    if kind != "group"
]
API = [
    *API_LISTS,
    f"/api/v1/project-facts/?as_of={YESTERDAY}&count=true&fields=project,eac,as_of",
    "/api/v1/projects/?q=SECRET&count=true",
    "/api/v1/projects/SECRET/",
    "/api/v1/project-facts/SECRET/",
    "/api/v1/risks/?project=SECRET&count=true",
    "/api/v1/risks/?cursor=",
    "/api/v1/rollup/?children=true",
    "/api/v1/rollup/?scope=portfolio:HOME&children=true&currency=EUR",
    f"/api/v1/rollup/?scope=programme:HOME-PG&as_of={YESTERDAY}",
    "/api/v1/rollup/?scope=project:SECRET",
    *(f"/api/v1/rollup/rows/?scope=portfolio:HOME&count=true&measure={measure}" for measure in ("EAC", "CPI")),
]
# What everybody opens; the other lists are read by one outsider only, because reading takes time.
USUAL = ["/", "/portfolios/HOME/", "/projects/", "/registers/risks/", "/search/?q=SECRET", "/projects/SECRET/"]
READING = [
    *USUAL,
    *LISTS,
    *EXPORTS,
    f"/?as_of={YESTERDAY}",
    "/portfolios/",
    "/programmes/HOME-PG/",
    "/projects/?format=xlsx",
    "/projects/?group=manager&sort=-approved_budget",
    "/projects/?layout=timeline",
    "/projects/?layout=bubble",
    "/projects/?q=SECRET",
    "/projects/OPEN/",
    "/projects/OPEN/history/",
    "/registers/risks/?probability=5&impact=5",
    *(f"/measures/{measure}/?scope=portfolio:HOME" for measure in BY_NAME),
    "/my-work/",
    "/jobs/",
    "/kpis/",
    "/kpis/drift/",
]
WRITING = [
    *USUAL,
    "/projects/new/",
    "/projects/OPEN/edit/",
    "/registers/risks/new/",
    "/portfolios/HOME/edit/",
    "/imports/",
]
ADMINISTRATION = [
    *USUAL,
    "/admin/people/",
    "/admin/grants/",
    "/admin/grants/?q=SECRET",
    "/admin/reach/",
    "/admin/audit/",
    "/admin/thresholds/",
]


@pytest.fixture
def home() -> Portfolio:
    """A portfolio with an open project, and one beside it, as everybody may know them."""
    f.make_organisation()
    home = f.make_portfolio("HOME", thresholds=f.make_threshold_set())
    programme = f.make_programme("HOME-PG", portfolio=home)
    _fill(f.make_project("OPEN", programme=programme, manager=f.make_user("manager")), "1000", 2)
    _fill(f.make_project("FAR", portfolio=f.make_portfolio("FAR")), "500", 3)
    Kpi.objects.create(code="drift", name="Drift", formula="EAC / approved_budget")
    _settle()
    return home


def _fill(project: Project, amount: str, rating: int) -> None:
    """Something of everything, so that every measure and every list has something to tell."""
    for kind, make in MONEY_MAKERS.items():
        period = {"period_label": "2026", "period_start": date(2026, 1, 1), "period_end": date(2026, 12, 31)}
        make(project, amount, **(period if kind == "budget" else {}))
    for make in REGISTER_MAKERS.values():
        make(project)
    f.make_risk(project, inherent_probability=rating, inherent_impact=rating, cost_impact=amount)
    f.make_report(project, declared_health="amber", progress=40)
    audit.record(verb="created", obj=project, by=project.manager, at=f.NOON, changes={})


def _add_secret(home: Portfolio) -> None:
    """A confidential project that would change every total: large, rated, in another currency, and somebody's."""
    manager = User.objects.get(username="manager")
    programme = home.programmes.get()
    secret = f.make_project(
        "SECRET", programme=programme, confidential=True, currency="GBP", manager=manager, reporting_cycle="monthly"
    )
    _fill(secret, "7777777", 5)
    f.grant_role(manager, Role.PROJECT_MANAGER, secret)
    group = Group.objects.create(name="Sealed")
    Grant.objects.create(group=group, role=Role.READER, scope="project", project=secret)
    _settle()


def _settle() -> None:
    today, now = timezone.localdate(), timezone.now()
    recompute_facts(project_ids=None, as_of=today, at=now)
    take_snapshots(period_end=today.replace(day=1) - timedelta(days=1), at=now)


def _read(client: Client, path: str) -> Any:
    """The page without what differs from one answer to the next: its nonce and its tokens."""
    response = client.get(path)
    if response.headers["Content-Type"].startswith("application/vnd"):
        rows = load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True)
        return list(rows)
    text = response.content.decode()
    text = re.sub(r'nonce="[^"]*"', "", text)
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)
    return re.sub(r'"X-CSRFToken": "[^"]*"', "", text)


def organisation_reader(home: Portfolio) -> User:
    return f.make_member(Role.READER)


def organisation_analyst(home: Portfolio) -> User:
    return f.make_member(Role.PMO_ANALYST)


def manager_of_the_open_project(home: Portfolio) -> User:
    return f.make_member(Role.PROJECT_MANAGER, Project.objects.get(code="OPEN"))


def office_of_another_portfolio(home: Portfolio) -> User:
    """Sees what is confidential elsewhere, and reads the administration pages."""
    person = f.make_member(Role.PMO_MANAGER, Portfolio.objects.get(code="FAR"))
    f.grant_role(person, Role.READER, home)
    return person


@pytest.mark.parametrize(
    ("outsider", "paths"),
    [
        (organisation_reader, READING),
        (organisation_reader, API),
        (office_of_another_portfolio, API),
        (organisation_analyst, WRITING),
        (manager_of_the_open_project, [*USUAL, "/my-work/", "/budgets/", "/measures/EAC/"]),
        (office_of_another_portfolio, ADMINISTRATION),
    ],
)
def test_nothing_an_outsider_reads_tells_of_a_confidential_project(
    client: Client, home: Portfolio, outsider: Callable[[Portfolio], User], paths: list[str]
) -> None:
    client.force_login(outsider(home))
    before = {path: _read(client, path) for path in paths}
    _add_secret(home)
    told = [path for path in paths if _read(client, path) != before[path]]
    assert told == []


def test_who_may_see_it_finds_it_in_the_totals(client: Client, home: Portfolio) -> None:
    """Else the test above would prove nothing."""
    client.force_login(f.make_member(Role.EXECUTIVE))
    paths = [
        "/",
        "/projects/",
        "/portfolios/",
        "/budgets/",
        "/registers/risks/",
        "/measures/EAC/",
        "/roadmap/",
        "/reports/",
        "/api/v1/rollup/?children=true",
        "/api/v1/rollup/rows/?measure=EAC",
        "/api/v1/project-facts/?count=true&fields=project",
        "/api/v1/projects/SECRET/",
        "/api/v1/risks/?count=true",
    ]
    before = {path: _read(client, path) for path in paths}
    _add_secret(home)
    assert [path for path in paths if _read(client, path) == before[path]] == []

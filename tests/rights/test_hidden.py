"""What somebody may not see leaves no trace: every page, list, total, file, filter and answer of the API is the same,
byte for byte and header for header, with a confidential project in the database and without it.

Pages come from the matrix, so that a new one is asked about as well; what they take in their address from the tables
below. tests/rights/test_totals.py tells a story about one project instead, and that who may see it finds it.
"""

import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from pmo.core import audit
from pmo.core.models import User
from pmo.core.roles import Role
from projects.models import Project
from reporting.actions.facts import recompute_facts
from reporting.actions.snapshots import take_snapshots
from reporting.models import ProjectFactSnapshot
from tests import factories as f
from tests.rights.account_rows import ACCOUNT
from tests.rights.api_matrix import API_MATRIX
from tests.rights.matrix import MATRIX
from tests.rights.rows import Row
from tests.rights.traces import undone
from tests.rights.world import MONEY_MAKERS, REGISTER_MAKERS, World

pytestmark = pytest.mark.django_db

MONTH_END = date(2026, 5, 31)
TOKENS = r'nonce="[^"]*"|csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": "[^"]*"|data-csrf="[^"]*"'
FLEETING = re.compile(rf'{TOKENS}|"computed_at":"[^"]*"|[0-9a-f]{{32}}(?=</code>)')
#: Headers that differ from one answer to the next whatever is asked.
VARYING = {"Content-Security-Policy", "Correlation-ID", "Expires", "Set-Cookie", "X-Request-ID"}

#: Pages that a project in sight changes.
TOLD = {
    *("reporting:dashboard", "reporting:portfolio-list", "reporting:portfolio-dashboard", "reporting:measure-rows"),
    *("reporting:project-table", "reporting:roadmap", "reporting:budget-list", "reporting:report-list"),
    "projects:register",
}
#: They tell of the machine, to those with its token, and of nobody's projects.
OF_THE_MACHINE = {"reporting:metrics"}

FILES = ["format=csv", "format=xlsx"]
OF_PROJECTS = [
    "q=SECRET",
    "project=SECRET",
    "manager=shadow",
    "portfolio=HOME",
    "programme=HOME-PG",
    f"as_of={MONTH_END}",
]
SCOPES = ["scope=portfolio:HOME", "scope=programme:HOME-PG", "scope=project:SECRET", "scope=project:OWN"]
#: What matters in the address of each page, beside nothing.
ASKED: dict[str, list[str]] = {
    "reporting:dashboard": [f"as_of={MONTH_END}", "as_of=2020-01-01"],
    "reporting:portfolio-dashboard": [f"as_of={MONTH_END}"],
    "reporting:programme-dashboard": [f"as_of={MONTH_END}"],
    "reporting:portfolio-list": [f"as_of={MONTH_END}"],
    "reporting:project-table": [
        *FILES,
        *OF_PROJECTS,
        *(f"group={each}" for each in ("manager", "portfolio", "programme", "phase", "status", "priority", "health")),
        *(f"sort=-{each}" for each in ("budget", "eac", "manager", "health", "progress", "name")),
        "layout=timeline",
        "layout=bubble",
        "format=csv&group=manager",
        f"format=csv&as_of={MONTH_END}",
        "page=2",
    ],
    "reporting:roadmap": [*OF_PROJECTS, "sort=-finish", "page=2"],
    "reporting:budget-list": [*FILES, "portfolio=HOME", "programme=HOME-PG", f"as_of={MONTH_END}", "portfolio=SECRET"],
    "reporting:report-list": [*FILES, *OF_PROJECTS, "show=owed", "show=owed&format=csv", "author=shadow"],
    "reporting:palette": ["q=SECRET", "q=Supplier", "q=shadow", "q=e"],
    "reporting:measure-rows": [*FILES, *SCOPES, "currency=USD", "currency=GBP", f"as_of={MONTH_END}"],
    "reporting:kpi-list": ["scope=portfolio:HOME", f"as_of={MONTH_END}"],
    "reporting:kpi": ["scope=portfolio:HOME", f"as_of={MONTH_END}"],
    "reporting:my-work": [f"as_of={MONTH_END}"],
    "reporting:project-history": ["page=2"],
    "projects:register": [*FILES, *OF_PROJECTS, "owner=shadow", "q=fails", "open=yes", "sort=-project", "page=2"],
    "projects:register-create": ["project=SECRET"],
    "projects:project-money": ["format=csv", f"as_of={MONTH_END}"],
    "core:admin-people": ["q=shadow"],
    "core:admin-grants": ["q=SECRET", "format=csv", "scope=project"],
    "core:admin-audit": ["q=SECRET", "actor=shadow"],
    "core:admin-reach": ["scope=project&code=SECRET", "scope=portfolio&code=HOME"],
}
#: The same of lists of the API.
ASKED_OF_API = [
    "search=SECRET",
    "project=SECRET",
    "ordering=-id",
    "count=true",
    "limit=1",
    "fields=uuid",
    "page_size=1",
]


def everything(world: World, rows: list[Row], *, thorough: bool) -> Iterator[tuple[str, dict[str, str]]]:
    """Every address that is not about the hidden project itself."""
    for row in rows:
        whole = thorough or row.route.startswith("core:admin")
        if row.method != "GET" or row in ACCOUNT or row.route in OF_THE_MACHINE:
            continue
        for target in [target for target in row.allowed if target != "SECRET"][: None if whole else 1]:
            address, data = reverse(row.route, args=row.args(world, target)), row.data(world, target)
            yield address, data
            asked = ASKED_OF_API if row.route.startswith("api:") and row.route.endswith("-list") else ()
            for query in (*ASKED.get(row.route, ()), *asked) if whole else ():
                yield f"{address}?{query}", data


def read(client: Client, address: str, data: dict[str, str]) -> Any:
    """Status, headers and body, without what differs from one answer to the next."""
    response: Any = client.get(address, data) if data else client.get(address)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    headers = {name: value for name, value in response.headers.items() if name not in VARYING}
    if "spreadsheet" in headers.get("Content-Type", ""):
        headers.pop("Content-Length", None)
        return (
            response.status_code,
            headers,
            list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)),
        )
    return response.status_code, headers, FLEETING.sub("", content.decode("utf-8", "replace"))


def settle() -> None:
    recompute_facts(project_ids=None, as_of=f.DAY, at=f.NOON)


def fill_secret(world: World) -> None:
    """Make the hidden project weigh: large, rated, in another currency, somebody's, and told of everywhere."""
    shadow, found = User.objects.get(username="shadow"), Project.objects.filter(code="SECRET")
    found.update(manager=shadow, sponsor=shadow, currency="GBP", reporting_cycle="monthly", priority="critical")
    secret = found.get()
    for kind, make in MONEY_MAKERS.items():
        period = {"period_label": "2026", "period_start": date(2026, 1, 1), "period_end": date(2026, 12, 31)}
        make(secret, "7777777", **(period if kind == "budget" else {}))
    for name, make in REGISTER_MAKERS.items():
        make(secret, **({"name": "Sealed"} if name == "milestones" else {"title": "Sealed", "owner": shadow}))
    f.make_risk(secret, inherent_probability=5, inherent_impact=5, cost_impact="777")
    f.grant_role(shadow, "project_manager", secret)
    audit.record(verb="created", obj=secret, by=shadow, at=f.NOON, changes={})


def take_secret_away(world: World) -> None:
    """As if it had never been: the trail cannot forget, so it is told of nothing that a reader may read."""
    Project.objects.filter(pk=world.targets["SECRET"].project.pk).delete()


@pytest.fixture
def hidden(world: World) -> World:
    """With a neighbour who sees what is confidential elsewhere, manages grants there, and only reads here."""
    f.make_user("shadow")
    world.people["neighbour"] = f.make_member(Role.PMO_MANAGER, world.portfolios["FAR"], "neighbour")
    world.sessions.pop("neighbour", None)
    f.grant_role(world.people["neighbour"], Role.READER, world.portfolios["HOME"])
    fill_secret(world)
    settle()
    ProjectFactSnapshot.objects.all().delete()
    take_snapshots(period_end=MONTH_END, at=f.NOON)
    return world


@pytest.mark.parametrize(
    ("persona", "rows"),
    [
        ("analyst", MATRIX),
        ("analyst", API_MATRIX),
        ("reader", MATRIX),
        ("manager", MATRIX),
        ("manager", API_MATRIX),
        ("neighbour", MATRIX),
        ("neighbour", API_MATRIX),
    ],
    ids=lambda value: value if isinstance(value, str) else ("pages" if value is MATRIX else "programs"),
)
def test_the_answer_is_the_same_with_and_without_it(hidden: World, persona: str, rows: list[Row]) -> None:
    client = hidden.client(persona)
    addresses = list(everything(hidden, rows, thorough=persona == "analyst"))
    with_it = [read(client, *address) for address in addresses]
    with undone():
        take_secret_away(hidden)
        settle()
        told = [address for address, before in zip(addresses, with_it, strict=True) if read(client, *address) != before]
    assert told == []


def test_what_is_hidden_answers_as_what_was_never_there(hidden: World) -> None:
    """The very page, whatever is done to it: no other word, no other header."""
    client = hidden.client("analyst")
    nowhere = read(client, "/projects/NOTHING/", {})
    hidden_from = [
        row for row in MATRIX if row.method == "GET" and "SECRET" in row.allowed and "analyst" not in row.sees["SECRET"]
    ]
    assert len(hidden_from) > 20
    for row in hidden_from:
        address = reverse(row.route, args=row.args(hidden, "SECRET"))
        status, _headers, page = read(client, address, {})
        assert (status, page) == (nowhere[0], nowhere[2]), address


def test_who_may_see_it_finds_it_everywhere(hidden: World) -> None:
    """Else the tests above would prove nothing."""
    client, asked = hidden.client("executive"), [row for row in MATRIX if row.route in TOLD]
    addresses = list(everything(hidden, asked, thorough=False))
    before = [read(client, *address) for address in addresses]
    with undone():
        take_secret_away(hidden)
        settle()
        same = [address for address, page in zip(addresses, before, strict=True) if read(client, *address) == page]
    assert same == []


def test_naming_it_in_a_form_is_refused_as_naming_nothing(hidden: World) -> None:
    client, secret = hidden.client("analyst"), hidden.targets["SECRET"].project
    forms: list[tuple[str, dict[str, Any], str, str]] = [
        (f"/registers/{name}/new/", {"title": "New", "name": "New", "project": "{}"}, "SECRET", "NOTHING")
        for name in REGISTER_MAKERS
    ]
    forms.append(("/projects/bulk-edit/", {"project": "{}", "priority": "low"}, str(secret.uuid), str(uuid4())))
    for address, data, real, made_up in forms:
        answers = []
        for name in (real, made_up):
            sent = {key: str(value).format(name) for key, value in data.items()}
            response = client.post(address, sent, follow=True)
            answers.append((response.status_code, FLEETING.sub("", response.content.decode()).replace(name, "")))
        assert answers[0] == answers[1], address

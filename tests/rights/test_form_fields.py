"""A form writes its own fields and no other, whatever is sent with them, and not even those to who may not.

A new page that takes a form needs a line below: the model whose fields are sent along.
"""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import models
from django.test import Client
from django.urls import reverse

from pmo.core.models import (
    ApiToken,
    AuditEntry,
    ExchangeRate,
    Grant,
    IdempotencyKey,
    Organisation,
    SavedView,
    User,
    Webhook,
    WebhookDelivery,
)
from portfolio.models import ImportRun, Portfolio, Programme, ThresholdSet
from projects.models import (
    Action,
    ActualCost,
    BudgetLine,
    ChangeRequest,
    Commitment,
    Decision,
    DirtyMark,
    Forecast,
    Issue,
    Milestone,
    Project,
    Risk,
    StatusReport,
)
from reporting.models import Kpi, KpiValue, ProjectFact
from tests.rights.fields import changed_of, hostile_value, hostile_values, smuggled, snapshot, without
from tests.rights.matrix import MATRIX
from tests.rights.rows import PERSONAS, Row
from tests.rights.traces import undone
from tests.rights.world import World

pytestmark = pytest.mark.django_db

KINDS: dict[str, type[models.Model]] = {
    "risks": Risk,
    "issues": Issue,
    "decisions": Decision,
    "actions": Action,
    "changes": ChangeRequest,
    "milestones": Milestone,
    "budget": BudgetLine,
    "commitments": Commitment,
    "actuals": ActualCost,
    "forecasts": Forecast,
}
#: Model behind the forms of each route; those of registers and of money say their kind in the address.
MODELS: dict[str, type[models.Model]] = {
    "core:preferences": User,
    "core:admin-person": User,
    "core:admin-person-new": User,
    "core:admin-person-active": User,
    "core:admin-person-password": User,
    "core:admin-group": Group,
    "core:admin-group-new": Group,
    "core:admin-group-members": Group,
    "core:admin-group-delete": Group,
    "core:admin-grant-new": Grant,
    "core:admin-grants-revoke": Grant,
    "core:admin-grant-revoke": Grant,
    "core:admin-organisation": Organisation,
    "core:admin-rates": ExchangeRate,
    "core:admin-rate-remove": ExchangeRate,
    "core:admin-webhook-new": Webhook,
    "core:admin-webhook-edit": Webhook,
    "core:admin-webhook-active": Webhook,
    "core:admin-webhook-rotate": Webhook,
    "core:admin-webhook-delete": Webhook,
    "core:account-profile": User,
    "core:account-tokens": ApiToken,
    "core:account-token-revoke": ApiToken,
    "portfolio:threshold-create": ThresholdSet,
    "portfolio:threshold-edit": ThresholdSet,
    "portfolio:import-profile": ImportRun,
    "portfolio:import-start": ImportRun,
    "portfolio:portfolio-create": Portfolio,
    "portfolio:portfolio-edit": Portfolio,
    "portfolio:programme-create": Programme,
    "portfolio:programme-edit": Programme,
    "projects:project-create": Project,
    "projects:project-edit": Project,
    "reporting:project-bulk-edit": Project,
    "reporting:saved-view-create": SavedView,
    "reporting:saved-view-delete": SavedView,
    "reporting:kpi-create": Kpi,
    "reporting:kpi-edit": Kpi,
    "reporting:kpi-measure": KpiValue,
    "reporting:status-report-edit": StatusReport,
    "reporting:status-report-autosave": StatusReport,
    "reporting:status-report-preview": StatusReport,
    "reporting:status-report-discard": StatusReport,
}
#: Routes that post no fields of a model. Those without a namespace are django-allauth's and its tests'.
FIELDLESS = {
    *("core:see-as", "core:see-as-stop", "core:logout", "core:login-cancel", "core:account-sessions-end"),
    *("core:admin-person-factors-reset", "core:admin-person-sessions-end", "core:admin-webhook-ping"),
    *("core:admin-delivery-again", "reporting:admin-outbox-retry", "portfolio:import-upload"),
}
#: The fields of forms that no page of their own shows.
ELSEWHERE = {
    "core:preferences": {"language", "theme"},
    "reporting:saved-view-create": {"page", "name", "query", "shared"},
    "reporting:project-bulk-edit": {"project", "status", "phase", "priority", "manager"},
}
#: What a low role may not write although the form shows it: by route and role.
REFUSED = {("projects:project-edit", "manager"): {"confidential", "portfolio", "programme", "currency"}}
#: Columns that follow a field of the form.
FOLLOWS = {
    ("projects.Project", "programme"): {"portfolio_id"},
    ("portfolio.Portfolio", "parent"): {"path"},
    **{(f"projects.{name}", "state"): {"closed_on"} for name in ("Risk", "Issue", "Action")},
}
MACHINE = (AuditEntry, DirtyMark, IdempotencyKey, ProjectFact, WebhookDelivery)


def kind_of(row: Row, world: World) -> str:
    """The register or the kind of money in the address of the row."""
    return next((str(part) for part in row.args(world, next(iter(row.allowed))) if str(part) in KINDS), "")


def model_of(row: Row, world: World) -> type[models.Model] | None:
    return MODELS.get(row.route) or KINDS.get(kind_of(row, world))


FORMS = [row for row in MATRIX if row.method == "POST" and ":" in row.route and row.route not in FIELDLESS]


def lowest(row: Row) -> tuple[str, str]:
    """The lowest role that may, and on which target."""
    pairs = [(persona, target) for persona in PERSONAS for target in row.allowed if persona in row.allowed[target]]
    return next((persona, target) for persona, target in pairs if persona in row.door)


def own_fields(client: Client, row: Row, address: str, data: dict[str, Any]) -> set[str]:
    """The fields of the form itself: those of the page that shows it, else those an honest request sends."""
    if row.route in ELSEWHERE:
        return ELSEWHERE[row.route]
    response = client.get(address)
    form = response.context.get("form") if response.status_code == 200 and response.context else None
    return set(form.fields) if form is not None else set(data)


def after(client: Client, address: str, data: dict[str, Any]) -> Any:
    """Every row once this was sent, which is taken back."""
    with undone():
        client.post(address, data)
        return snapshot(*MACHINE)


def test_every_form_has_a_line() -> None:
    named = {row.route for row in FORMS if not row.route.startswith(("projects:register", "projects:money"))}
    assert named == set(MODELS)


@pytest.mark.parametrize("row", FORMS, ids=str)
def test_nothing_else_is_written_whatever_is_sent_along(world: World, row: Row) -> None:
    persona, target = lowest(row)
    model, address = model_of(row, world), reverse(row.route, args=row.args(world, target))
    assert model is not None
    client, honest = world.client(persona), row.data(world, target)
    before = snapshot(*MACHINE)
    extra = without(hostile_values(model), own_fields(client, row, address, honest))
    told = smuggled(before, after(client, address, honest), after(client, address, {**extra, **own(honest, extra)}))
    assert told == set(), f"{persona} wrote {told}"
    for low in ("stranger", "reader", "member"):
        if low not in row.allowed[target]:
            assert after(world.client(low), address, {**honest, **extra}) == before, f"{low} wrote something"


def own(honest: dict[str, Any], extra: dict[str, Any]) -> dict[str, Any]:
    """The honest values that the hostile ones do not replace: tests post back more than a form has."""
    return {name: value for name, value in honest.items() if name not in extra}


EDITS = [
    row
    for row in FORMS
    if row.route.endswith("-edit") and row.route not in ("reporting:project-bulk-edit", "reporting:status-report-edit")
]


def edited(row: Row, world: World, target: str) -> models.Model:
    """The row behind the form."""
    kind = kind_of(row, world)
    if kind:
        there = world.targets[target]
        return {**there.entries, **there.lines}[kind]
    return {
        "projects:project-edit": lambda: world.targets[target].project,
        "portfolio:portfolio-edit": lambda: world.portfolios[target],
        "portfolio:programme-edit": lambda: world.programmes[target],
        "portfolio:threshold-edit": lambda: world.things["thresholds"],
        "reporting:kpi-edit": lambda: world.things["kpi"],
        "core:admin-webhook-edit": lambda: world.things["webhook"],
    }[row.route]()


@pytest.mark.parametrize("row", EDITS, ids=str)
def test_a_field_of_the_form_writes_its_own_column(world: World, row: Row) -> None:
    """One field at a time, by the lowest role: its column and those that follow, and none that is not theirs."""
    persona, target = lowest(row)
    client, thing = world.client(persona), edited(row, world, target)
    address, honest = reverse(row.route, args=row.args(world, target)), row.data(world, target)
    unchanged = snapshot(*MACHINE)
    base = {**honest, **{name: value for name, value in _stored(thing).items() if name in honest}}
    refused = REFUSED.get((row.route, persona), set())
    for name in sorted(own_fields(client, row, address, honest) - {"version"}):
        field = next((each for each in thing._meta.concrete_fields if each.name == name), None)
        if field is None:
            continue
        written = changed_of(thing, unchanged, after(client, address, {**base, name: hostile_value(field)}))
        follows = FOLLOWS.get((thing._meta.label, name), set())
        assert written <= {field.attname, "version", "updated_at"} | follows, f"{name} wrote {written}"
        assert not (name in refused and written), f"{persona} wrote {name}"


def _stored(thing: models.Model) -> dict[str, Any]:
    values = {field.name: field.value_from_object(thing) for field in thing._meta.concrete_fields}
    return {name: "" if value is None else value for name, value in values.items()}

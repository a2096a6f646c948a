"""Rows for tests, one plain function each: what a test does not name has a dull, fixed default.

Rows are written as they are: no action, no audit entry, no mark on the project. Defaults sit around ``DAY``.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import uuid4

from django.db import models

from pmo.core.enums import DeliveryState
from pmo.core.models import Grant, Organisation, User, Webhook, WebhookDelivery
from pmo.core.roles import Role
from pmo.core.secrets import seal
from portfolio.models import Portfolio, Programme, ThresholdSet
from projects.enums import ForecastKind, ReportState
from projects.models import (
    Action,
    ActualCost,
    BudgetLine,
    ChangeRequest,
    Commitment,
    Decision,
    Forecast,
    Issue,
    Milestone,
    Project,
    Risk,
    StatusReport,
)

DAY = date(2026, 6, 15)
NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
PASSWORD = "not-a-real-password"
WEBHOOK_SECRET = "not-a-real-secret"

_number = count(1)


def make_user(username: str = "", **fields: Any) -> User:
    """A person with no grant at all."""
    return User.objects.create_user(username or f"person{next(_number)}", password=PASSWORD, **fields)


def grant_role(user: User, role: Role | str, on: models.Model | None = None) -> Grant:
    """The role on a portfolio, programme or project; on the whole organisation when ``on`` is left out."""
    scope = type(on).__name__.lower() if on else "organisation"
    return Grant.objects.create(user=user, role=role, scope=scope, **({scope: on} if on else {}))


def make_member(role: Role | str, on: models.Model | None = None, username: str = "") -> User:
    """A person with one grant."""
    user = make_user(username)
    grant_role(user, role, on)
    return user


def make_webhook(owner: User | None = None, **fields: Any) -> Webhook:
    """One that hears of everything its owner sees; of an administrator's when none is named."""
    owner = owner or make_member(Role.ADMINISTRATOR)
    values = {"name": "Receiver", "url": "https://receiver.example/hook", "events": ["*"], **fields}
    return Webhook.objects.create(owner=owner, secret=seal(WEBHOOK_SECRET), **values)


def make_delivery(webhook: Webhook, **fields: Any) -> WebhookDelivery:
    """A test that waits, due at noon; one that is over has no next try."""
    over = fields.get("state") in (DeliveryState.DELIVERED, DeliveryState.GIVEN_UP)
    due = {"next_try_at": None, "ended_at": NOON} if over else {"next_try_at": NOON}
    values = {"event_id": uuid4(), "event": "ping", "body": "{}", "created_at": NOON, **due, **fields}
    return WebhookDelivery.objects.create(webhook=webhook, **values)


def make_organisation(**fields: Any) -> Organisation:
    """The one organisation, changed where it is there already."""
    return Organisation.objects.update_or_create(pk=1, defaults={"name": "Vigie", **fields})[0]


def make_threshold_set(**fields: Any) -> ThresholdSet:
    return ThresholdSet.objects.create(**{"name": f"Thresholds {next(_number)}", **fields})


def make_portfolio(code: str = "", *, parent: Portfolio | None = None, **fields: Any) -> Portfolio:
    code = code or f"PF{next(_number)}"
    portfolio = Portfolio.objects.create(code=code, parent=parent, path="/", **{"name": f"Portfolio {code}", **fields})
    portfolio.path = f"{parent.path if parent else '/'}{portfolio.pk}/"
    portfolio.save(update_fields=["path"])
    return portfolio


def make_programme(code: str = "", *, portfolio: Portfolio | None = None, **fields: Any) -> Programme:
    code = code or f"PG{next(_number)}"
    values = {"name": f"Programme {code}", **fields}
    return Programme.objects.create(code=code, portfolio=portfolio or make_portfolio(), **values)


def make_project(
    code: str = "", *, portfolio: Portfolio | None = None, programme: Programme | None = None, **fields: Any
) -> Project:
    """A project in its programme's portfolio, else in ``portfolio``, else in a new one. It owes no report."""
    code = code or f"P{next(_number)}"
    home = programme.portfolio if programme else portfolio or make_portfolio()
    values = {"name": f"Project {code}", "reporting_cycle": "none", **fields}
    return Project.objects.create(code=code, portfolio=home, programme=programme, **values)


def make_budget_line(project: Project, amount: Any = "1000", **fields: Any) -> BudgetLine:
    """An approved line, original = current = ``amount``; give ``missing`` and ``missing_reason`` with amount None."""
    value = None if amount is None else Decimal(amount)
    return _money(BudgetLine, project, {"original": value, "current": value, **fields})


def make_commitment(project: Project, amount: Any = "1000", **fields: Any) -> Commitment:
    return _money(Commitment, project, {"amount": _decimal(amount), "ordered_on": DAY, **fields})


def make_actual(project: Project, amount: Any = "1000", **fields: Any) -> ActualCost:
    return _money(ActualCost, project, {"amount": _decimal(amount), "posting_date": DAY, **fields})


def make_forecast(project: Project, amount: Any = "1000", **fields: Any) -> Forecast:
    """An estimate at completion unless ``kind`` says otherwise."""
    return _money(Forecast, project, {"amount": _decimal(amount), "kind": ForecastKind.EAC, "made_on": DAY, **fields})


def make_milestone(project: Project, **fields: Any) -> Milestone:
    return Milestone.objects.create(project=project, **{"name": "Go-live", "baseline": DAY, "forecast": DAY, **fields})


def make_risk(project: Project, **fields: Any) -> Risk:
    """An open threat, not assessed."""
    return Risk.objects.create(project=project, **{"title": "Supplier fails", "raised_on": DAY, **fields})


def make_issue(project: Project, **fields: Any) -> Issue:
    return Issue.objects.create(project=project, **{"title": "Server down", "raised_on": DAY, **fields})


def make_decision(project: Project, **fields: Any) -> Decision:
    return Decision.objects.create(project=project, **{"title": "Choose a supplier", "asked_on": DAY, **fields})


def make_action(project: Project, **fields: Any) -> Action:
    return Action.objects.create(project=project, **{"title": "Call the supplier", "opened_on": DAY, **fields})


def make_change(project: Project, **fields: Any) -> ChangeRequest:
    return ChangeRequest.objects.create(project=project, **{"title": "Add a site", "raised_on": DAY, **fields})


def make_report(project: Project, **fields: Any) -> StatusReport:
    """A published report; pass ``state="draft"`` for a draft."""
    published = None if fields.get("state") == ReportState.DRAFT else NOON
    values = {"period_end": DAY, "state": ReportState.PUBLISHED, "published_at": published, **fields}
    return StatusReport.objects.create(project=project, **values)


def _decimal(amount: Any) -> Decimal | None:
    return None if amount is None else Decimal(amount)


def _money(model: type[models.Model], project: Project, values: dict[str, Any]) -> Any:
    return model._default_manager.create(project=project, **{"currency": project.currency, **values})

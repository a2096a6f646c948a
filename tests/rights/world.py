"""A small organisation with one person a role, for asking who may do what.

Three projects: ``OWN`` (the manager's and the team member's), ``OTHER`` beside it, ``SECRET`` confidential. They stand
in the portfolio ``HOME``; ``FAR`` is a portfolio and a project that the reader, granted on ``HOME``, never sees.
"""

import io
import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from pmo.core.actions.api_tokens import create_token
from pmo.core.models import ExchangeRate, JobRun, SavedView, TokenAccess, User
from pmo.core.roles import Role
from portfolio.actions.imports import keep_upload
from portfolio.models import ImportProfile, Portfolio, Programme
from projects.enums import ReportState
from projects.models import DirtyMark, Project, ProjectPart, StatusReport
from reporting.actions.facts import recompute_facts
from reporting.actions.snapshots import take_snapshots
from reporting.models import Kpi, KpiValue
from tests import factories as f

FILE = b"Portfolio,Project\nA,B\n"
TARGETS = ("OWN", "OTHER", "SECRET", "FAR")
REGISTER_MAKERS = {
    "risks": f.make_risk,
    "issues": f.make_issue,
    "decisions": f.make_decision,
    "actions": f.make_action,
    "changes": f.make_change,
    "milestones": f.make_milestone,
}
MONEY_MAKERS = {
    "budget": f.make_budget_line,
    "commitments": f.make_commitment,
    "actuals": f.make_actual,
    "forecasts": f.make_forecast,
}


@dataclass
class Target:
    """One project and something of every kind that hangs from it."""

    project: Project
    entries: dict[str, ProjectPart]
    lines: dict[str, ProjectPart]
    report: StatusReport
    draft: StatusReport


@dataclass
class World:
    people: dict[str, User] = field(default_factory=dict)
    targets: dict[str, Target] = field(default_factory=dict)
    portfolios: dict[str, Portfolio] = field(default_factory=dict)
    programmes: dict[str, Programme] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)

    def client(self, persona: str) -> Client:
        """Somebody's browser. They sign in once; the others of their browsers carry the same session."""
        client = Client()
        if persona not in self.sessions:
            client.force_login(self.people[persona])
            confirm_password(client, self.people[persona])
            self.sessions[persona] = client.cookies[settings.SESSION_COOKIE_NAME].value
        client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[persona]
        return client

    def store_file(self) -> None:
        """Put the imported file where uploads are now."""
        run = self.things["run"]
        if not run.file.storage.exists(run.file.name):
            run.file.storage.save(run.file.name, io.BytesIO(FILE))


def confirm_password(client: Client, person: User) -> None:
    """As if the person had just typed their password again, and for as long as a run of the tests may last."""
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time() + 3600, "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()


def build_world() -> World:
    """Facts are computed: pages show figures."""
    world = World()
    _add_places(world)
    _add_people(world)
    _add_things(world)
    recompute_facts(project_ids=None, as_of=f.DAY, at=f.NOON)
    take_snapshots(period_end=date(2026, 5, 31), at=f.NOON)
    return world


def _add_places(world: World) -> None:
    f.make_organisation()
    for place in ("HOME", "FAR"):
        world.portfolios[place] = f.make_portfolio(place)
        world.programmes[place] = f.make_programme(f"{place}-PG", portfolio=world.portfolios[place])
    for code in TARGETS:
        programme = world.programmes["FAR" if code == "FAR" else "HOME"]
        project = f.make_project(code, programme=programme, confidential=code == "SECRET", currency="EUR")
        world.targets[code] = Target(
            project,
            {register: make(project) for register, make in REGISTER_MAKERS.items()},
            {kind: make(project) for kind, make in MONEY_MAKERS.items()},
            f.make_report(project, declared_health="amber", progress=40),
            _draft(project),
        )
        DirtyMark.objects.create(project=project, marked_at=f.NOON, dirty=1, parked=True, attempts=5)


def _draft(project: Project) -> StatusReport:
    """Ready to be published, whatever the rules say of the project."""
    today = timezone.localdate()
    words = {"declared_health": "amber", "health_reason": "We know better.", "progress": 50}
    return f.make_report(project, state=ReportState.DRAFT, period_end=today, **words)


def _add_people(world: World) -> None:
    own, home = world.targets["OWN"].project, world.portfolios["HOME"]
    world.people = {
        "stranger": f.make_user("stranger"),
        "reader": f.make_member(Role.READER, home, "reader"),
        "member": f.make_member(Role.TEAM_MEMBER, own, "member"),
        "manager": f.make_member(Role.PROJECT_MANAGER, own, "manager"),
        "executive": f.make_member(Role.EXECUTIVE, username="executive"),
        "analyst": f.make_member(Role.PMO_ANALYST, username="analyst"),
        "office": f.make_member(Role.PMO_MANAGER, username="office"),
        "administrator": f.make_member(Role.ADMINISTRATOR, username="administrator"),
    }


def _add_things(world: World) -> None:
    analyst = world.people["analyst"]
    run = keep_upload(file=io.BytesIO(FILE), file_name="a.csv", profile="generic", by=analyst, at=f.NOON)
    hook = f.make_webhook(world.people["administrator"], events=["issue.moved"])  # no page here writes that
    kpi = Kpi.objects.create(code="satisfaction", name="Satisfaction")
    world.things = {
        "person": f.make_user("somebody"),
        "grant": f.grant_role(f.make_user("granted"), Role.READER, world.portfolios["HOME"]),
        "group": Group.objects.create(name="Finance"),
        "token": create_token(
            name="BI", access=TokenAccess.READ, expires=f.NOON + timedelta(days=30), by=analyst, at=f.NOON
        )[0],
        "job": JobRun.objects.create(user=analyst, kind="import", title="Import"),
        "rate": ExchangeRate.objects.create(currency="USD", on=f.DAY, per_euro="1.1"),
        "run": run,
        "profile": ImportProfile.objects.create(name="ours", label="Ours"),
        "view": SavedView.objects.create(owner=analyst, page="projects", name="Mine"),
        "kpi": kpi,
        "kpi value": KpiValue.objects.create(kpi=kpi, on=f.DAY, value="4.2", by=analyst),
        "thresholds": f.make_threshold_set(),
        "webhook": hook,
        "delivery": f.make_delivery(hook, state="given_up"),
    }

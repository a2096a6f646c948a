"""Where each page of the matrix is found in the demonstration."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from pmo.core.models import Grant, JobRun, User
from portfolio.models import Programme, ThresholdSet
from projects.models import BudgetLine, Decision, Forecast, Milestone, Risk, StatusReport
from reporting.models import Kpi
from tests.factories import make_delivery, make_webhook

PROJECT = "DEC-02"


def _job() -> Any:
    return JobRun.objects.create(kind="import", title="Import", log="Line 1", started_at=timezone.now()).uuid


def _group() -> Any:
    group = Group.objects.get_or_create(name="Finance")[0]
    group.user_set.set(User.objects.filter(username__in=["elena", "admin"]))
    Grant.objects.get_or_create(group=group, role="reader", scope="organisation")
    return group.pk


def _delivery() -> Any:
    """One that failed, with a long line everywhere there may be one."""
    url = f"https://receiver.example/{'a-long-path/' * 20}"
    hook = make_webhook(User.objects.get(username="admin"), url=url, failing_since=timezone.now())
    refused = {"attempts": 3, "status": 500, "fault": "status", "milliseconds": 20, "tried_at": timezone.now()}
    return make_delivery(hook, state="failed", event="risk.edited", body="x" * 300, excerpt="y" * 300, **refused)


def _entry(register: str, model: Any) -> Callable[[], list[Any]]:
    return lambda: [register, model.objects.order_by("pk")[0].uuid]


def _line(kind: str, model: Any) -> Callable[[], list[Any]]:
    return lambda: [PROJECT, kind, model.objects.filter(project__code=PROJECT).order_by("pk")[0].uuid]


ENTRIES = {"risks": Risk, "decisions": Decision, "milestones": Milestone}
LINES = {"budget": BudgetLine, "forecasts": Forecast}

# Name of the route (and what tells two pages of it apart) → its arguments.
PAGES: dict[tuple[str, str], Callable[[], list[Any]]] = {
    **{
        (route, ""): list
        for route in (
            "core:gallery",
            "core:account-profile",
            "core:account-sessions",
            "account_reauthenticate",
            "mfa_index",
            "core:help",
            "core:jobs",
            "core:admin-people",
            "core:admin-person-new",
            "core:admin-groups",
            "core:admin-group-new",
            "core:admin-grants",
            "core:admin-grant-new",
            "core:admin-reach",
            "core:admin-audit",
            "core:admin-organisation",
            "core:admin-rates",
            "core:admin-webhook-new",
            "reporting:admin-outbox",
            "portfolio:threshold-list",
            "portfolio:threshold-create",
            "portfolio:import-list",
            "portfolio:import-upload",
            "portfolio:portfolio-create",
            "portfolio:programme-create",
            "projects:project-create",
            "reporting:dashboard",
            "reporting:project-table",
            "reporting:roadmap",
            "reporting:budget-list",
            "reporting:palette",
            "reporting:my-work",
            "reporting:report-list",
            "reporting:portfolio-list",
            "reporting:kpi-list",
            "reporting:kpi-create",
        )
    },
    **{
        ("reporting:project-table", query): list
        for query in ("?group=programme", "?layout=timeline", "?layout=bubble", "?q=nothing-is-called-so")
    },
    ("reporting:report-list", "?show=owed"): list,
    ("reporting:budget-list", "?portfolio=IND"): list,
    ("core:admin-group", ""): lambda: [_group()],
    ("core:job", ""): lambda: [_job()],
    ("core:admin-webhooks", ""): lambda: [_delivery()][1:],
    ("core:admin-webhook", ""): lambda: [_delivery().webhook.uuid],
    ("core:admin-webhook-edit", ""): lambda: [_delivery().webhook.uuid],
    ("core:admin-delivery", ""): lambda: [(delivery := _delivery()).webhook.uuid, delivery.uuid],
    ("core:admin-person", ""): lambda: [User.objects.get(username="elena").uuid],
    ("portfolio:threshold-edit", ""): lambda: [ThresholdSet.objects.order_by("pk")[0].uuid],
    ("portfolio:portfolio-edit", ""): lambda: ["IND"],
    ("portfolio:programme-edit", ""): lambda: [Programme.objects.order_by("pk")[0].code],
    ("reporting:portfolio-dashboard", ""): lambda: ["IND"],
    ("reporting:programme-dashboard", ""): lambda: [Programme.objects.order_by("pk")[0].code],
    ("reporting:measure-rows", ""): lambda: ["EAC"],
    ("reporting:measure-rows", "?scope=portfolio:IND"): lambda: ["CPI"],
    ("reporting:kpi", ""): lambda: [Kpi.objects.exclude(formula="")[0].code],
    ("reporting:kpi", "?scope=portfolio:IND"): lambda: [Kpi.objects.filter(formula="")[0].code],
    ("reporting:kpi-edit", ""): lambda: [Kpi.objects.exclude(formula="")[0].code],
    ("reporting:kpi-measure", ""): lambda: [Kpi.objects.filter(formula="")[0].code],
    ("reporting:status-report", ""): lambda: [
        StatusReport.objects.filter(project__code=PROJECT, state="published").latest("period_end").uuid
    ],
    **{
        (route, ""): lambda: [PROJECT]
        for route in (
            "reporting:project",
            "reporting:project-history",
            "reporting:status-report-edit",
            "projects:project-money",
            "projects:project-edit",
        )
    },
    **{
        ("projects:register", f"#{register}"): lambda register=register: [register]
        for register in ("risks", "issues", "decisions", "actions", "changes", "milestones")
    },
    **{
        (f"projects:register-{verb}", f"#{register}"): _entry(register, model)
        for register, model in ENTRIES.items()
        for verb in ("entry", "edit", "delete")
    },
    **{("projects:register-create", f"#{register}"): lambda register=register: [register] for register in ENTRIES},
    **{("projects:money-create", f"#{kind}"): lambda kind=kind: [PROJECT, kind] for kind in LINES},
    **{
        (f"projects:money-{verb}", f"#{kind}"): _line(kind, model)
        for kind, model in LINES.items()
        for verb in ("edit", "delete")
    },
}
# Pages of the door, and those that ask for a password or a second factor first.
DOOR_AND_SECURITY = (
    "account_login",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_change_password",
    "account_set_password",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_add_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
)
# Files and fragments, and pages that the journeys open in the state they need.
ELSEWHERE = {
    "core:login": "test_sign_in.py",
    **dict.fromkeys(DOOR_AND_SECURITY, "test_account_pages.py"),
    "core:account-tokens": "test_api_journey.py",
    "core:health-live": "for machines",
    "core:health-ready": "for machines",
    "reporting:metrics": "for machines",
    "portfolio:import-run": "test_imports.py",
    "portfolio:import-progress": "a fragment of it",
    "portfolio:import-rejections": "a file",
    "portfolio:import-file": "a file",
    "core:admin-person-rights": "a file",
    "portfolio:import-template": "a file",
    "reporting:status-report-preview": "test_status_journey.py",
}


def address(route: str, variant: str) -> str:
    return reverse(route, args=PAGES[route, variant]()) + (variant if variant.startswith("?") else "")

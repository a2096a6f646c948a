"""Every kind of row of a project, and projects themselves: created, read, changed and deleted, told exactly."""

from typing import Any

import pytest

from pmo.core.models import AuditEntry, User
from projects import models
from projects.models import DirtyMark, Project
from tests import factories as f
from tests.calls import Api, refusal, told_of

pytestmark = pytest.mark.django_db
DAY = "2026-01-02"
NO_REASON = {"currency": "EUR", "missing": "", "missing_reason": ""}

# What is sent, and what is answered beside it; then what is changed, and what changes with it.
KINDS: dict[str, tuple[type[models.ProjectPart], dict[str, Any], dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    "risks": (
        models.Risk,
        {"title": "Fire", "raised_on": DAY, "inherent_probability": 2, "inherent_impact": 5, "cost_impact": "1200.5"},
        {
            "description": "",
            "kind": "threat",
            "state": "open",
            "residual_probability": None,
            "residual_impact": None,
            "response": "",
            "response_plan": "",
            "review_on": None,
            "closed_on": None,
        },
        {"state": "closed", "closed_on": "2026-02-03"},
        {},
    ),
    "issues": (
        models.Issue,
        {"title": "Leak", "raised_on": DAY, "severity": "high"},
        {"description": "", "state": "open", "due_on": None, "closed_on": None},
        {"due_on": "2026-02-03"},
        {},
    ),
    "decisions": (
        models.Decision,
        {"title": "Which?", "asked_on": DAY},
        {"description": "", "state": "pending", "due_on": None, "taken_on": None, "outcome": ""},
        {"description": "A or B"},
        {},
    ),
    "actions": (
        models.Action,
        {"title": "Call", "opened_on": DAY},
        {"description": "", "state": "open", "due_on": None, "closed_on": None},
        {"state": "in_progress"},
        {},
    ),
    "change-requests": (
        models.ChangeRequest,
        {"title": "More", "raised_on": DAY, "cost_impact": "-3.25", "days_impact": 4},
        {"description": "", "state": "submitted", "decided_on": None},
        {"cost_impact": None},
        {},
    ),
    "milestones": (
        models.Milestone,
        {"name": "Go-live", "baseline": DAY},
        {"gate": False, "forecast": None, "reached": None},
        {"gate": True, "forecast": "2026-02-03"},
        {},
    ),
    "budget-lines": (
        models.BudgetLine,
        {"label": "Build", "original": "100", "current": "0.000001", "period_start": DAY, "period_end": DAY},
        {
            "category": "",
            "cost_type": "unspecified",
            "funding_source": "",
            "state": "approved",
            "approved_on": None,
            "period_label": "",
            **NO_REASON,
        },
        {"original": None, "current": None, "missing": "withheld", "missing_reason": "Section 43"},
        {},
    ),
    "commitments": (
        models.Commitment,
        {"reference": "PO-1", "ordered_on": DAY, "amount": "50"},
        {"supplier": "", "label": "", "invoiced": "0", "closed": False, **NO_REASON},
        {"invoiced": "12.5"},
        {},
    ),
    "actual-costs": (
        models.ActualCost,
        {"posting_date": DAY, "missing": "unknown", "missing_reason": "Not posted"},
        {
            "document": "",
            "supplier": "",
            "category": "",
            "cost_type": "unspecified",
            "funding_source": "",
            "amount": None,
            "currency": "EUR",
        },
        {"amount": "-7"},
        {"missing": "", "missing_reason": ""},
    ),
    "forecasts": (
        models.Forecast,
        {"kind": "etc", "made_on": DAY, "amount": "123456789.123456"},
        {"note": "", **NO_REASON},
        {"note": "Better"},
        {},
    ),
}
BACKWARDS = {"period_start": DAY, "period_end": "2025-12-31"}
OWNED = {"risks", "issues", "decisions", "actions", "change-requests"}


@pytest.fixture
def project() -> Project:
    return f.make_project("ALPHA")


@pytest.fixture
def manager(project: Project) -> User:
    f.make_user("rita")
    return f.make_member("project_manager", project, "mia")


@pytest.fixture
def api(manager: User) -> Api:
    return Api(manager)


@pytest.mark.parametrize("name", KINDS)
def test_a_row_is_created_read_changed_and_deleted(name: str, api: Api, project: Project, manager: User) -> None:
    model, sent, beside, change, with_it = KINDS[name]
    owner = {"owner": "rita", "owner_id": str(User.objects.get(username="rita").uuid)} if name in OWNED else {}
    if owner:
        sent = {**sent, "owner": "rita"}

    made = api.post(f"{name}/", {"project": "ALPHA", **sent})
    stored = model.objects.get()
    place = {"project": "ALPHA", "project_id": str(project.uuid)}
    row = {**told_of(stored), **place, **beside, **sent, **owner}
    address = f"{name}/{stored.uuid}/"
    assert (made.status_code, made.json(), made["ETag"]) == (201, row, '"1"')
    assert made["Location"] == f"/api/v1/{address}"
    assert DirtyMark.objects.get().dirty == 1

    assert (api.get(address).json(), api.get(address)["ETag"]) == (row, '"1"')
    assert api.get(f"{name}/").json() == {"results": [row], "next": None, "previous": None}

    changed = api.patch(address, change, version=1)
    row |= {**change, **with_it, **told_of(model.objects.get())}
    assert (changed.status_code, changed.json(), changed["ETag"]) == (200, row, '"2"')
    assert api.get(address).json() == row

    gone = api.delete(address, version=2)
    assert (gone.status_code, gone.content) == (204, b"")
    assert refusal(api.get(address))[:2] == (404, "not_found")
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", "actor", "project_id")) == [
        (verb, manager.pk, project.pk) for verb in ("created", "edited", "deleted")
    ]


def test_a_project_is_created_read_and_changed_but_never_deleted() -> None:
    programme = f.make_programme("PG", portfolio=f.make_portfolio("HOME"))
    api = Api(f.make_member("pmo_manager", username="olga"))
    mia = f.make_user("mia")
    sent = {"code": "ALPHA", "name": "Alpha", "programme": "PG", "manager": "mia", "start": DAY, "contingency": "10"}

    made = api.post("projects/", sent)
    stored = Project.objects.get()
    row = {
        **told_of(stored),
        **sent,
        "description": "",
        "status": "active",
        "phase": "execution",
        "priority": "medium",
        "methodology": "hybrid",
        "eac_method": "manager",
        "reporting_cycle": "monthly",
        "strategic_value": None,
        "finish": None,
        "baseline_finish": None,
        "confidential": False,
        "currency": "EUR",
        "portfolio": "HOME",
        "portfolio_id": str(programme.portfolio.uuid),
        "programme_id": str(programme.uuid),
        "manager_id": str(mia.uuid),
        "sponsor": None,
        "sponsor_id": None,
        "declared_health": "",
        "declared_on": None,
        "absences": {},
    }
    assert (made.status_code, made.json(), made["ETag"]) == (201, row, '"1"')

    changed = api.patch("projects/ALPHA/", {"manager": None, "code": "BETA", "confidential": True}, version=1)
    row |= {"manager": None, "manager_id": None, "code": "BETA", "confidential": True}
    row |= told_of(Project.objects.get())
    assert (changed.status_code, changed.json(), changed["ETag"]) == (200, row, '"2"')
    assert api.get(f"projects/{stored.uuid}/").json() == row
    assert api.rows("projects/") == [row]
    assert refusal(api.get("projects/ALPHA/"))[0] == 404

    assert refusal(api.delete("projects/BETA/", version=2))[:2] == (405, "method_not_allowed")
    assert Project.objects.count() == 1


def test_what_is_confidential_is_decided_by_those_who_see_it(project: Project, api: Api) -> None:
    told = refusal(api.patch("projects/ALPHA/", {"confidential": True}, version=1))
    assert told == (403, "not_allowed", ["confidential"])
    assert api.patch("projects/ALPHA/", {"confidential": False, "name": "New"}, version=1).status_code == 200
    assert Project.objects.values_list("name", "confidential").get() == ("New", False)


@pytest.mark.parametrize(
    ("path", "values", "field"),
    [
        ("budget-lines", {"original": "1", "current": "1", "period_start": DAY}, "period_end"),
        (
            "budget-lines",
            {"original": "1", "current": "1", "period_start": DAY, "period_end": "2025-12-31"},
            "period_end",
        ),
        ("budget-lines", {"original": "1"}, "current"),
        ("actual-costs", {"posting_date": DAY}, "amount"),
        ("actual-costs", {"posting_date": DAY, "amount": "1", "currency": "E1R"}, "currency"),
        ("actual-costs", {"posting_date": "1066-10-14", "amount": "1"}, "posting_date"),
        ("actual-costs", {"posting_date": DAY, "amount": "1", "projects": "ALPHA"}, "projects"),
        ("forecasts", {"kind": "guess", "made_on": DAY, "amount": "1"}, "kind"),
        ("risks", {"title": "Fire", "raised_on": DAY, "inherent_impact": 6}, "inherent_impact"),
        ("risks", {"title": "Fire", "raised_on": DAY, "owner": "nobody"}, "owner"),
        ("risks", {"title": "Fire", "raised_on": DAY, "state": "closed", "closed_on": "2025-12-31"}, "closed_on"),
        ("milestones", {"name": "Done", "reached": "2199-01-01"}, "reached"),
    ],
)
def test_rules_of_forms_hold_for_programs(api: Api, path: str, values: dict[str, Any], field: str) -> None:
    status, _code, fields = refusal(api.post(f"{path}/", {"project": "ALPHA", **values}))
    assert (status, fields) == (422, [field])
    assert not KINDS[path][0].objects.exists()
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"finish": "2026-01-01", "start": DAY}, "finish"),
        ({"currency": "euro"}, "currency"),
        ({"code": "a/b"}, "code"),
        ({"portfolio": "ELSEWHERE"}, "portfolio"),
        ({"strategic_value": 11}, "strategic_value"),
        ({"declared_health": "red"}, "declared_health"),
    ],
)
def test_a_project_keeps_its_rules(api: Api, values: dict[str, Any], field: str) -> None:
    f.make_portfolio("ELSEWHERE")
    before = Project.objects.values().get()
    status, _code, fields = refusal(api.patch("projects/ALPHA/", values, version=1))
    assert (status, fields) == (422, [field])
    assert Project.objects.values().get() == before

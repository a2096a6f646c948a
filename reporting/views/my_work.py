"""My work: what is due from the person who looks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reporting.queries.my_work import Duty, my_work

KINDS: dict[str, tuple[str | Promise, str]] = {
    "report": (_("Status report"), "file-text"),
    "draft": (_("Draft to publish"), "file-pen"),
    "action": (_("Action"), "list-checks"),
    "risk": (_("Risk to review"), "triangle-alert"),
    "issue": (_("Issue"), "circle-alert"),
    "decision": (_("Decision awaited"), "gavel"),
    "change": (_("Change to decide"), "git-pull-request"),
    "kpi": (_("KPI to measure"), "gauge"),
}
REGISTERS = {"action": "actions", "risk": "risks", "issue": "issues", "decision": "decisions", "change": "changes"}


def work_page(request: HttpRequest) -> HttpResponse:
    work = my_work(request.user, request.as_of)  # type: ignore[arg-type,attr-defined]
    groups = [
        (_("Overdue"), "bad", [_line(duty) for duty in work.overdue]),
        (_("This week"), "warn", [_line(duty) for duty in work.this_week]),
        (_("Later, or without a date"), "neutral", [_line(duty) for duty in work.later]),
    ]
    return render(request, "reporting/my_work/page.html", {"work": work, "groups": groups})


def _line(duty: Duty) -> dict[str, object]:
    label, icon = KINDS[duty.kind]
    return {"duty": duty, "label": label, "icon": icon, "href": _href(duty)}


def _href(duty: Duty) -> str:
    """Where the duty is done."""
    if duty.kind in REGISTERS:
        return reverse("projects:register-edit", args=[REGISTERS[duty.kind], duty.key])
    if duty.kind == "kpi":
        return reverse("reporting:kpi", args=[duty.key])
    return reverse("reporting:status-report-edit", args=[duty.key])

"""The page of one project, and its history."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from pmo.core.access import Permission, can
from pmo.core.queries.audit import entries_of_project
from projects.models import Project
from reporting.engine.proposals import DIMENSION_OF, Drift, heaviest
from reporting.enums import Dimension
from reporting.queries.project_overview import Overview, project_overview
from reporting.views import dashboard_charts, drift_words
from reporting.views.links import link
from reporting.views.time_axis import chart_of

ENTRIES_PER_PAGE = 50


@dataclass(frozen=True)
class Judgement:
    """One dimension of health, its colour, and the sentence that says why."""

    label: str
    colour: str
    why: str


def overview(request: HttpRequest, code: str) -> HttpResponse:
    project = _project(request, code)
    seen = project_overview(request.user, project, request.as_of)
    rights = {
        "edit": can(request.user, Permission.EDIT_PROJECT, project),
        "report": can(request.user, Permission.REPORT_STATUS, project),
    }
    context = {
        "project": project,
        "seen": seen,
        "fact": seen.fact,
        "rights": rights,
        "dimensions": judgements(seen),
        "remedies": [drift_words.remedy(drift) for drift in heaviest(list(seen.drifts))[:2]],
        "curve_figure": dashboard_charts.curve_figure(seen.curve, seen.fact.eac, seen.fact.currency),
        "curve_rows": dashboard_charts.curve_rows(seen.curve),
        "chart": chart_of([(seen.line, seen.details, None)], request.as_of),
        "tabs": tabs(request, project, "overview"),
        "measure_scope": f"project:{project.code}",
    }
    return render(request, "reporting/project/overview.html", context)


def project_history(request: HttpRequest, code: str) -> HttpResponse:
    """Who changed what, in the project and its parts."""
    project = _project(request, code)
    entries = entries_of_project(request.user, project.pk)
    context = {
        "project": project,
        "page": Paginator(entries, ENTRIES_PER_PAGE).get_page(request.GET.get("page")),
        "tabs": tabs(request, project, "history"),
    }
    return render(request, "reporting/project/history.html", context)


def tabs(request: HttpRequest, project: Project, current: str) -> list[dict[str, Any]]:
    """The pages of a project."""
    places = [
        ("overview", _("Overview"), link(request, "reporting:project", project.code)),
        ("money", _("Money"), link(request, "projects:project-money", project.code)),
    ]
    registers = (
        ("milestones", _("Milestones")),
        ("risks", _("Risks")),
        ("issues", _("Issues")),
        ("actions", _("Actions")),
        ("decisions", _("Decisions")),
        ("changes", _("Changes")),
    )
    places += [
        (register, label, link(request, "projects:register", register, project=project.code))
        for register, label in registers
    ]
    places.append(("reports", _("Reports"), link(request, "reporting:report-list", project=project.code)))
    places.append(("history", _("History"), link(request, "reporting:project-history", project.code)))
    return [{"label": label, "href": href, "current": key == current} for key, label, href in places]


def judgements(seen: Overview) -> list[Judgement]:
    """Each dimension with its reason; the drift that weighs most speaks for its dimension."""
    speaking: dict[str, Drift] = {DIMENSION_OF[drift.cause]: drift for drift in heaviest(list(seen.drifts))}
    return [_judge(name, seen, speaking.get(name)) for name in Dimension.values]


def _judge(name: str, seen: Overview, drift: Drift | None) -> Judgement:
    colour = getattr(seen.fact, f"health_{name}")
    label = str(Dimension(name).label)
    if colour == "grey":
        return Judgement(label, colour, _grey(seen))
    if drift is not None:
        return Judgement(label, colour, drift_words.why(drift, seen.fact.currency))
    held = colour != "green"
    return Judgement(
        label, colour, _("Better than the threshold, not yet by its margin.") if held else _("Within thresholds.")
    )


def _grey(seen: Overview) -> str:
    if not seen.fact.stale:
        return _("Not known: no data feeds its rules.")
    if seen.fact.report_age_days is None:
        return _("Not known: no report was ever published.")
    return _("Not known: the last report is %(days)d days old.") % {"days": seen.fact.report_age_days}


def _project(request: HttpRequest, code: str) -> Project:
    visible = Project.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("portfolio", "programme", "manager", "sponsor"), code=code)

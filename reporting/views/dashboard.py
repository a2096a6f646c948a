"""Dashboards of the organisation, of a portfolio and of a programme: one page, three scopes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from pmo.core.access import Permission, can
from pmo.core.models import Organisation
from portfolio.models import Portfolio, Programme
from reporting.queries.attention import DriftingProject
from reporting.queries.dashboard import Dashboard, dashboard
from reporting.queries.project_table import Line
from reporting.queries.rollup import Rollup
from reporting.queries.scope import ORGANISATION, Scope
from reporting.views import dashboard_charts as charts
from reporting.views import drift_words, project_charts
from reporting.views.dashboard_tiles import tiles
from reporting.views.links import link

CAUSES_SAID = 2
MOST_BUBBLES = 60
"""Bubbles that can be told apart; the list of projects draws them all."""


@dataclass(frozen=True)
class Child:
    """A part of the scope in the table beside the chart."""

    name: str
    href: str
    rollup: Rollup


@dataclass(frozen=True)
class DriftRow:
    line: Line
    colour: str
    why: list[str]
    remedies: list[str]
    others: int


def organisation(request: HttpRequest) -> HttpResponse:
    return _page(request, ORGANISATION, Organisation.current().name)


def portfolio(request: HttpRequest, code: str) -> HttpResponse:
    target = get_object_or_404(Portfolio.objects.visible_to(request.user).select_related("parent"), code=code)
    edit = "portfolio:portfolio-edit" if can(request.user, Permission.EDIT_PORTFOLIO, target) else ""
    crumbs = [target.parent] if target.parent and can(request.user, Permission.VIEW, target.parent) else []
    return _page(request, Scope.of(target), target.name, parents=crumbs, edit=edit)


def programme(request: HttpRequest, code: str) -> HttpResponse:
    target = get_object_or_404(Programme.objects.visible_to(request.user).select_related("portfolio"), code=code)
    edit = "portfolio:programme-edit" if can(request.user, Permission.EDIT_PORTFOLIO, target) else ""
    return _page(request, Scope.of(target), target.name, parents=[target.portfolio], edit=edit)


def scope_parameters(scope: Scope) -> dict[str, str]:
    """The scope as lists of projects and registers take it: ``portfolio=CODE`` or ``programme=CODE``."""
    return {scope.kind: scope.target.code} if scope.target else {}


def _page(
    request: HttpRequest, scope: Scope, name: str, *, parents: Sequence[Portfolio] = (), edit: str = ""
) -> HttpResponse:
    board = dashboard(request.user, scope, request.as_of)
    where = scope_parameters(scope)

    def rows(measure: str) -> str:
        return link(request, "reporting:measure-rows", measure, scope=str(scope), currency=board.rollup.currency)

    context = {
        "name": name,
        "board": board,
        "scope": scope,
        "parents": parents,
        "edit": edit,
        "tiles": tiles(board, rows, link(request, "reporting:project-table", **where)),
        "children": [_child(request, part, rollup) for part, rollup in board.children],
        "drifts": [_drift(each, board) for each in board.drifts],
        "links": _links(request, where),
        **_charts(board),
    }
    return render(request, "reporting/dashboard/page.html", context)


def _charts(board: Dashboard) -> dict[str, Any]:
    years = charts.by_year(board.rollup.periods)
    currency = board.rollup.currency
    bubbles = project_charts.bubbles_of(list(board.lines.values()))
    lines = project_charts.largest(bubbles, MOST_BUBBLES)
    return {
        "years": years,
        "spending_figure": charts.spending_figure(years, currency),
        "only_largest": len(board.children) > charts.MOST_PARTS,
        "children_figure": charts.children_figure(board.children, currency),
        "curve_figure": charts.curve_figure(board.curve, board.rollup.value("EAC"), currency),
        "curve_rows": charts.curve_rows(board.curve),
        "bubble_figure": project_charts.bubble(lines, currency),
        "bubbles": lines,
        "only_largest_bubbles": len(bubbles) > MOST_BUBBLES,
    }


def _links(request: HttpRequest, where: dict[str, str]) -> dict[str, str]:
    """Where each card leads: the same things as a full list."""
    reported = link(request, "reporting:project-table", **where)
    joint = "&" if "?" in reported else "?"
    return {
        "health": f"{reported}{joint}health=",
        "computed": f"{reported}{joint}computed=",
        "differing": link(request, "reporting:project-table", **where, differs="1"),
        "unreported": link(request, "reporting:project-table", **where, not_reported="1"),
        "risks": link(request, "projects:register", "risks", **where, kind="threat", state="open"),
        "unassessed": link(request, "projects:register", "risks", **where, kind="threat", state="open", assessed="no"),
        "decisions": link(request, "projects:register", "decisions", **where, state="pending"),
        "slipped": link(request, "projects:register", "milestones", **where, slipped="yes", open="yes"),
        "roadmap": link(request, "reporting:roadmap", **where),
        "budgets": link(request, "reporting:budget-list", **where),
        "bubble": link(request, "reporting:project-table", **where, layout="bubble"),
    }


def _child(request: HttpRequest, part: Scope, rollup: Rollup) -> Child:
    names = {
        "portfolio": "reporting:portfolio-dashboard",
        "programme": "reporting:programme-dashboard",
        "project": "reporting:project",
    }
    target = part.target
    if target is None:
        return Child(_("Organisation"), link(request, "reporting:dashboard"), rollup)
    return Child(target.name, link(request, names[part.kind], target.code), rollup)


def _drift(found: DriftingProject, board: Dashboard) -> DriftRow:
    line = board.lines[found.pk]
    currency = line.fact.currency
    said = found.drifts[:CAUSES_SAID]
    return DriftRow(
        line=line,
        colour=said[0].colour,
        why=[drift_words.why(drift, currency) for drift in said],
        remedies=[drift_words.remedy(drift) for drift in said],
        others=len(found.drifts) - len(said),
    )

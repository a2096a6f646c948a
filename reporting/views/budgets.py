"""Budgets down the tree: the parts of a scope with their money, and the scope's money by year and source."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from pmo.core.access import Permission, can
from pmo.core.export import FORMATS, table_response
from portfolio.models import Portfolio, Programme
from reporting.enums import MeasureName
from reporting.queries.fact_set import FactSet
from reporting.queries.rollup import Rollup, roll_up, roll_up_children
from reporting.queries.scope import ORGANISATION, Scope
from reporting.views.dashboard_charts import by_source, by_year, name_of
from reporting.views.links import link, same_page

COLUMNS = ("original_budget", "approved_budget", "committed", "AC", "EAC", "VAC")


def budget_list(request: HttpRequest) -> HttpResponse:
    """``?portfolio=CODE`` or ``?programme=CODE`` opens a part; every amount opens its rows."""
    scope = _scope(request)
    facts = FactSet.visible(request.user, scope, request.as_of)
    total = roll_up(request.user, scope, request.as_of, facts=facts)
    children = roll_up_children(request.user, scope, request.as_of, total.currency, facts=facts)
    children = sorted(children, key=lambda child: name_of(child[0]).casefold())
    if request.GET.get("format") in FORMATS:
        return _file(request, children, total)
    context = {
        "scope": scope,
        "parents": _parents(request, scope),
        "total": total,
        "headers": [(name, str(MeasureName(name).label)) for name in COLUMNS],
        "rows": [_row(request, part, rollup) for part, rollup in children],
        "sums": _cells(request, scope, total),
        "sources": by_source(total.periods),
        "years": by_year(total.periods),
        "csv": same_page(request, format="csv"),
        "xlsx": same_page(request, format="xlsx"),
    }
    return render(request, "reporting/budget/list.html", context)


def _scope(request: HttpRequest) -> Scope:
    if code := request.GET.get("programme"):
        return Scope.of(get_object_or_404(_programmes(request), code=code))
    if code := request.GET.get("portfolio"):
        return Scope.of(
            get_object_or_404(Portfolio.objects.visible_to(request.user).select_related("parent"), code=code)
        )
    return ORGANISATION


def _programmes(request: HttpRequest) -> Any:
    return Programme.objects.visible_to(request.user).select_related("portfolio")


def _parents(request: HttpRequest, scope: Scope) -> list[Portfolio]:
    match scope.target:
        case Programme(portfolio=portfolio):
            return [portfolio]
        case Portfolio(parent=parent) if parent is not None and can(request.user, Permission.VIEW, parent):
            return [parent]
        case _:
            return []


def _row(request: HttpRequest, part: Scope, rollup: Rollup) -> dict[str, Any]:
    target = part.target
    if target is None or part.kind == "project":
        href = link(request, "projects:project-money", target.code) if target else ""
    else:
        href = link(request, "reporting:budget-list", **{part.kind: target.code})
    return {
        "name": name_of(part),
        "href": href,
        "kind": part.kind,
        "cells": _cells(request, part, rollup),
        "rollup": rollup,
    }


def _cells(request: HttpRequest, scope: Scope, rollup: Rollup) -> list[dict[str, Any]]:
    return [
        {
            "total": rollup.measures[name],
            "href": link(request, "reporting:measure-rows", name, scope=str(scope), currency=rollup.currency),
        }
        for name in COLUMNS
    ]


def _file(request: HttpRequest, children: list[tuple[Scope, Rollup]], total: Rollup) -> HttpResponse:
    headers = [_("Part"), _("Code"), _("Projects"), *(str(MeasureName(name).label) for name in COLUMNS), _("Currency")]
    rows = [
        [name_of(part), part.target.code if part.target else "", rollup.projects]
        + [rollup.value(name) for name in COLUMNS]
        + [rollup.currency]
        for part, rollup in children
    ]
    rows.append([_("Total"), "", total.projects, *(total.value(name) for name in COLUMNS), total.currency])
    name = _("budgets")
    return table_response(request.GET["format"], f"{name}-{request.as_of.isoformat()}", headers, rows)

"""All portfolios in sight, as a tree with their figures."""

from typing import Any

from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pmo.core.access import Permission, can_anywhere
from portfolio.models import Portfolio
from reporting.queries.rollup import roll_up_portfolios
from reporting.views.links import link


def portfolio_list(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    rollups = roll_up_portfolios(user, request.as_of)  # type: ignore[attr-defined]
    visible = Portfolio.objects.visible_to(user).select_related("owner").order_by(Lower("name"), "pk")
    context = {
        "branches": [_branch(request, portfolio, depth, rollups) for portfolio, depth in _in_tree_order(visible)],
        "currency": next(iter(rollups.values())).currency if rollups else "",
        "may_create": can_anywhere(user, Permission.EDIT_PORTFOLIO),
    }
    return render(request, "reporting/portfolio_list/page.html", context)


def _in_tree_order(portfolios: Any) -> list[tuple[Portfolio, int]]:
    """Parents before children, siblings in the order given; one whose parent is out of sight stands at the top."""
    rows = list(portfolios)
    present = {row.pk for row in rows}
    below: dict[int | None, list[Portfolio]] = {}
    for row in rows:
        below.setdefault(row.parent_id if row.parent_id in present else None, []).append(row)

    def walk(parent: int | None, depth: int) -> list[tuple[Portfolio, int]]:
        return [found for row in below.get(parent, []) for found in [(row, depth), *walk(row.pk, depth + 1)]]

    return walk(None, 0)


def _branch(request: HttpRequest, portfolio: Portfolio, depth: int, rollups: Any) -> dict[str, Any]:
    rollup = rollups.get(portfolio.pk)
    return {
        "portfolio": portfolio,
        "indent": range(depth),
        "rollup": rollup,
        "budget": rollup and rollup.measures["approved_budget"],
        "eac": rollup and rollup.measures["EAC"],
        "href": link(request, "reporting:portfolio-dashboard", portfolio.code),
        "projects_href": link(request, "reporting:project-table", portfolio=portfolio.code),
        "health_href": _by_health(request, portfolio.code),
    }


def _by_health(request: HttpRequest, code: str) -> str:
    """The project table of the portfolio, open at the end for a colour."""
    table = link(request, "reporting:project-table", portfolio=code)
    return f"{table}&health="

"""The table of projects: filters, sorting, grouping, columns and saved views in the URL; the same list as a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from pmo.core.access import Permission, can_anywhere
from pmo.core.export import FORMATS, table_response
from pmo.core.models import Organisation, SavedView
from projects.models import Project
from reporting.filters.project import ProjectFilter
from reporting.forms.bulk_edit import BulkEditForm
from reporting.queries.fact_set import FactSet
from reporting.queries.facts import chunks
from reporting.queries.milestones import AHEAD
from reporting.queries.project_details import Details, details_of
from reporting.queries.project_table import GROUPINGS, Group, Line, ProjectTable, project_table, reporting_currency
from reporting.views import project_charts
from reporting.views.links import same_page
from reporting.views.project_columns import COLUMNS, Column, cells_of, headers_of, shown_columns
from reporting.views.time_axis import chart_of

PAGE = "projects"
PER_PAGE = 50
LAYOUTS = ("table", "timeline", "bubble")


@dataclass(frozen=True)
class Row:
    """A line of the page; ``heading`` is set on the first line of a group."""

    line: Line
    details: Details
    heading: Group | None


def project_list(request: HttpRequest) -> HttpResponse:
    """Everything this person may see that the URL asks for."""
    filterset = ProjectFilter(request.GET, queryset=Project.objects.visible_to(request.user), request=request)
    facts = FactSet(filterset.qs.order_by(), request.as_of)
    table = project_table(
        facts,
        criteria=filterset.criteria(),
        currency=reporting_currency(facts.projects, Organisation.current().reporting_currency),
        sort=request.GET.get("sort", ""),
        group=request.GET.get("group", ""),
    )
    columns = shown_columns(request.GET.getlist("columns"))
    if request.GET.get("format") in FORMATS:
        return _file(request, table, columns)
    context = _context(request, filterset, table, columns) | _page(request, table)
    layout = request.GET.get("layout")
    context["layout"] = layout if layout in LAYOUTS else "table"
    if layout == "timeline":
        context["chart"] = chart_of([(row.line, row.details, row.heading) for row in context["rows"]], request.as_of)
    elif layout == "bubble":
        context["figure"] = project_charts.bubble(table.lines, table.currency)
        context["bubbles"] = project_charts.bubbles_of(table.lines)
    return render(request, "reporting/project_table/list.html", context)


def _page(request: HttpRequest, table: ProjectTable) -> dict[str, Any]:
    page = Paginator(table.lines, PER_PAGE).get_page(request.GET.get("page"))
    details = details_of([line.pk for line in page.object_list], request.as_of)
    return {"page": page, "rows": rows_of(table, page, details, grouped=request.GET.get("group") in GROUPINGS)}


def rows_of(table: ProjectTable, page: Page[Line], details: Mapping[int, Details], *, grouped: bool) -> list[Row]:
    """The lines of the page; the first of each group on it carries the heading, with the sums of the whole group."""
    group_of = {line.pk: group for group in table.groups for line in group.lines}
    rows: list[Row] = []
    above: Group | None = None
    for line in page.object_list:
        group = group_of[line.pk]
        rows.append(Row(line, details[line.pk], group if grouped and group is not above else None))
        above = group
    return rows


def _context(
    request: HttpRequest, filterset: ProjectFilter, table: ProjectTable, columns: list[Column]
) -> dict[str, Any]:
    shown = {column.key for column in columns}
    views = list(SavedView.offered_to(request.user, PAGE))
    query = request.GET.urlencode()
    return {
        "form": filterset.form,
        "table": table,
        "shown": {column.key: column.key in shown for column in COLUMNS},
        "columns": [
            {"key": column.key, "label": column.label, "shown": column.key in shown, "fixed": column.fixed}
            for column in COLUMNS
        ],
        "views": views,
        "own_views": [view for view in views if view.owner_id == request.user.pk],
        "active_view": next((view for view in views if view.query == query and query), None),
        "query": query,
        "layouts": [
            {
                "label": label,
                "href": same_page(request, layout=key, page=None),
                "current": key == request.GET.get("layout", "table"),
            }
            for key, label in (("table", _("Table")), ("timeline", _("Timeline")), ("bubble", _("Bubbles")))
        ],
        "groupings": [
            {"key": key, "label": label, "href": same_page(request, group=key or None, page=None)}
            for key, label in _grouping_labels().items()
        ],
        "group": request.GET.get("group", ""),
        "csv": same_page(request, format="csv", page=None),
        "xlsx": same_page(request, format="xlsx", page=None),
        "may_edit": can_anywhere(request.user, Permission.EDIT_PROJECT),
        "bulk_form": BulkEditForm(user=request.user, auto_id="bulk_%s"),
        "timeline_start": request.as_of - 2 * AHEAD,
        "timeline_end": request.as_of + 4 * AHEAD,
    }


def _grouping_labels() -> dict[str, str]:
    return {
        "": _("No grouping"),
        "portfolio": _("Portfolio"),
        "programme": _("Programme"),
        "phase": _("Phase"),
        "status": _("Status"),
        "manager": _("Manager"),
    }


def _file(request: HttpRequest, table: ProjectTable, columns: list[Column]) -> HttpResponse:
    """Every line of the list, not of the page, with the columns shown."""
    details: dict[int, Details] = {}
    for ids in chunks(line.pk for line in table.lines):
        details |= details_of(ids, request.as_of)
    rows = [cells_of(columns, line, details[line.pk]) for line in table.lines]
    name = "-".join((_("projects"), request.as_of.isoformat()))
    return table_response(request.GET["format"], name, headers_of(columns), rows)

"""Projects and their milestones on one line of time, by programme."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pmo.core.models import Organisation
from projects.models import Project
from reporting.filters.project import ProjectFilter
from reporting.queries.fact_set import FactSet
from reporting.queries.project_details import details_of
from reporting.queries.project_table import project_table, reporting_currency
from reporting.views.project_table import rows_of
from reporting.views.time_axis import chart_of

PER_PAGE = 60


def roadmap(request: HttpRequest) -> HttpResponse:
    """The projects the filters let through, a page at a time, in the order of their programmes."""
    filterset = ProjectFilter(request.GET, queryset=Project.objects.visible_to(request.user), request=request)
    facts = FactSet(filterset.qs.order_by(), request.as_of)
    table = project_table(
        facts,
        criteria=filterset.criteria(),
        currency=reporting_currency(facts.projects, Organisation.current().reporting_currency),
        sort=request.GET.get("sort", "start"),
        group="programme",
    )
    page = Paginator(table.lines, PER_PAGE).get_page(request.GET.get("page"))
    details = details_of([line.pk for line in page.object_list], request.as_of)
    rows = rows_of(table, page, details, grouped=True)
    context = {
        "form": filterset.form,
        "table": table,
        "page": page,
        "rows": rows,
        "chart": chart_of([(row.line, row.details, row.heading) for row in rows], request.as_of),
    }
    return render(request, "reporting/roadmap/page.html", context)

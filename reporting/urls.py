"""Pages of reporting."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from reporting.views import (
    budgets,
    bulk_edit,
    dashboard,
    kpi,
    measure_rows,
    metrics,
    my_work,
    outbox,
    palette,
    portfolio_list,
    project,
    project_table,
    report_list,
    roadmap,
    saved_views,
    status_report,
)

app_name = "reporting"
urlpatterns = [
    path("", dashboard.organisation, name="dashboard"),
    path("portfolios/<code:code>/", dashboard.portfolio, name="portfolio-dashboard"),
    path("programmes/<code:code>/", dashboard.programme, name="programme-dashboard"),
    path("projects/", project_table.project_list, name="project-table"),
    path("projects/bulk-edit/", bulk_edit.bulk_edit, name="project-bulk-edit"),
    path("projects/<code:code>/", project.overview, name="project"),
    path("projects/<code:code>/history/", project.project_history, name="project-history"),
    path("measures/<code:measure>/", measure_rows.measure_rows_page, name="measure-rows"),
    path("metrics", login_not_required(metrics.metrics), name="metrics"),
    path("roadmap/", roadmap.roadmap, name="roadmap"),
    path("budgets/", budgets.budget_list, name="budget-list"),
    path("views/", saved_views.create, name="saved-view-create"),
    path("views/<uuid:uuid>/delete/", saved_views.delete, name="saved-view-delete"),
    path("search/", palette.palette, name="palette"),
    path("portfolios/", portfolio_list.portfolio_list, name="portfolio-list"),
    path("my-work/", my_work.work_page, name="my-work"),
    path("kpis/", kpi.kpi_list, name="kpi-list"),
    path("kpis/new/", kpi.kpi_create, name="kpi-create"),
    path("kpis/<slug:slug>/", kpi.kpi_detail, name="kpi"),
    path("kpis/<slug:slug>/edit/", kpi.kpi_edit, name="kpi-edit"),
    path("kpis/<slug:slug>/values/", kpi.kpi_measure, name="kpi-measure"),
    path("admin/outbox/", outbox.outbox, name="admin-outbox"),
    path("admin/outbox/<int:pk>/retry/", outbox.outbox_retry, name="admin-outbox-retry"),
    path("projects/<code:code>/report/", status_report.edit, name="status-report-edit"),
    path("projects/<code:code>/report/draft/", status_report.autosave, name="status-report-autosave"),
    path("projects/<code:code>/report/preview/", status_report.preview, name="status-report-preview"),
    path("projects/<code:code>/report/discard/", status_report.discard, name="status-report-discard"),
    path("reports/", report_list.report_list, name="report-list"),
    path("reports/<uuid:uuid>/", status_report.detail, name="status-report"),
]

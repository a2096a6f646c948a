"""Pages of reporting."""

from django.urls import path

from reporting.views import (
    budgets,
    bulk_edit,
    dashboard,
    measure_rows,
    palette,
    project,
    project_table,
    roadmap,
    saved_views,
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
    path("roadmap/", roadmap.roadmap, name="roadmap"),
    path("budgets/", budgets.budget_list, name="budget-list"),
    path("views/", saved_views.create, name="saved-view-create"),
    path("views/<uuid:uuid>/delete/", saved_views.delete, name="saved-view-delete"),
    path("search/", palette.palette, name="palette"),
]

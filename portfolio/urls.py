"""Pages of portfolio."""

from django.urls import path

from portfolio.views import imports, portfolio, programme, threshold_set

app_name = "portfolio"
urlpatterns = [
    path("portfolios/new/", portfolio.portfolio_create, name="portfolio-create"),
    path("portfolios/<code:code>/edit/", portfolio.portfolio_edit, name="portfolio-edit"),
    path("programmes/new/", programme.programme_create, name="programme-create"),
    path("programmes/<code:code>/edit/", programme.programme_edit, name="programme-edit"),
    path("admin/thresholds/", threshold_set.threshold_list, name="threshold-list"),
    path("admin/thresholds/new/", threshold_set.threshold_create, name="threshold-create"),
    path("admin/thresholds/<uuid:uuid>/", threshold_set.threshold_edit, name="threshold-edit"),
    path("imports/", imports.import_list, name="import-list"),
    path("imports/new/", imports.import_upload, name="import-upload"),
    path("imports/template.xlsx", imports.import_template, name="import-template"),
    path("imports/<uuid:uuid>/", imports.import_run, name="import-run"),
    path("imports/<uuid:uuid>/profile/", imports.import_profile, name="import-profile"),
    path("imports/<uuid:uuid>/start/", imports.import_start, name="import-start"),
    path("imports/<uuid:uuid>/progress/", imports.import_progress, name="import-progress"),
    path("imports/<uuid:uuid>/rejections/", imports.import_rejections, name="import-rejections"),
    path("imports/<uuid:uuid>/file/", imports.import_file, name="import-file"),
]

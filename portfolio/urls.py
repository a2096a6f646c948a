"""Pages of portfolio."""

from django.urls import path

from portfolio.views import portfolio, programme, threshold_set

app_name = "portfolio"
urlpatterns = [
    path("portfolios/new/", portfolio.portfolio_create, name="portfolio-create"),
    path("portfolios/<code:code>/edit/", portfolio.portfolio_edit, name="portfolio-edit"),
    path("programmes/new/", programme.programme_create, name="programme-create"),
    path("programmes/<code:code>/edit/", programme.programme_edit, name="programme-edit"),
    path("admin/thresholds/", threshold_set.threshold_list, name="threshold-list"),
    path("admin/thresholds/new/", threshold_set.threshold_create, name="threshold-create"),
    path("admin/thresholds/<uuid:uuid>/", threshold_set.threshold_edit, name="threshold-edit"),
]

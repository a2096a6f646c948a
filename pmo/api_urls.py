"""Version 1 of the API: every object, by app, and its description."""

from django.urls import include, path

from pmo.core.api.views import description, explorer, nowhere

app_name = "api"
urlpatterns = [
    path("", include("pmo.core.api.v1.urls")),
    path("", include("projects.api.v1.urls")),
    path("", include("portfolio.api.v1.urls")),
    path("", include("reporting.api.v1.urls")),
    path("openapi.json", description, name="openapi"),
    path("", explorer, name="explorer"),
    path("<path:elsewhere>", nowhere, name="nowhere"),
]

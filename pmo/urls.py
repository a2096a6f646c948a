"""Every page of Vigie, by app."""

from django.conf import settings
from django.urls import include, path, register_converter

from pmo.core.converters import CodeConverter

register_converter(CodeConverter, "code")

urlpatterns = [
    path("api/v1/", include("pmo.api_urls")),
    path("", include("pmo.core.urls")),
    path("", include("pmo.core.account_urls")),
    path("", include("portfolio.urls")),
    path("", include("projects.urls")),
    path("", include("reporting.urls")),
]
if settings.SIGN_ON_DOORS:
    urlpatterns.append(path("", include("pmo.core.sign_on_urls")))
handler400 = "pmo.errors.bad_request"
handler403 = "pmo.errors.forbidden"
handler404 = "pmo.errors.not_found"
handler429 = "pmo.errors.too_many_requests"  # asked for by allauth
handler500 = "pmo.errors.server_error"

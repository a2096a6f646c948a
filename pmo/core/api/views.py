"""The description of the API, for programs and for people; and the answer where there is nothing."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view, permission_classes
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from pmo.core.api.schema import document

EVERY = ["GET", "POST", "PUT", "PATCH", "DELETE"]


@login_not_required
@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1, for tools before they have a token: it tells nothing of the organisation."""
    return HttpResponse(document(), content_type="application/vnd.oai.openapi+json;version=3.1")


@require_safe
def explorer(request: HttpRequest) -> HttpResponse:
    """Swagger UI, from its wheel: nothing is fetched from elsewhere."""
    return render(request, "core/api/explorer.html")


@extend_schema(exclude=True)
@api_view(EVERY)
@permission_classes([AllowAny])
def nowhere(request: Request, **where: Any) -> HttpResponse:
    """Any other address below the API is refused as the API refuses, not with a page."""
    raise Http404

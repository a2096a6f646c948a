"""The least that could answer: no token, no rights, no filters. What Vigie is measured against."""

import orjson
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination
from rest_framework.serializers import ModelSerializer

from projects.models import Project
from tests.bench.precomputed import TABLE

NAMES = [field.attname for field in Project._meta.concrete_fields]
ROWS = 100


def bare(request: HttpRequest) -> HttpResponse:
    """A hundred rows as ``values()``, written by orjson."""
    rows = list(Project.objects.order_by("code").values(*NAMES)[:ROWS])
    return HttpResponse(orjson.dumps({"results": rows}, default=str), content_type="application/json")


class ProjectSerializer(ModelSerializer[Project]):
    class Meta:
        model = Project
        fields = NAMES


class Hundred(PageNumberPagination):
    page_size = ROWS


class WithSerializer(ListAPIView[Project]):
    """The same with the ModelSerializer of the REST framework and its usual pages."""

    queryset = Project.objects.order_by("code")
    serializer_class = ProjectSerializer
    pagination_class = Hundred
    permission_classes = ()
    authentication_classes = ()


def precomputed(request: HttpRequest) -> HttpResponse:
    """One stored row that holds a whole roll-up."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT document::text FROM {TABLE}")
        return HttpResponse(cursor.fetchone()[0], content_type="application/json")


urlpatterns = [
    path("bare/", bare),
    path("serializer/", WithSerializer.as_view()),
    path("precomputed/", precomputed),
]

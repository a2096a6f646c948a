"""Answers for supervisors: is the process alive, can it serve. No sign-in, and nothing in them that is secret."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from pmo.core.queries.health import readiness


@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """The process answers; asks nobody else."""
    return JsonResponse({"status": "alive"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """200 where pages can be served, 503 where they cannot, and which part is missing."""
    found = readiness()
    answer = {
        "status": "ready" if found.ready else "not ready",
        "database": "ok" if found.database else "down",
        "migrations": "applied" if found.migrated else "unknown" if not found.database else "missing",
        "broker": found.broker.value,
    }
    return JsonResponse(answer, status=200 if found.ready else 503)

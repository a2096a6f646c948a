"""Addresses of what every app stands on."""

from django.urls import path

from pmo.core.api.router import Router
from pmo.core.api.v1.audit_entries import AuditEntries
from pmo.core.api.v1.exchange_rates import ExchangeRates
from pmo.core.api.v1.grants import Grants
from pmo.core.api.v1.groups import Groups
from pmo.core.api.v1.jobs import Jobs
from pmo.core.api.v1.me import Me
from pmo.core.api.v1.organisation import TheOrganisation
from pmo.core.api.v1.people import People
from pmo.core.api.v1.saved_views import SavedViews
from pmo.core.api.v1.webhooks import Deliveries, Webhooks

router = Router()
router.register("people", People, basename="person")
router.register("groups", Groups, basename="group")
router.register("grants", Grants, basename="grant")
router.register("exchange-rates", ExchangeRates, basename="exchange-rate")
router.register("audit-entries", AuditEntries, basename="audit-entry")
router.register("jobs", Jobs, basename="job")
router.register("saved-views", SavedViews, basename="saved-view")
router.register("webhooks", Webhooks, basename="webhook")
router.register("webhook-deliveries", Deliveries, basename="webhook-delivery")
urlpatterns = [
    path("me/", Me.as_view({"get": "retrieve"}), name="me"),
    path(
        "organisation/",
        TheOrganisation.as_view({"get": "retrieve", "patch": "partial_update"}),
        name="organisation",
    ),
    *router.urls,
]

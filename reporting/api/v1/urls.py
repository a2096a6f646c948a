"""Addresses of what is said about projects."""

from django.urls import path

from pmo.core.api.router import Router
from reporting.api.v1.kpis import Kpis, KpiValues
from reporting.api.v1.project_facts import ProjectFacts, Snapshots
from reporting.api.v1.rollup import RollupOf, RollupRows
from reporting.api.v1.status_report import StatusReports

router = Router()
router.register("status-reports", StatusReports, basename="status-report")
router.register("kpis", Kpis, basename="kpi")
router.register("kpi-values", KpiValues, basename="kpi-value")
router.register("project-facts", ProjectFacts, basename="project-fact")
router.register("project-fact-snapshots", Snapshots, basename="project-fact-snapshot")
urlpatterns = [
    path("rollup/", RollupOf.as_view({"get": "retrieve"}), name="rollup"),
    path("rollup/rows/", RollupRows.as_view({"get": "list"}), name="rollup-rows"),
    *router.urls,
]

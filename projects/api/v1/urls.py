"""Addresses of the objects of projects."""

from pmo.core.api.router import Router
from projects.api.v1.milestone import Milestones
from projects.api.v1.money import ActualCosts, BudgetLines, Commitments, Forecasts
from projects.api.v1.project import Projects
from projects.api.v1.registers import Actions, ChangeRequests, Decisions, Issues
from projects.api.v1.risk import Risks

router = Router()
router.register("projects", Projects, basename="project")
router.register("risks", Risks, basename="risk")
router.register("issues", Issues, basename="issue")
router.register("decisions", Decisions, basename="decision")
router.register("actions", Actions, basename="action")
router.register("change-requests", ChangeRequests, basename="change-request")
router.register("milestones", Milestones, basename="milestone")
router.register("budget-lines", BudgetLines, basename="budget-line")
router.register("commitments", Commitments, basename="commitment")
router.register("actual-costs", ActualCosts, basename="actual-cost")
router.register("forecasts", Forecasts, basename="forecast")
urlpatterns = router.urls

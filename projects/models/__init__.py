"""Tables of delivery."""

from projects.models.actual_cost import ActualCost
from projects.models.budget_line import BudgetLine
from projects.models.commitment import Commitment
from projects.models.dirty_mark import DirtyMark
from projects.models.forecast import Forecast
from projects.models.milestone import Milestone
from projects.models.part import ProjectPart
from projects.models.project import Project
from projects.models.registers import Action, ChangeRequest, Decision, Issue
from projects.models.risk import Risk
from projects.models.status_report import StatusReport

__all__ = [
    "Action",
    "ActualCost",
    "BudgetLine",
    "ChangeRequest",
    "Commitment",
    "Decision",
    "DirtyMark",
    "Forecast",
    "Issue",
    "Milestone",
    "Project",
    "ProjectPart",
    "Risk",
    "StatusReport",
]

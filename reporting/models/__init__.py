"""Tables of reporting: facts computed from the sources, closed periods, and KPIs."""

from reporting.models.fact import FactFields, ProjectFact, ProjectFactSnapshot
from reporting.models.kpi import Kpi, KpiValue
from reporting.models.period_fact import ProjectPeriodFact

__all__ = ["FactFields", "Kpi", "KpiValue", "ProjectFact", "ProjectFactSnapshot", "ProjectPeriodFact"]

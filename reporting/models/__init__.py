"""Tables of reporting: facts computed from the sources, closed periods, and KPIs."""

from reporting.models.fact import FactFields, ProjectFact, ProjectFactSnapshot
from reporting.models.kpi import Kpi, KpiValue

__all__ = ["FactFields", "Kpi", "KpiValue", "ProjectFact", "ProjectFactSnapshot"]

"""Who may do what through the API to what is said about projects."""

from reporting.models import ProjectFactSnapshot
from tests.rights.api_core_rows import EVERYBODY, of
from tests.rights.api_rows import amended, anywhere, created, identified, listing, objects
from tests.rights.rows import ANALYSTS, SEE, Row, some
from tests.rights.world import World

KPI_MANAGERS = anywhere(ANALYSTS)
ORGANISATION_READERS = anywhere(some("executive analyst office administrator"))


def snapshot(world: World, target: str) -> ProjectFactSnapshot:
    return ProjectFactSnapshot.objects.get(project=world.targets[target].project)


KPIS = [
    *objects("kpi", of("kpi"), reads=EVERYBODY, sees=EVERYBODY),
    created("kpi", KPI_MANAGERS, lambda w, t: {"code": "calm", "name": "Calm"}, sees=EVERYBODY),
    amended("kpi", of("kpi"), KPI_MANAGERS, lambda w, t: {"name": "Happiness"}, sees=EVERYBODY),
    *objects("kpi-value", of("kpi value"), reads=ORGANISATION_READERS, sees=ORGANISATION_READERS),
    created(
        "kpi-value",
        KPI_MANAGERS,
        lambda w, t: {"kpi": "satisfaction", "on": "2026-06-16", "value": "4.3"},
        sees=EVERYBODY,
    ),
]
FACTS = [
    Row("GET", "api:rollup", SEE, SEE, data=lambda w, t: {"scope": f"project:{t}"}),
    Row("GET", "api:rollup-rows", SEE, SEE, data=lambda w, t: {"scope": f"project:{t}", "measure": "EAC"}),
    listing("project-fact"),
    Row("GET", "api:project-fact-detail", SEE, SEE, args=lambda w, t: [t]),
    listing("project-fact-snapshot"),
    Row("GET", "api:project-fact-snapshot-detail", SEE, SEE, args=identified(snapshot)),
]
REPORTING = [*KPIS, *FACTS]

"""Saved views that the office shares."""

from pmo.core.models import SavedView
from reporting.demo.people import People
from reporting.demo.store import Store

PAGE = "projects"
SHARED = (
    ("sofia", "Comité de pilotage", "status=active&status=on_hold&group=programme&sort=-eac"),
    ("sofia", "Not reported", "not_reported=1&sort=-report_age"),
    ("karim", "Dérives à expliquer", "health=red&health=amber&over_budget=1"),
    ("karim", "Déclaré ≠ calculé", "differs=1"),
)
PRIVATE = (("elena", "My projects", "manager=elena"), ("thomas", "Mes projets", "manager=thomas"))


def add_saved_views(store: Store, people: People) -> None:
    for shared, stories in ((True, SHARED), (False, PRIVATE)):
        for owner, name, query in stories:
            view = SavedView(owner=people[owner], page=PAGE, name=name, query=query, shared=shared)
            store.identify(view).save(force_insert=True)

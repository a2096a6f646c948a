"""Who may do what through the API to people, grants, settings, and whatever else stands in no project."""

from typing import Any

from pmo.core.models import AuditEntry
from tests.rights.api_rows import amended, anywhere, created, done, identified, listing, objects, removed
from tests.rights.rows import ADMINISTRATOR, ALL, OFFICE, Row, some
from tests.rights.world import World

EVERYBODY, OFFICERS, ADMINISTRATORS = anywhere(ALL), anywhere(OFFICE), anywhere(ADMINISTRATOR)
FOLLOWERS, OWNER = anywhere(some("analyst administrator")), anywhere(some("analyst"))


def of(name: str) -> Any:
    return lambda world, target: world.things[name]


def uploaded(world: World, target: str) -> AuditEntry:
    """Tells of an import: of no project, so administrators read it."""
    return AuditEntry.objects.filter(verb="uploaded").get()


PEOPLE = [
    Row("GET", "api:me", EVERYBODY, EVERYBODY),
    *objects("person", of("person"), reads=EVERYBODY, sees=EVERYBODY),
    created(
        "person",
        ADMINISTRATORS,
        lambda w, t: {"username": "new", "password": "a-long-password-indeed"},
        sees=EVERYBODY,
    ),
    amended("person", of("person"), ADMINISTRATORS, lambda w, t: {"job_title": "Buyer"}, sees=EVERYBODY),
    done("person-deactivate", of("person"), ADMINISTRATORS, sees=EVERYBODY),
    done("person-reactivate", of("person"), ADMINISTRATORS, sees=EVERYBODY, changes=False),
]
RIGHTS = [
    *objects("group", of("group"), reads=OFFICERS, sees=OFFICERS),
    created("group", OFFICERS, lambda w, t: {"name": "Controllers"}, sees=EVERYBODY),
    amended("group", of("group"), OFFICERS, lambda w, t: {"name": "Money", "replaces": "Finance"}, sees=OFFICERS),
    removed("group", of("group"), OFFICERS, sees=OFFICERS),
    Row("GET", "api:group-members", OFFICERS, OFFICERS, args=identified(of("group"))),
    done("group-add-members", of("group"), OFFICERS, sees=OFFICERS, data=lambda w, t: {"people": ["somebody"]}),
    done(
        "group-remove-members",
        of("group"),
        OFFICERS,
        sees=OFFICERS,
        data=lambda w, t: {"people": ["somebody"]},
        changes=False,
    ),
    *objects("grant", of("grant"), reads=OFFICERS, sees=OFFICERS),
    created(
        "grant",
        OFFICERS,
        lambda w, t: {"user": "somebody", "role": "reader", "scope": "portfolio", "portfolio": "HOME"},
        sees=OFFICERS,
    ),
    removed("grant", of("grant"), OFFICERS, sees=OFFICERS),
    listing("audit-entry"),
    Row("GET", "api:audit-entry-detail", ADMINISTRATORS, ADMINISTRATORS, args=identified(uploaded)),
]
SETTINGS = [
    Row("GET", "api:organisation", EVERYBODY, EVERYBODY),
    Row("PATCH", "api:organisation", ADMINISTRATORS, EVERYBODY, data=lambda w, t: {"name": "New name"}, changes=True),
    *objects("exchange-rate", of("rate"), reads=EVERYBODY, sees=EVERYBODY),
    created(
        "exchange-rate",
        ADMINISTRATORS,
        lambda w, t: {"currency": "GBP", "on": "2026-06-15", "per_euro": "0.9"},
        sees=EVERYBODY,
    ),
    removed("exchange-rate", of("rate"), ADMINISTRATORS, sees=EVERYBODY),
    *objects("webhook", of("webhook"), reads=ADMINISTRATORS, sees=ADMINISTRATORS),
    created(
        "webhook",
        ADMINISTRATORS,
        lambda w, t: {"name": "New", "url": "https://example.org/hook", "events": ["*"], "owner": "analyst"},
        sees=EVERYBODY,
    ),
    amended("webhook", of("webhook"), ADMINISTRATORS, lambda w, t: {"name": "Other"}, sees=ADMINISTRATORS),
    removed("webhook", of("webhook"), ADMINISTRATORS, sees=ADMINISTRATORS),
    done("webhook-pause", of("webhook"), ADMINISTRATORS, sees=ADMINISTRATORS),
    done("webhook-resume", of("webhook"), ADMINISTRATORS, sees=ADMINISTRATORS, changes=False),
    done("webhook-rotate-secret", of("webhook"), ADMINISTRATORS, sees=ADMINISTRATORS),
    *objects("webhook-delivery", of("delivery"), reads=ADMINISTRATORS, sees=ADMINISTRATORS),
    created(
        "webhook-delivery",
        ADMINISTRATORS,
        lambda w, t: {"webhook": str(w.things["webhook"].uuid)},
        sees=ADMINISTRATORS,
    ),
    done("webhook-delivery-send-again", of("delivery"), ADMINISTRATORS, sees=ADMINISTRATORS),
]
OWN = [
    *objects("job", of("job"), reads=FOLLOWERS, sees=FOLLOWERS),
    *objects("saved-view", of("view"), reads=OWNER, sees=OWNER),
    created("saved-view", EVERYBODY, lambda w, t: {"page": "projects", "name": "New"}, sees=EVERYBODY),
    removed("saved-view", of("view"), OWNER, sees=OWNER),
]
CORE = [*PEOPLE, *RIGHTS, *SETTINGS, *OWN]

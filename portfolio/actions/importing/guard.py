"""Rows that are right in themselves but may not touch the project they name."""

from pmo.core.access import Permission
from pmo.core.models import User
from portfolio.interop.formats.plan import RowPlan
from portfolio.interop.formats.planner import Guard
from portfolio.interop.formats.reasons import Reason, gettext_noop
from projects.models import Project


def guard_for(*, source: str, by: User | None) -> Guard:
    """Refuses projects the person may not import into, without saying more of them, and changes of currency."""
    allowed = set(Project.objects.visible_to(by, Permission.IMPORT_DATA).values_list("pk", flat=True))
    by_code: dict[str, tuple[int, str]] = {}
    by_id: dict[str, tuple[int, str]] = {}
    for pk, code, origin, external_id, currency in Project.objects.values_list(
        "pk", "code", "source", "external_id", "currency"
    ):
        by_code[code] = (pk, currency)
        if origin == source:
            by_id[external_id] = (pk, currency)

    def guard(row: RowPlan) -> Reason | None:
        named = row.project.named
        found = by_id.get(named.external_id) or by_code.get(named.code)
        if found is None:
            return None
        pk, currency = found
        if pk not in allowed:
            return Reason.of(gettext_noop("The code %(code)s is not available."), code=named.code)
        if currency != row.project.currency:
            return Reason.of(
                gettext_noop(
                    "The project is kept in %(stored)s, the file gives %(given)s; amounts are never restated."
                ),
                stored=currency,
                given=row.project.currency,
            )
        return None

    return guard

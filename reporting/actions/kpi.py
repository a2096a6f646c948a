"""KPIs: defining them, measuring them by hand, and keeping the value of each period."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from pmo.core import audit
from pmo.core.access import Permission, can, can_anywhere, can_everywhere
from pmo.core.actions.codes import require_addressable
from pmo.core.actions.editing import refuse_stale, save_values, taken_once
from pmo.core.dates import require_reckoned
from pmo.core.errors import NotAllowed
from pmo.core.models import User
from portfolio.models import Portfolio
from reporting.engine.kpi_formula import FormulaError, operands
from reporting.errors import CodeTaken, InvalidFormula, MeasuredByFormula, ReasonMissing, ThresholdsContradict
from reporting.models import Kpi, KpiValue
from reporting.models.kpi import Direction
from reporting.queries.kpi import FORMULA_NAMES, computed
from reporting.queries.rollup import roll_up
from reporting.queries.scope import Scope

PLACES = Decimal("0.000001")


@transaction.atomic
def create_kpi(*, values: Mapping[str, Any], by: User | None, at: datetime) -> Kpi:
    """Define a KPI.

    :raises NotAllowed: without MANAGE_KPIS on the organisation.
    :raises InvalidFormula: when the formula is not arithmetic over the measures.
    :raises ThresholdsContradict: when red begins before amber.
    :raises CodeNotAddressable: when no address can hold its code.
    :raises CodeTaken: when another KPI has it.
    :raises AlreadyTaken: when somebody takes it at the very same time.
    """
    _require(by)
    made = Kpi(**values)
    _check(made)
    with taken_once(_("Another KPI has this code."), field="code"):
        made.save(force_insert=True)
    audit.record(verb="created", obj=made, by=by, at=at, changes=audit.changes_between(None, audit.state_of(made)))
    return made


@transaction.atomic
def edit_kpi(*, kpi: Kpi, values: Mapping[str, Any], version: int | None, by: User | None, at: datetime) -> Kpi:
    """Change a definition; recorded values stay as they were.

    :raises EditConflict: when ``version`` is not the stored one; and as :func:`create_kpi`.
    """
    _require(by)
    stored = Kpi.objects.select_for_update().get(pk=kpi.pk)
    refuse_stale(stored=stored, version=version, values=values)
    _require_free(values.get("code", stored.code), stored)
    with taken_once(_("Another KPI has this code."), field="code"):
        save_values(stored=stored, values=values, by=by, at=at)
    _check(stored)
    return stored


@transaction.atomic
def measure_kpi(
    *,
    kpi: Kpi,
    portfolio: Portfolio | None,
    on: date,
    value: Decimal | None,
    note: str,
    by: User | None,
    at: datetime,
) -> KpiValue:
    """Record a value taken by hand, or why there is none; one of the same day is replaced, and the trail keeps both.

    :raises NotAllowed: for who neither owns the KPI nor holds MANAGE_KPIS there.
    :raises MeasuredByFormula: for a KPI that is computed.
    :raises ReasonMissing: with neither value nor note.
    :raises StrangeDay: for a day that nothing reckons with.
    """
    require_reckoned(on, "on")
    locked = Kpi.objects.select_for_update().get(pk=kpi.pk)
    if not may_measure(by, locked, portfolio):
        raise NotAllowed(_("You may not record values of this KPI."))
    if locked.formula:
        raise MeasuredByFormula(_("This KPI is computed from its formula."))
    if value is None and not note.strip():
        raise ReasonMissing(_("Give a value, or say why there is none."), field="note")
    known = KpiValue.objects.filter(kpi=locked, portfolio=portfolio, on=on).first()
    before = audit.state_of(known) if known else None
    point = known or KpiValue(kpi=locked, portfolio=portfolio, on=on)
    point.value, point.note, point.by = value, note.strip(), by
    point.save()
    audit.record(
        verb="measured", obj=locked, by=by, at=at, changes=audit.changes_between(before, audit.state_of(point))
    )
    return point


@transaction.atomic
def record_kpi_values(*, at: datetime, on: date) -> int:
    """Keep the value of every formula KPI as of ``on``, for the organisation and each portfolio; returns how many.

    What is recorded already stays: running it again adds nothing.
    """
    kpis = list(Kpi.objects.select_for_update().exclude(formula="").order_by("pk"))
    there = set(KpiValue.objects.filter(kpi__in=kpis, on=on).values_list("kpi_id", "portfolio_id"))
    points = []
    for portfolio in [None, *Portfolio.objects.order_by("pk")]:
        wanted = [kpi for kpi in kpis if (kpi.pk, portfolio.pk if portfolio else None) not in there]
        if wanted:
            points += _points(wanted, portfolio, on)
    KpiValue.objects.bulk_create(points, batch_size=500)
    audit.record_all(
        audit.entry(verb="measured", obj=kpi, by=None, at=at, changes={"on": [None, on.isoformat()]})
        for kpi in {point.kpi for point in points}
    )
    return len(points)


def may_measure_somewhere(user: User, kpi: Kpi) -> bool:
    """Whether there is any scope this person could record a value of the KPI for."""
    return can_anywhere(user, Permission.MANAGE_KPIS) or (kpi.owner_id == user.pk and user.is_active)


def may_measure(user: User | None, kpi: Kpi, portfolio: Portfolio | None) -> bool:
    """Its owner measures a KPI, and so does who manages KPIs on the scope."""
    if user is not None and kpi.owner_id == user.pk and user.is_active:
        return portfolio is None or can(user, Permission.VIEW, portfolio)
    return can(user, Permission.MANAGE_KPIS, portfolio) if portfolio else can_everywhere(user, Permission.MANAGE_KPIS)


def _points(kpis: list[Kpi], portfolio: Portfolio | None, on: date) -> list[KpiValue]:
    rollup = roll_up(None, Scope.of(portfolio), on)
    points = []
    for kpi in kpis:
        value, reason = computed(kpi, rollup)
        exact = None if value is None else value.quantize(PLACES)
        points.append(KpiValue(kpi=kpi, portfolio=portfolio, on=on, value=exact, note=reason[:300]))
    return points


def _require(by: User | None) -> None:
    if not can_everywhere(by, Permission.MANAGE_KPIS):
        raise NotAllowed(_("You may not define KPIs."))


def _require_free(code: str, kpi: Kpi) -> None:
    if Kpi.objects.filter(code=code).exclude(pk=kpi.pk).exists():
        raise CodeTaken(_("Another KPI has the code %(code)s.") % {"code": code}, field="code")


def _check(kpi: Kpi) -> None:
    require_addressable(kpi.code)
    _require_free(kpi.code, kpi)
    if kpi.formula:
        try:
            operands(kpi.formula, FORMULA_NAMES)
        except FormulaError as error:
            rest = kpi.formula[error.position - 1 :][:30]
            place = _("at position %(n)d: “%(text)s”") if rest else _("at position %(n)d")
            reason = _(error.template) % error.params if error.params else _(error.template)
            where = place % {"n": error.position, "text": rest}
            raise InvalidFormula(f"{reason}, {where}.", field="formula") from error
    sign = 1 if kpi.direction == Direction.HIGHER else -1
    if kpi.amber is not None and kpi.red is not None and sign * kpi.red > sign * kpi.amber:
        raise ThresholdsContradict(_("Red must not begin before amber."), field="red")

"""KPIs as a person may see them: present value, colour, history, and what is due."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from pmo.core.access import Permission, can_everywhere, portfolio_reach
from pmo.core.models import User
from portfolio.models import Portfolio
from reporting.engine.kpi_formula import FormulaError, evaluate, operands
from reporting.engine.kpi_judgement import judge, next_due
from reporting.engine.measures import CATALOGUE, Kind
from reporting.engine.rollup import Total
from reporting.models import Kpi, KpiValue
from reporting.models.kpi import Direction
from reporting.queries.rollup import Rollup, roll_up
from reporting.queries.scope import Scope

HISTORY = 36
TYPED, COMPUTED = Permission.VIEW, Permission.VIEW_CONFIDENTIAL
TOO_LARGE = Decimal(10) ** 14
# A maximum over projects is no sum, so a formula cannot reckon with it.
FORMULA_NAMES: tuple[str, ...] = (*(m.name for m in CATALOGUE if m.kind is not Kind.SPREAD), "projects")


@dataclass(frozen=True)
class Standing:
    """One KPI on one scope. ``told`` is False where its recorded history may cover projects hidden from the person."""

    kpi: Kpi
    value: Decimal | None
    colour: str
    measured_on: date | None
    reason: str
    history: Sequence[KpiValue]
    told: bool
    due: date
    overdue: bool

    @property
    def series(self) -> list[Decimal | None]:
        return [point.value for point in reversed(self.history)]


def standings(user: User, scope: Scope, as_of: date) -> list[Standing]:
    """Every KPI on the organisation or one portfolio, in a constant number of statements."""
    kpis = list(Kpi.objects.select_related("owner"))
    rollup = roll_up(user, scope, as_of) if any(kpi.formula for kpi in kpis) else None
    recorded = _recorded(kpis, scope, as_of)
    told = (may_see_typed(user, scope), sees_all_of(user, scope))
    return [_standing(kpi, rollup, recorded.get(kpi.pk, []), told, as_of) for kpi in kpis]


def standing_of(user: User, kpi: Kpi, scope: Scope, as_of: date) -> tuple[Standing, Rollup | None]:
    """One KPI, with the roll-up its operands come from."""
    rollup = roll_up(user, scope, as_of) if kpi.formula else None
    told = (may_see_typed(user, scope), sees_all_of(user, scope))
    return _standing(kpi, rollup, _recorded([kpi], scope, as_of).get(kpi.pk, []), told, as_of), rollup


def operand_totals(kpi: Kpi, rollup: Rollup) -> list[tuple[str, Total]]:
    """The measures of the formula with their values, in the order they stand in it."""
    try:
        names = operands(kpi.formula, FORMULA_NAMES)
    except FormulaError:  # a formula written before a measure was renamed
        return []
    everything = totals_by_name(rollup)
    return [(name, everything[name]) for name in names]


def totals_by_name(rollup: Rollup) -> Mapping[str, Total]:
    count = Total(Decimal(rollup.projects), rollup.projects, 0, rollup.projects)
    return {**rollup.measures, "projects": count}


def computed(kpi: Kpi, rollup: Rollup) -> tuple[Decimal | None, str]:
    """The value of a formula KPI over a roll-up, or None with the reason."""
    everything = totals_by_name(rollup)
    values = {name: everything[name].value for name in FORMULA_NAMES if name in everything}
    try:
        value = evaluate(kpi.formula, values)
    except FormulaError as error:
        return None, str(error)
    if value is not None and abs(value) >= TOO_LARGE:
        return None, _("larger than a KPI can hold")
    if value is not None:
        return value, ""
    absent = [name for name in operands(kpi.formula, values) if values[name] is None]
    return None, _("not known: %(names)s") % {"names": ", ".join(absent)} if absent else _("division by 0")


def sees_all_of(user: User | None, scope: Scope) -> bool:
    """Whether nothing in the scope could be hidden from the person, so that recorded totals tell them nothing new.

    It asks for the right and not for what is there: else the answer itself would tell that something is hidden.
    """
    if scope.target is None:
        return can_everywhere(user, COMPUTED)
    reach = portfolio_reach(user, COMPUTED)
    return Portfolio.objects.filter(reach, pk=scope.target.pk).exists()


def may_see_typed(user: User | None, scope: Scope) -> bool:
    """Values taken by hand are told to who may view the scope itself."""
    if scope.target is None:
        return can_everywhere(user, TYPED)
    return Portfolio.objects.filter(portfolio_reach(user, TYPED), pk=scope.target.pk).exists()


def kpi_values_visible_to(user: User | None) -> "QuerySet[KpiValue]":
    """Recorded values the person may be told, as :func:`standings` tells them: computed ones may cover hidden projects,
    so they ask for more than those taken by hand. They stay computed when the formula of their KPI goes."""
    everywhere = {permission: can_everywhere(user, permission) for permission in (TYPED, COMPUTED)}
    reached = {permission: Portfolio.objects.filter(portfolio_reach(user, permission)) for permission in everywhere}
    by_hand, told = Q(kpi__formula="", by__isnull=False), Q(pk__in=[])
    for permission, kind in ((TYPED, by_hand), (COMPUTED, ~by_hand)):
        told |= kind & Q(portfolio__in=reached[permission].order_by())
        if everywhere[permission]:
            told |= kind & Q(portfolio=None)
    return KpiValue.objects.filter(told)


def measurements_due(user: User, as_of: date) -> list[tuple[Kpi, date]]:
    """KPIs this person measures by hand whose next value of the organisation is due by the date, or soon."""
    mine = Kpi.objects.filter(owner=user, formula="").annotate(
        last=Max("values__on", filter=Q(values__portfolio=None, values__on__lte=as_of))
    )
    return [(kpi, next_due(kpi.last, kpi.frequency, since=kpi.created_at.date())) for kpi in mine]


def _recorded(kpis: Sequence[Kpi], scope: Scope, as_of: date) -> dict[int, list[KpiValue]]:
    """The last values of each KPI on the scope, newest first."""
    points = KpiValue.objects.filter(
        kpi__in=kpis, portfolio=scope.target.pk if scope.target else None, on__lte=as_of
    ).select_related("by")
    found: dict[int, list[KpiValue]] = {}
    for point in points.order_by("-on", "-pk"):
        kept = found.setdefault(point.kpi_id, [])
        if len(kept) < HISTORY:
            kept.append(point)
    return found


def _standing(
    kpi: Kpi, rollup: Rollup | None, points: list[KpiValue], told: tuple[bool, bool], as_of: date
) -> Standing:
    """``told`` says whether the person is told what was taken by hand on the scope, and what was computed there."""
    typed_told, computed_told = told
    shown = [point for point in points if (computed_told if kpi.formula or point.by_id is None else typed_told)]
    last = shown[0] if shown else None
    if kpi.formula and rollup is not None:
        value, reason = computed(kpi, rollup)
        measured_on: date | None = as_of
    else:
        value, reason = (last.value, last.note) if last else (None, _("not measured yet"))
        measured_on = last.on if last else None
    due = next_due(points[0].on if points else None, kpi.frequency, since=kpi.created_at.date())
    better_high = kpi.direction == Direction.HIGHER
    return Standing(
        kpi=kpi,
        value=value,
        colour=judge(value, higher_is_better=better_high, amber=kpi.amber, red=kpi.red),
        measured_on=measured_on,
        reason=reason,
        history=shown,
        told=computed_told if kpi.formula else typed_told,
        due=due,
        overdue=not kpi.formula and due < as_of,
    )

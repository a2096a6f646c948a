"""Typed values of one row become the objects the row speaks of."""

from datetime import date
from decimal import Decimal

from .absence import Absence
from .amounts import SCALES, scaled
from .codes import code_from, slug
from .headers import Bound, Header
from .plan import AmountPlan, Named, Problem, ProjectPlan, RowPlan
from .profile import Level, Period, Profile
from .reasons import Reason, gettext_noop
from .values import RowValues

STORED_DECIMALS = 6
STORED_DIGITS = 14
PROJECT_TEXTS = ("description", "status", "phase", "priority", "methodology")


class Assembler:
    """Builds the plan of a row; ``today`` is the date of statements for which neither file nor profile has one."""

    def __init__(self, profile: Profile, header: Header, today: date) -> None:
        self.profile = profile
        self.today = today
        self.money = [one for one in header.bound if one.column.target]
        year = next(
            (one.year for one in self.money if one.year and one.column.target and one.column.target.yearly), None
        )
        self.stated_on = profile.stated_on or (profile.fiscal_year.period(year).end if year else None)

    def assemble(self, number: int, values: RowValues) -> RowPlan:
        """Adds to ``values.problems`` what only shows when the row is put together."""
        portfolio = self._named(self.profile.portfolio, values)
        programme = self._named(self.profile.programme, values)
        project = self._named(self.profile.project, values)
        if portfolio is None or project is None or (programme is None and not self.profile.programme_optional):
            level = "portfolio" if portfolio is None else "programme" if project else "project"
            values.problems.append(
                Problem("", "", Reason.of(gettext_noop("The row does not say its %(level)s."), level=level))
            )
            portfolio = project = portfolio or project or Named("", "", "")
        return RowPlan(
            number,
            portfolio,
            programme,
            self._project(project, values),
            self._amounts(values),
            values.texts.get("issue", ""),
            self.stated_on or self.today,
            self.stated_on is None,
        )

    def _named(self, level: Level, values: RowValues) -> Named | None:
        """The code of a level comes from its id or, in files that give none, from its name."""
        filled = dict(values.texts)
        for prefix in ("portfolio", "programme", "project"):
            name, own = filled.get(f"{prefix}_name", ""), filled.get(f"{prefix}_id", "")
            if name or own:
                filled[f"{prefix}_name"], filled[f"{prefix}_key"] = name or own, own or slug(name) or name
        try:
            code = code_from(level.code, filled)
            return Named(code, level.external_id.format_map(filled)[:120], level.name.format_map(filled)[:300])
        except KeyError:
            return None

    def _project(self, named: Named, values: RowValues) -> ProjectPlan:
        absences: dict[str, Absence] = {}
        for name in ("start", "finish"):
            if name in values.absences:
                absences[name] = values.absences[name]
        health = values.texts.get("health") or values.texts.get("health_other") or ""
        stated = [values.absences[name] for name in ("health", "health_other") if name in values.absences]
        if not health and stated:
            absences["declared_health"] = next((one for one in stated if one.kind == "withheld"), stated[0])
            health = "grey"
        elif health == "grey":
            absences["declared_health"] = Absence("unknown", "Reset")
        return ProjectPlan(
            named=named,
            currency=values.texts.get("currency", self.profile.currency),
            texts={name: values.texts[name] for name in PROJECT_TEXTS if name in values.texts},
            start=values.dates.get("start"),
            finish=values.dates.get("finish"),
            health=health,
            absences=absences,
        )

    def _amounts(self, values: RowValues) -> tuple[AmountPlan, ...]:
        plans = [plan for one in self.money if (plan := self._amount(one, values)) is not None]
        return tuple(plans)

    def _amount(self, bound: Bound, values: RowValues) -> AmountPlan | None:
        target, name = bound.column.target, bound.column.field
        if target is None or (name not in values.amounts and name not in values.absences):
            return None
        first = next(
            (one for one in self.money if one.column.target and one.column.target.original_of == target.line), None
        )
        if target.original_of and any(
            one.column.target and one.column.target.line == target.original_of for one in self.money
        ):
            return None
        amount = self._stored(bound, values)
        original = self._stored(first, values) if first else amount
        absence = values.absences.get(name)
        if first and (original is None) != (amount is None):
            # Of a budget both figures are known or both are missing: the one that is there stands for both.
            amount = original = amount if original is None else original
            absence = None
        period = self._period(bound)
        on = target.on or values.dates.get(target.on_field) or (period.end if target.yearly and period else None)
        on = on or self.stated_on
        return AmountPlan(
            target=target,
            line=(target.original_of or target.line).replace("*", str(bound.year)),
            column=bound.header,
            amount=amount,
            absence=absence,
            original=original,
            period=period,
            on=on or self.today,
            on_is_today=on is None,
        )

    def _period(self, bound: Bound) -> Period | None:
        target = bound.column.target
        if target and target.yearly and bound.year:
            return self.profile.fiscal_year.period(bound.year)
        return target.period if target else None

    def _stored(self, bound: Bound, values: RowValues) -> Decimal | None:
        """In units of the currency; refuses what the database could not keep to the last digit."""
        value = values.amounts.get(bound.column.field)
        if value is None:
            return None
        amount = scaled(value, self.profile.unit)
        if amount != round(amount, STORED_DECIMALS) or amount.adjusted() >= STORED_DIGITS:
            values.problems.append(
                Problem(
                    bound.header,
                    str(value),
                    Reason.of(
                        gettext_noop(
                            "%(value)s × %(scale)s cannot be kept exactly: at most %(digits)s digits and six decimals."
                        ),
                        value=value,
                        scale=SCALES[self.profile.unit],
                        digits=STORED_DIGITS,
                    ),
                )
            )
        return amount

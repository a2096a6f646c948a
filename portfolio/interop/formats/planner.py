"""From the rows of a file to the plan of an import."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import chain, islice
from typing import IO

from .absence import Absence
from .assemble import Assembler
from .checks import shifted, sum_problems, total_row
from .headers import Header, HeaderFinder
from .limits import DEFAULT_LIMITS, Limits
from .plan import ColumnSum, ImportPlan, MappedColumn, Problem, Rejection, RowPlan
from .profile import Kind, Profile
from .reasons import Reason, gettext_noop
from .table import Row, read_rows
from .values import RowValues, read_values

REPORT_EVERY = 1000

#: Says why a row that is right in itself may not be taken, or None.
Guard = Callable[[RowPlan], Reason | None]


def plan_import(
    stream: IO[bytes],
    profile: Profile,
    *,
    today: date,
    guard: Guard | None = None,
    on_rows: Callable[[int], None] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> ImportPlan:
    """Read a file by a profile; nothing is written. ``on_rows`` hears now and then how many rows have been read.

    :raises FileRefused: when the file as a whole cannot be taken.
    """
    finder = HeaderFinder(profile)
    rows = read_rows(stream, finder.recognise, encoding=profile.encoding, limits=limits)
    head = list(islice(rows, limits.header_search_rows))
    header = finder.find(head)
    planner = Planner(profile, header, today, guard)
    for row in chain(head, rows):
        if row.number > header.row:
            planner.take(row)
        if on_rows and row.number % REPORT_EVERY == 0:
            on_rows(row.number - header.row)
    return planner.plan()


class Planner:
    """Takes the rows one after the other; remembers the keys and parents it has seen."""

    def __init__(self, profile: Profile, header: Header, today: date, guard: Guard | None = None) -> None:
        self.profile = profile
        self.guard = guard
        self.header = header
        self.assembler = Assembler(profile, header, today)
        self.headers = {one.column.field: one.header for one in header.bound}
        self.money = [one for one in header.bound if one.column.kind is Kind.MONEY]
        self.sums = {one.header: ColumnSum() for one in self.money}
        self.rows: list[RowPlan] = []
        self.rejections: list[Rejection] = []
        self.warnings: list[Rejection] = []
        self.blank = 0
        self._keys: dict[tuple[str, ...], int] = {}
        self._codes: dict[str, int] = {}
        self._parents: dict[str, tuple[str, int]] = {}

    def take(self, row: Row) -> None:
        if row.is_blank:
            self.blank += 1
            return
        slid = shifted(row, self.header)
        total = total_row(row, self.header, self.profile.key_fields)
        values = RowValues() if slid else read_values(row.cells, self.header.bound, self.profile)
        if total or slid:
            values.problems = [one for one in (total or slid,) if one]
        else:
            values.problems += sum_problems(values, self.profile.sums, self.headers)
            self._check_dates(row, values)
        # Put together even when something is wrong, so that one report names everything.
        plan = self.assembler.assemble(row.number, values) if not values.problems else None
        if plan and not values.problems:
            self._check_seen(plan, values)
        if plan and not values.problems and self.guard and (reason := self.guard(plan)):
            key = self.profile.key_fields[-1]
            values.problems.append(Problem(self.headers.get(key, ""), values.texts.get(key, ""), reason))
        self._add_sums(values, readable=not slid)
        if plan is None or values.problems:
            self.rejections.append(Rejection(row.number, values.problems[0], tuple(values.problems[1:])))
        else:
            self.rows.append(plan)

    def plan(self) -> ImportPlan:
        return ImportPlan(
            profile=self.profile.name,
            header_row=self.header.row,
            mapped=tuple(MappedColumn(one.header, one.column.field, one.column.kind) for one in self.header.bound),
            not_taken=self.header.not_taken,
            rows=tuple(self.rows),
            rejections=tuple(self.rejections),
            warnings=tuple(self.warnings),
            sums=self.sums,
            blank=self.blank,
            unit=self.profile.unit,
            currency=self.profile.currency,
        )

    def _check_dates(self, row: Row, values: RowValues) -> None:
        start, finish = values.dates.get("start"), values.dates.get("finish")
        if start is None or finish is None or start <= finish:
            return
        reason = Reason.of(
            gettext_noop("The finish %(finish)s lies before the start %(start)s in the source"),
            start=start,
            finish=finish,
        )
        problem = Problem(self.headers["finish"], finish.isoformat(), reason)
        if not self.profile.dates_unreliable:
            values.problems.append(problem)
            return
        for name in ("start", "finish"):
            del values.dates[name]
            values.absences[name] = Absence("unknown", str(reason))
        self.warnings.append(Rejection(row.number, problem))

    def _check_seen(self, plan: RowPlan, values: RowValues) -> None:
        """The key is compared as cleaned, so that ``1,231`` and ``1231`` are found to be the same."""
        key = tuple(values.texts.get(name, "") for name in self.profile.key_fields)
        code = plan.project.named.code
        first = self._keys.get(key) or self._codes.get(code.casefold())
        column = self.headers.get(self.profile.key_fields[-1], "")
        if first:
            reason = gettext_noop("“%(key)s” already stands in row %(row)s; a project may stand only once.")
            values.problems.append(Problem(column, key[-1], Reason.of(reason, key=" / ".join(key), row=first)))
            return
        if plan.programme:
            parent, where = self._parents.setdefault(plan.programme.code, (plan.portfolio.code, plan.number))
            if parent != plan.portfolio.code:
                reason = gettext_noop("The programme “%(name)s” belongs to “%(portfolio)s” in row %(row)s.")
                texts = {"name": plan.programme.name, "portfolio": parent, "row": where}
                values.problems.append(Problem("", plan.programme.name, Reason.of(reason, **texts)))
                return
        self._keys[key] = self._codes[code.casefold()] = plan.number

    def _add_sums(self, values: RowValues, *, readable: bool) -> None:
        side = "rejected" if values.problems else "taken"
        for one in self.money:
            total, name = self.sums[one.header], one.column.field
            if name in values.amounts:
                total = replace(total, **{side: getattr(total, side) + values.amounts[name]})
            elif name in values.absences:
                kind = values.absences[name].kind
                total = replace(total, **{kind: getattr(total, kind) + 1})
            else:
                total = replace(total, unreadable=total.unreadable + 1)
            self.sums[one.header] = total

"""What a row must satisfy as a whole: these catch cells that slid into their neighbours' columns."""

import re
from collections.abc import Mapping
from decimal import Decimal

from .headers import Header
from .plan import Problem
from .profile import SumRule
from .reasons import Reason, gettext_noop
from .table import Row, cell_text, is_blank
from .values import RowValues

_TOTAL = r"(grand |sub[ -]?|sous[ -]?)?tota(l|ux)( g[ée]n[ée]ral| general)?"
_TOTAL_CELL = re.compile(rf"{_TOTAL}\s*:?", re.IGNORECASE)
_TOTAL_START = re.compile(rf"{_TOTAL}\b", re.IGNORECASE)

_NO_TOTAL = gettext_noop("The total is not given although all its parts are: the amounts of this row are shifted.")


def total_row(row: Row, header: Header, keys: tuple[str, ...]) -> Problem | None:
    """A row that adds up the others. A name may well begin with "Total"; then the row has its key."""
    texts = [cell_text(cell) for cell in row.cells]
    found = next((text for text in texts if _TOTAL_CELL.fullmatch(text)), None)
    if found is None:
        first = next((text for text in texts if text), "")
        key_cells = [
            row.cells[one.index] for one in header.bound if one.column.field in keys and one.index < len(texts)
        ]
        if not (_TOTAL_START.match(first) and any(map(is_blank, key_cells))):
            return None
        found = first
    index = texts.index(found)
    column = next((one.header for one in header.bound if one.index == index), "")
    return Problem(
        column,
        found[:200],
        Reason.of(gettext_noop("This is a total row, not a project: totals are computed, never imported.")),
    )


def shifted(row: Row, header: Header) -> Problem | None:
    """A text file must have as many cells in a row as in its header; a workbook leaves empty cells out at the end."""
    count = len(row.cells)
    if count == header.width or (not row.ragged and count < header.width):
        return None
    return Problem(
        "",
        cell_text(row.cells[0])[:200] if row.cells else "",
        Reason.of(
            gettext_noop("The row has %(count)s cells and the header %(width)s: its cells are shifted."),
            count=count,
            width=header.width,
        ),
    )


def sum_problems(values: RowValues, rules: tuple[SumRule, ...], headers: Mapping[str, str]) -> list[Problem]:
    """Where a total differs from its parts by more than rounding (one unit for each addend)."""
    problems = []
    for rule in rules:
        for total, parts in _expand(rule, headers):
            known = [values.amounts[part] for part in parts if part in values.amounts]
            if total in values.absences and len(known) == len(parts):
                problems.append(Problem(headers[total], "", Reason.of(_NO_TOTAL)))
            if total not in values.amounts or len(known) < len(parts):
                continue
            difference = values.amounts[total] - sum(known, Decimal(0))
            if abs(difference) > len(parts):
                problems.append(_mismatch(values.amounts[total], difference, total, parts, headers))
    return problems


def _mismatch(total: Decimal, difference: Decimal, field: str, parts: list[str], headers: Mapping[str, str]) -> Problem:
    return Problem(
        headers[field],
        format(total, "f"),
        Reason.of(
            gettext_noop(
                "Differs by %(difference)s from the sum of %(parts)s: the amounts of this row are shifted or wrong."
            ),
            difference=format(difference, "f"),
            parts=", ".join(headers[part] for part in parts),
        ),
    )


def _expand(rule: SumRule, headers: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    """The rule for each set of columns that the file has."""
    if "*" not in rule.total:
        parts = [name for part in rule.parts for name in _fields(part, rule.total, headers)]
        return [(rule.total, parts)] if rule.total in headers else []
    prefix = rule.total.removesuffix("*")
    names = [name.removeprefix(prefix) for name in headers if name.startswith(prefix)]
    sets = [(prefix + name, [part.replace("*", name) for part in rule.parts]) for name in names]
    return [(total, parts) for total, parts in sets if all(part in headers for part in parts)]


def _fields(part: str, total: str, headers: Mapping[str, str]) -> list[str]:
    if not part.endswith("**"):
        return [part]
    return [name for name in headers if name.startswith(part.removesuffix("**")) and name != total]

"""The columns of the project table: their words, whether they show by default, and what they put in a file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pmo.core.enums import Missing
from projects.enums import Health
from reporting.engine.health import DIMENSIONS
from reporting.enums import Dimension
from reporting.queries.project_details import Details
from reporting.queries.project_table import Line

Cell = Callable[[Line, Details], Any]
TREND_WORDS = {
    "up": gettext_lazy("Improving"),
    "flat": gettext_lazy("Stable"),
    "down": gettext_lazy("Worsening"),
    "unknown": "",
}


@dataclass(frozen=True)
class Column:
    """``exports`` is what the column gives to a file: header and cell, one or several."""

    key: str
    label: str | Promise
    exports: tuple[tuple[str | Promise, Cell], ...]
    default: bool = True
    fixed: bool = False


def _amount(name: str) -> Cell:
    def cell(line: Line, details: Details) -> Any:
        if name in line.fact.withheld:
            return Missing.WITHHELD.label
        return getattr(line.fact, name)

    return cell


def _fact(name: str) -> Cell:
    return lambda line, details: getattr(line.fact, name)


def _health(name: str) -> Cell:
    return lambda line, details: Health(getattr(line.fact, name) or "grey").label


def _simple(key: str, label: str | Promise, cell: Cell, *, default: bool = True) -> Column:
    return Column(key, label, ((label, cell),), default)


def _money(key: str, label: str | Promise, name: str, *, default: bool = True) -> Column:
    return Column(key, label, ((label, _amount(name)),), default)


def _expected(line: Line, details: Details) -> Any:
    return line.expected_progress


def _next_milestones(line: Line, details: Details) -> str:
    coming = [mark for mark in details.milestones if mark.state != "done"][:3]
    return "; ".join(f"{mark.name} {mark.date.isoformat()}" for mark in coming)


COLUMNS: tuple[Column, ...] = (
    Column(
        "project",
        gettext_lazy("Project"),
        (
            (gettext_lazy("Code"), lambda line, details: details.project.code),
            (gettext_lazy("Project"), lambda line, details: details.project.name),
        ),
        fixed=True,
    ),
    _simple("manager", gettext_lazy("Manager"), lambda line, details: str(details.project.manager or "")),
    _simple("phase", gettext_lazy("Phase"), lambda line, details: details.project.get_phase_display()),
    _simple(
        "status", gettext_lazy("Status"), lambda line, details: details.project.get_status_display(), default=False
    ),
    _simple(
        "priority",
        gettext_lazy("Priority"),
        lambda line, details: details.project.get_priority_display(),
        default=False,
    ),
    _simple("health", gettext_lazy("Health"), _health("health")),
    _simple("computed", gettext_lazy("Computed health"), _health("computed_health"), default=False),
    Column(
        "dimensions",
        gettext_lazy("Dimensions"),
        tuple((Dimension(name).label, _health(f"health_{name}")) for name in DIMENSIONS),
    ),
    _simple("trend", gettext_lazy("Trend"), lambda line, details: str(TREND_WORDS[details.trend])),
    Column(
        "progress",
        gettext_lazy("Progress"),
        ((gettext_lazy("Progress"), _fact("progress")), (gettext_lazy("Expected progress"), _expected)),
    ),
    _money("budget", gettext_lazy("Budget"), "approved_budget"),
    _money("eac", gettext_lazy("EAC"), "eac"),
    _money("ac", gettext_lazy("AC"), "ac", default=False),
    _money("committed", gettext_lazy("Committed"), "committed", default=False),
    _simple("variance", gettext_lazy("Variance"), lambda line, details: line.variance),
    _simple("milestones", gettext_lazy("Milestones"), _next_milestones),
    _simple("report_age", gettext_lazy("Report age"), _fact("report_age_days")),
    _simple(
        "portfolio", gettext_lazy("Portfolio"), lambda line, details: details.project.portfolio.name, default=False
    ),
    _simple(
        "programme",
        gettext_lazy("Programme"),
        lambda line, details: str(details.project.programme or ""),
        default=False,
    ),
    _simple("start", gettext_lazy("Start"), lambda line, details: details.project.start, default=False),
    _simple("finish", gettext_lazy("Finish"), lambda line, details: details.project.finish, default=False),
)
MONEY_COLUMNS = frozenset({"budget", "eac", "ac", "committed"})


def shown_columns(chosen: Sequence[str]) -> list[Column]:
    """The columns asked for, in the order of the table; the default ones when none is named."""
    wanted = set(chosen)
    if not wanted & {column.key for column in COLUMNS}:
        return [column for column in COLUMNS if column.default]
    return [column for column in COLUMNS if column.fixed or column.key in wanted]


def headers_of(columns: Sequence[Column]) -> list[str]:
    """The header of a file; amounts are followed by their currency, once."""
    headers = [str(header) for column in columns for header, _cell in column.exports]
    return [*headers, _("Currency")] if _has_money(columns) else headers


def cells_of(columns: Sequence[Column], line: Line, details: Details) -> list[Any]:
    cells = [cell(line, details) for column in columns for _header, cell in column.exports]
    return [*cells, line.fact.currency] if _has_money(columns) else cells


def _has_money(columns: Sequence[Column]) -> bool:
    return any(column.key in MONEY_COLUMNS for column in columns)

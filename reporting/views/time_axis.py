"""Bars and milestones on a common line of time, as coordinates ready for SVG attributes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from pmo.core.ui.drawing import clamp, coordinate
from pmo.core.ui.formats import day_text
from reporting.queries.milestones import Mark
from reporting.queries.project_details import Details
from reporting.queries.project_table import Group, Line

WIDTH = 1000.0
MONTHS_PER_TICK = ((18, 1), (48, 3), (120, 12), (300, 24))
BEFORE, AFTER = timedelta(days=20 * 365), timedelta(days=10 * 365)


@dataclass(frozen=True)
class Tick:
    x: str
    label: str


@dataclass(frozen=True)
class Diamond:
    x: str
    state: str
    text: str


@dataclass(frozen=True)
class Bar:
    """A project: where its bar stands (None without both dates) and its milestones."""

    line: Line
    details: Details
    heading: Group | None
    x: str
    width: str
    diamonds: list[Diamond]


@dataclass(frozen=True)
class TimeAxis:
    start: date
    end: date

    def at(self, day: date) -> float:
        span = max((self.end - self.start).days, 1)
        return clamp((day - self.start).days / span * WIDTH, 0, WIDTH)

    def ticks(self) -> list[Tick]:
        """The first of a month, a quarter or a year, as many as can be read; the first one always tells its year."""
        months = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month
        step = next((step for most, step in MONTHS_PER_TICK if months <= most), 60)
        found = []
        index = -(-(self.start.year * 12 + self.start.month - 1) // step) * step
        while (day := date(index // 12, index % 12 + 1, 1)) <= self.end:
            if day >= self.start:
                month = f"{day.month:02d}" if found else f"{day.month:02d}/{day.year}"
                label = f"{day.year}" if step >= 12 or day.month == 1 else month
                found.append(Tick(coordinate(self.at(day)), label))
            index += step
        return found

    def bar(self, line: Line, details: Details, heading: Group | None) -> Bar:
        start, finish = details.project.start, details.project.finish
        left, right = None, 0.0
        if start and finish and start <= self.end and finish >= self.start:
            left, right = self.at(start), self.at(finish)
        return Bar(
            line,
            details,
            heading,
            "" if left is None else coordinate(left),
            "" if left is None else coordinate(max(right - left, 3)),
            [self._diamond(mark) for mark in details.milestones if self.start <= mark.date <= self.end],
        )

    def _diamond(self, mark: Mark) -> Diamond:
        words = {"done": _("done"), "planned": _("planned"), "late": _("late"), "missed": _("missed")}
        return Diamond(
            coordinate(self.at(mark.date)), mark.state, f"{mark.name}, {day_text(mark.date)}, {words[mark.state]}"
        )


def axis_for(details: Iterable[Details], as_of: date) -> TimeAxis:
    """From the earliest to the latest of their dates around the day, twenty years before to ten after at most."""
    days = [as_of - timedelta(days=90), as_of + timedelta(days=180)]
    for detail in details:
        days += [day for day in (detail.project.start, detail.project.finish) if day]
        days += [mark.date for mark in detail.milestones]
    first = max(min(days), as_of - BEFORE)
    last = min(max(days), as_of + AFTER)
    return TimeAxis(first.replace(day=1), last)


@dataclass(frozen=True)
class TimeChart:
    """What templates/reporting/roadmap/_chart.html draws."""

    ticks: list[Tick]
    today: str
    bars: list[Bar]


def chart_of(rows: Sequence[tuple[Line, Details, Group | None]], as_of: date) -> TimeChart:
    axis = axis_for([details for _line, details, _heading in rows], as_of)
    bars = [axis.bar(line, details, heading) for line, details, heading in rows]
    return TimeChart(axis.ticks(), coordinate(axis.at(as_of)), bars)

"""From a course in one word to figures at any date: planned share, progress, and how far the estimate has drifted."""

import math
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from reporting.demo.dice import dice
from reporting.demo.story.shapes import Course, ProjectStory
from reporting.engine.planned_value import month_end, next_month, share_elapsed

SINCE_THE_STOP = timedelta(days=80)
SILENCE = timedelta(days=75)
FLASH = timedelta(days=3)
"""The running month is reported a few days before today."""


class Range(NamedTuple):
    """Where it leads by today: cost over budget, share of the plan not done, days late. ``hump`` is a bad patch."""

    overrun: tuple[float, float]
    lag: tuple[float, float]
    days: tuple[int, int]
    hump: float = 0


RANGES = {
    Course.STEADY: Range((-0.03, 0.02), (-0.01, 0.02), (0, 3)),
    Course.STRAINED: Range((0.055, 0.085), (0.05, 0.08), (9, 24)),
    Course.FAILING: Range((0.12, 0.21), (0.13, 0.22), (55, 110)),
    Course.RECOVERING: Range((0.055, 0.075), (0.05, 0.07), (10, 20), hump=0.10),
    Course.SILENT: Range((0.0, 0.06), (0.0, 0.05), (0, 12)),
    Course.HELD: Range((0.0, 0.0), (0.02, 0.03), (20, 40)),
    Course.STOPPED: Range((0.15, 0.20), (0.15, 0.25), (0, 0)),
    Course.CLOSED: Range((-0.05, 0.035), (0.0, 0.0), (0, 4)),
    Course.PROPOSED: Range((0.0, 0.0), (0.0, 0.0), (0, 0)),
}


class Year(NamedTuple):
    """The part of the plan that falls in a calendar year; ``weight`` is its share of the budget."""

    year: int
    start: date
    end: date
    weight: float


@dataclass(frozen=True)
class Path:
    """One project in time. Shares are of 1; ``last`` is the last day it worked."""

    story: ProjectStory
    start: date
    baseline_finish: date
    finish: date
    today: date
    last: date
    overrun: float
    lag: float
    years: tuple[Year, ...]

    def planned(self, day: date) -> float:
        return sum(year.weight * float(share_elapsed(year.start, year.end, day)) for year in self.years)

    def progress(self, day: date) -> float:
        """Share of the work that is done; a closed project is done on its last day."""
        day = min(day, self.last)
        if self.story.course is Course.CLOSED and day >= self.finish:
            return 1.0
        hump = RANGES[self.story.course].hump * math.sin(math.pi * self.lived(day))
        return max(0.0, min(0.995, self.planned(day) * (1 - self.lag * self.lived(day) - hump)))

    def drift(self, day: date) -> float:
        """The estimate at completion over the budget, as stated that day: 0.07 = 7 % over."""
        lived = self.lived(min(day, self.last))
        return self.overrun * lived**1.5 + RANGES[self.story.course].hump * math.sin(math.pi * lived) * 0.8

    def finish_seen(self, day: date) -> date:
        """The finish as forecast that day: delays come into view late."""
        delay = (self.finish - self.baseline_finish).days
        if self.story.course is Course.STOPPED and day < self.last:
            return self.baseline_finish
        return self.baseline_finish + timedelta(days=round(delay * self.lived(min(day, self.last)) ** 2))

    def spent(self, day: date) -> float:
        """Actual cost as a share of the budget."""
        return self.progress(day) * (1 + self.drift(day))

    def lived(self, day: date) -> float:
        """Share of the project's life so far."""
        return min(1.0, max(0.0, (day - self.start).days / max(1, (self.last - self.start).days)))

    def points(self) -> list[date]:
        """The days on which the project is counted: every month end, then the last day it worked."""
        days, day = [], month_end(self.start)
        while day <= self.last:
            days.append(day)
            day = month_end(next_month(day))
        over = self.story.course in {Course.CLOSED, Course.STOPPED}
        since = (self.last - (days[-1] if days else self.start)).days
        if since > 5 or (over and since > 0):
            days.append(self.last)
        return days

    def reports(self) -> list[date]:
        """The points the manager reported on."""
        silent_from = self.today - SILENCE if self.story.course is Course.SILENT else self.today
        return [day for day in self.points() if day <= silent_from]


def follow(story: ProjectStory, today: date) -> Path:
    """The path of a project seen from ``today``."""
    chance = dice("path", story.code)
    limits = RANGES[story.course]
    start = months_after(today.replace(day=1), story.begin) + timedelta(days=chance.randint(0, 9))
    baseline = months_after(start, story.months) - timedelta(days=1)
    finish = baseline + timedelta(days=chance.randint(*limits.days))
    last = max(start, min(finish, today - FLASH))
    if story.course is Course.STOPPED:
        last = finish = today - SINCE_THE_STOP
    return Path(
        story=story,
        start=start,
        baseline_finish=baseline,
        finish=finish,
        today=today,
        last=last,
        overrun=chance.uniform(*limits.overrun),
        lag=chance.uniform(*limits.lag),
        years=_years(start, baseline),
    )


def months_after(day: date, months: int) -> date:
    """The same day that many months later, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    return min(first + timedelta(days=day.day - 1), month_end(first))


def amount(share: float, budget: int) -> Decimal:
    """A share of a budget in thousands, as an amount to the nearest hundred."""
    return Decimal(round(share * budget * 10)) * 100


def _years(start: date, finish: date) -> tuple[Year, ...]:
    """The plan by calendar year: slow at both ends, fast in the middle."""
    length = (finish - start).days + 1
    years, done = [], 0.0
    for year in range(start.year, finish.year + 1):
        begin, end = max(start, date(year, 1, 1)), min(finish, date(year, 12, 31))
        x = ((end - start).days + 1) / length
        until = 0.4 * x + 0.6 * (3 * x**2 - 2 * x**3)
        years.append(Year(year, begin, end, until - done))
        done = until
    return tuple(years)

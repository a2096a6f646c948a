"""Earned value formulas. Every operand may be unknown; then the result is unknown, as it is where a divisor is 0."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

Known: TypeAlias = Decimal | None
EacMethod: TypeAlias = Literal["typical", "atypical", "combined", "manager"]


def difference(minuend: Known, subtrahend: Known) -> Known:
    """``minuend − subtrahend``: CV = EV − AC, SV = EV − PV, VAC = BAC − EAC, ETC = EAC − AC."""
    if minuend is None or subtrahend is None:
        return None
    return minuend - subtrahend


def quotient(part: Known, whole: Known) -> Known:
    """``part / whole``: CPI = EV/AC, SPI = EV/PV, progress = EV/BAC, expected progress = PV/BAC."""
    if part is None or whole is None or whole == 0:
        return None
    return part / whole


def to_complete_index(*, bac: Known, ev: Known, ac: Known, target: Known) -> Known:
    """TCPI: the cost efficiency the remaining work needs to end at ``target`` (BAC, or EAC)."""
    return quotient(difference(bac, ev), difference(target, ac))


@dataclass(frozen=True)
class Performance:
    """What a project has earned, spent and was to have done; any of them may be unknown."""

    bac: Known = None
    pv: Known = None
    ev: Known = None
    ac: Known = None

    @property
    def cpi(self) -> Known:
        return quotient(self.ev, self.ac)

    @property
    def spi(self) -> Known:
        return quotient(self.ev, self.pv)


def estimate_at_completion(
    method: EacMethod, of: Performance, *, given: Known = None, etc_given: Known = None
) -> Known:
    """EAC by one of four methods.

    *typical* BAC/CPI · *atypical* AC + (BAC − EV) · *combined* AC + (BAC − EV)/(CPI·SPI) ·
    *manager* the total given, else AC + the ETC given.
    """
    if method == "manager":
        return given if given is not None else _sum(of.ac, etc_given)
    if method == "typical":
        # BAC·AC/EV is BAC/CPI with a single division: 500,000 × 290,000 / 200,000 is 725,000, not 724,999.99…
        return quotient(_product(of.bac, of.ac), of.ev)
    remaining = difference(of.bac, of.ev)
    if method == "atypical":
        return _sum(of.ac, remaining)
    weighted = quotient(_product(_product(remaining, of.ac), of.pv), _product(of.ev, of.ev))
    return _sum(of.ac, weighted)


def earned_schedule(planned: Sequence[Decimal], ev: Known) -> Known:
    """Periods of plan earned. ``planned[i]`` is the cumulative PV at the end of period i + 1, non-decreasing.

    ES = C + (EV − PV_C)/(PV_{C+1} − PV_C), C being the last whole period with PV_C ≤ EV and PV_0 = 0.
    Nothing can be earned beyond the last period. Unknown without a plan or for a negative EV.
    """
    if ev is None or ev < 0 or not planned or planned[-1] <= 0:
        return None
    curve = [Decimal(0), *planned]
    whole = max(index for index, value in enumerate(curve) if value <= ev)
    if whole == len(planned):
        return Decimal(whole)
    return whole + (ev - curve[whole]) / (curve[whole + 1] - curve[whole])


def schedule_index(earned: Known, actual_time: Known) -> Known:
    """SPI(t) = ES/AT, both in periods since the start."""
    return quotient(earned, actual_time)


def duration_at_completion(planned_duration: Known, index: Known) -> Known:
    """IEAC(t) = planned duration / SPI(t), in periods."""
    return quotient(planned_duration, index)


def _sum(left: Known, right: Known) -> Known:
    return None if left is None or right is None else left + right


def _product(left: Known, right: Known) -> Known:
    return None if left is None or right is None else left * right

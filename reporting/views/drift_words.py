"""A drift in one sentence with its numbers, and the corrective action proposed."""

from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pmo.core.ui.formats import money_text, number_text, percent_text
from reporting.engine.proposals import Drift

REMEDIES = {
    "request_change": gettext_lazy("Ask for a change of the budget, or decide what to stop."),
    "reforecast": gettext_lazy("Redo the forecast: it promises more than the work so far supports."),
    "cut_scope": gettext_lazy("Cut or defer scope to come back inside the budget."),
    "replan": gettext_lazy("Replan the remaining work and choose which milestones to defer."),
    "add_capacity": gettext_lazy("Add capacity to the late work, or defer what nobody waits for."),
    "hold_gate": gettext_lazy("Hold the gate review now; start no work of the next phase before it."),
    "fund_contingency": gettext_lazy("Fund the contingency, or reduce the largest threats first."),
    "treat_risk": gettext_lazy("Decide a response to the highest risk, with an owner and a date."),
    "decide_changes": gettext_lazy("Decide the pending change requests."),
}


def why(drift: Drift, currency: str) -> str:
    """The cause with its numbers, in the project's currency."""
    return _CAUSES[drift.cause](drift.numbers, currency)


def remedy(drift: Drift) -> str:
    return str(REMEDIES[drift.remedy])


def _overrun(n: dict[str, Decimal], currency: str) -> str:
    words = {
        "eac": money_text(n["eac"], currency),
        "gap": money_text(n["gap"], currency, signed=True),
        "share": percent_text(n["share"], 1, signed=True),
        "budget": money_text(n["budget"], currency),
    }
    text = _("EAC %(eac)s is %(gap)s (%(share)s) over the approved budget of %(budget)s.") % words
    if "tcpi" not in n:
        return text
    return f"{text} " + _("Staying inside it needs an efficiency of %(tcpi)s.") % {"tcpi": number_text(n["tcpi"], 2)}


def _low_cpi(n: dict[str, Decimal], currency: str) -> str:
    words = {"cpi": number_text(n["cpi"], 2), "trend": money_text(n["trend"], currency)}
    text = _("CPI is %(cpi)s: at this pace the project ends at %(trend)s.") % words
    if "eac" not in n:
        return text
    return f"{text} " + _("The forecast says %(eac)s.") % {"eac": money_text(n["eac"], currency)}


def _late(n: dict[str, Decimal], currency: str) -> str:
    days = int(n["days"])
    return ngettext(
        "Finish is forecast %(days)d working day after the baseline.",
        "Finish is forecast %(days)d working days after the baseline.",
        days,
    ) % {"days": days}


def _low_spi(n: dict[str, Decimal], currency: str) -> str:
    return _("SPI is %(spi)s: less has been earned than was planned by now.") % {"spi": number_text(n["spi"], 2)}


def _gate_missed(n: dict[str, Decimal], currency: str) -> str:
    count = int(n["count"])
    return ngettext(
        "%(count)d milestone is due and not reached, a gate among them.",
        "%(count)d milestones are due and not reached, a gate among them.",
        count,
    ) % {"count": count}


def _exposure(n: dict[str, Decimal], currency: str) -> str:
    return _("Open threats weigh %(exposure)s against a contingency of %(contingency)s.") % {
        "exposure": money_text(n["exposure"], currency),
        "contingency": money_text(n["contingency"], currency),
    }


def _risk(n: dict[str, Decimal], currency: str) -> str:
    return _("An open threat has a score of %(score)s out of 25.") % {"score": number_text(n["score"])}


def _changes(n: dict[str, Decimal], currency: str) -> str:
    count = int(n["count"])
    return ngettext(
        "%(count)d change request is pending and weighs on the scope.",
        "%(count)d change requests are pending and weigh on the scope.",
        count,
    ) % {"count": count}


_CAUSES: dict[str, Callable[[dict[str, Decimal], str], str]] = {
    "overrun": _overrun,
    "low_cpi": _low_cpi,
    "late": _late,
    "low_spi": _low_spi,
    "gate_missed": _gate_missed,
    "exposure": _exposure,
    "risk": _risk,
    "changes": _changes,
}

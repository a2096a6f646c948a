"""What a column becomes, and why a cell was refused, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portfolio.interop.formats.profile import Column, Kind, Measure
from portfolio.interop.formats.reasons import Reason

_FIELDS: Mapping[str, str | Promise] = {
    "portfolio_id": gettext_lazy("Portfolio: code"),
    "portfolio_name": gettext_lazy("Portfolio: name"),
    "programme_id": gettext_lazy("Programme: code"),
    "programme_name": gettext_lazy("Programme: name"),
    "project_id": gettext_lazy("Project: key"),
    "project_name": gettext_lazy("Project: name"),
    "description": gettext_lazy("Description"),
    "status": gettext_lazy("Status"),
    "phase": gettext_lazy("Phase"),
    "priority": gettext_lazy("Priority"),
    "methodology": gettext_lazy("Methodology"),
    "start": gettext_lazy("Start"),
    "finish": gettext_lazy("Finish"),
    "currency": gettext_lazy("Currency"),
    "health": gettext_lazy("Declared health"),
    "health_other": gettext_lazy("Declared health, where the other is empty"),
    "issue": gettext_lazy("Issue"),
    "updated": gettext_lazy("Date of the forecast"),
    "forecast_date": gettext_lazy("Date of the forecast"),
    "actual_date": gettext_lazy("Date of the actual cost"),
}
_MEASURES: Mapping[Measure, str | Promise] = {
    Measure.APPROVED: gettext_lazy("Approved budget"),
    Measure.PLANNED: gettext_lazy("Spending plan"),
    Measure.ACTUAL: gettext_lazy("Actual cost"),
    Measure.EAC: gettext_lazy("Forecast at completion (EAC)"),
    Measure.WHOLE_LIFE: gettext_lazy("Whole-life cost"),
    Measure.BENEFITS: gettext_lazy("Whole-life benefits"),
}
# Values of a reason that Vigie itself wrote, marked for the translators where they stand.
_OUR_WORDS = {"hint", "kind", "level"}
_CHECKED = pgettext_lazy("column of a file", "Checked, not stored")


def meaning(column: Column | None) -> str:
    """Empty for a column that is not taken."""
    if column is None:
        return ""
    target = column.target
    if target is None:
        return str(_FIELDS.get(column.field, _CHECKED))
    if target.original_of:
        return _("Original budget")
    text = str(_MEASURES[target.measure])
    return f"{text} · {target.funding_source}" if target.funding_source else text


def is_money(column: Column | None) -> bool:
    return column is not None and column.kind is Kind.MONEY


def told(reason: Reason) -> str:
    """The sentence of a reason; what the file says stays in its own words."""
    if not reason.params:
        return _(reason.template)
    return _(reason.template) % {
        name: _(value) if name in _OUR_WORDS and value else value for name, value in reason.params.items()
    }


def told_entry(entry: Mapping[str, Any]) -> str:
    """The same for a problem as the report of a run keeps it."""
    message = entry["message"]
    return told(Reason(message["template"], message["params"]))

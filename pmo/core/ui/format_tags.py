"""Filters and tags that write values: `money`, `number`, `percent`, `day`, `moment`, `missing`.

An argument such as `"+1"` means: signed, one decimal.
"""

import datetime as dt
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from pmo.core.ui import formats, words

register = template.Library()


@register.filter
def colon(label: object) -> str:
    """A label and its colon; French keeps an unbreakable space between them."""
    mark = pgettext("after a label", ":")
    return f"{label}{mark}"


def missing_mark(reason: object = "", kind: object = "") -> SafeString:
    """An en dash that says aloud, and on hover, why there is no value.

    Facts keep Vigie's own reasons in English: they are translated here; the words of a source stay as they are.
    """
    word = words.MISSING.get(str(kind or "unknown"), words.MISSING["unknown"])
    text = f"{colon(word)} {gettext(str(reason))}" if reason else f"{word}"
    return format_html(
        '<span class="missing{}" title="{}"><span aria-hidden="true">–</span>'
        '<span class="visually-hidden">{}</span></span>',
        " missing-withheld" if kind == "withheld" else "",
        text,
        text,
    )


def _spec(argument: object) -> tuple[int | None, bool]:
    text = str(argument if argument is not None else "")
    digits = text.lstrip("+")
    return (int(digits) if digits.isdigit() else None), text.startswith("+")


@register.simple_tag
def missing(reason: object = "", kind: object = "unknown") -> SafeString:
    """`{% missing reason kind %}`: kind is "unknown" or "withheld"."""
    return missing_mark(reason, kind)


@register.filter
def number(value: Any, argument: object = "") -> str:
    """`{{ x|number }}`, `{{ cpi|number:2 }}`, `{{ delta|number:"+1" }}`."""
    amount = formats.to_decimal(value) if value not in (None, "") else None
    decimals, signed = _spec(argument)
    return missing_mark() if amount is None else formats.number_text(amount, decimals or 0, signed=signed)


@register.filter
def percent(value: Any, argument: object = "") -> str:
    """A ratio in per cent: `{{ 0.42|percent }}`, `{{ drift|percent:"+1" }}`."""
    ratio = formats.to_decimal(value) if value not in (None, "") else None
    decimals, signed = _spec(argument)
    return missing_mark() if ratio is None else formats.percent_text(ratio, decimals or 0, signed=signed)


@register.filter(name="money")
def money_filter(value: Any, argument: str = "EUR") -> str:
    """`{{ amount|money:"EUR" }}`; a unit after a colon fixes the scale: `"EUR:k"`, `"EUR:1"`."""
    currency, _, unit = str(argument).partition(":")
    amount = formats.to_decimal(value) if value not in (None, "") else None
    return missing_mark() if amount is None else formats.money_text(amount, currency, unit or "auto")


@register.simple_tag(name="money")
def money_tag(
    value: Any,
    currency: str = "EUR",
    unit: str = "auto",
    signed: bool = False,
    decimals: int | None = None,
    reason: object = "",
    kind: object = "",
) -> SafeString:
    """Like the filter, with the exact amount on hover, or the reason of its absence."""
    amount = formats.to_decimal(value) if value not in (None, "") else None
    if amount is None:
        return missing_mark(reason, kind)
    return format_html(
        '<data class="num" value="{}" title="{}">{}</data>',
        f"{amount:f}",
        formats.exact_money_text(amount, currency),
        formats.money_text(amount, currency, unit, signed=signed, decimals=decimals),
    )


@register.filter
def money_unit(currency: str, unit: str = "1") -> str:
    """`k€` for a column header: `{{ "EUR"|money_unit:"k" }}`."""
    return formats.unit_label(currency, unit if unit in formats.SCALES else "1")


@register.filter
def day(value: dt.date | None, reason: object = "") -> SafeString:
    """A date in the reader's writing, in a `<time>`; absent: a dash with the reason."""
    if not isinstance(value, dt.date):
        return missing_mark(reason)
    date = timezone.localtime(value).date() if isinstance(value, dt.datetime) and timezone.is_aware(value) else value
    return format_html('<time datetime="{}">{}</time>', date.isoformat()[:10], formats.day_text(date))


@register.filter
def moment(value: dt.datetime | None) -> SafeString:
    """A date and time, local, to the minute."""
    if value is None:
        return missing_mark()
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), formats.moment_text(local))

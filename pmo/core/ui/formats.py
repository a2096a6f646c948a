"""How numbers, money, shares and dates are written, in the active language.

Every function takes a known value and returns plain text; absence is shown by the `missing` mark of the templates,
never by a zero. French: `1 234,5 k€`, `05/03/2026`. English: `1,234.5 k€`, `2026-03-05`.
"""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.utils.translation import get_language

THIN_SPACE = "\u202f"  # narrow no-break: French groups of thousands and signs
HARD_SPACE = "\u00a0"
MINUS = "\u2212"
SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}
SCALES = {"1": Decimal(1), "k": Decimal(1_000), "M": Decimal(1_000_000), "G": Decimal(1_000_000_000)}
AUTO_MILLIONS = Decimal(1_000_000)
AUTO_THOUSANDS = Decimal(10_000)

Numeric = Decimal | int | float | str


def is_french() -> bool:
    """True when the active language is any French."""
    return (get_language() or "en").startswith("fr")


def to_decimal(value: Numeric) -> Decimal | None:
    """The value as an exact Decimal, None when it is not a finite number."""
    try:
        number = value if isinstance(value, Decimal) else Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def number_text(value: Decimal, decimals: int = 0, *, signed: bool = False) -> str:
    """Rounded half up to `decimals`, grouped by thousands; `signed` writes the plus too."""
    rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    group, point = (THIN_SPACE, ",") if is_french() else (",", ".")
    digits = f"{abs(rounded):,.{decimals}f}".replace(",", "\0").replace(".", point).replace("\0", group)
    sign = MINUS if rounded < 0 else "+" if signed and rounded > 0 else ""
    return f"{sign}{digits}"


def exact_text(value: Decimal) -> str:
    """Every significant digit, grouped: nothing rounded away."""
    exponent = value.normalize().as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    return number_text(value, decimals)


def percent_text(ratio: Decimal, decimals: int = 0, *, signed: bool = False) -> str:
    """A share written in per cent: 0.421 gives `42%`, in French `42 %`."""
    space = THIN_SPACE if is_french() else ""
    return f"{number_text(ratio * 100, decimals, signed=signed)}{space}%"


def auto_unit(amount: Decimal) -> str:
    """The scale that keeps an amount short: M from a million, k from ten thousand."""
    size = abs(amount)
    return "M" if size >= AUTO_MILLIONS else "k" if size >= AUTO_THOUSANDS else "1"


def unit_label(currency: str, unit: str) -> str:
    """`M€`, `k$`, `k CHF`, `€`: the unit as it stands after a number or in a column header."""
    symbol = SYMBOLS.get(currency)
    prefix = "" if unit == "1" else "Md" if unit == "G" and is_french() else "bn" if unit == "G" else unit
    if symbol:
        return f"{prefix}{symbol}"
    return f"{prefix}{HARD_SPACE}{currency}".strip(HARD_SPACE) if currency else prefix


def money_text(
    amount: Decimal, currency: str, unit: str = "auto", *, signed: bool = False, decimals: int | None = None
) -> str:
    """An amount with its unit and currency; scaled amounts get one decimal unless told otherwise."""
    scale = auto_unit(amount) if unit not in SCALES else unit
    places = decimals if decimals is not None else 0 if scale == "1" else 1
    text = number_text(amount / SCALES[scale], places, signed=signed)
    return f"{text}{HARD_SPACE}{unit_label(currency, scale)}".rstrip(HARD_SPACE)


def exact_money_text(amount: Decimal, currency: str) -> str:
    """The whole amount, for titles and for checking to the cent."""
    return f"{exact_text(amount)}{HARD_SPACE}{SYMBOLS.get(currency, currency)}".rstrip(HARD_SPACE)


def day_text(day: dt.date) -> str:
    """`05/03/2026` in French, ISO elsewhere."""
    return day.strftime("%d/%m/%Y") if is_french() else day.isoformat()[:10]


def moment_text(moment: dt.datetime) -> str:
    """A date and a time to the minute; the caller gives local time."""
    return f"{day_text(moment.date())} {moment:%H:%M}"

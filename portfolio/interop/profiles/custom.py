"""A profile the office made: the generic one with other aliases, formats, units and constants, kept as JSON."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..formats.absence import AbsenceRules
from ..formats.amounts import SCALES, NumberStyle
from ..formats.dates import DAY_FIRST, ISO, MONTH_FIRST
from ..formats.profile import Column, Profile
from .generic import GENERIC

SETTINGS = (
    "aliases",
    "constants",
    "currency",
    "unit",
    "numbers",
    "dates",
    "encoding",
    "withheld",
    "unknown",
    "sentences",
    "dates_unreliable",
)


class BadProfile(ValueError):
    """The settings of a custom profile are wrong; the message says which and what would be right."""


def custom_profile(name: str, title: str, settings: Mapping[str, Any]) -> Profile:
    """:raises BadProfile:"""
    unknown = sorted(set(settings) - set(SETTINGS))
    if unknown:
        raise BadProfile(f"Unknown settings {', '.join(unknown)}; known are {', '.join(SETTINGS)}.")
    dates = tuple(settings.get("dates", GENERIC.date_formats))
    _one_of("unit", settings.get("unit", ""), tuple(SCALES))
    _one_of("numbers", settings.get("numbers", GENERIC.number_style), tuple(NumberStyle))
    for date_format in dates:
        _one_of("dates", date_format, (ISO, DAY_FIRST, MONTH_FIRST))
    currency = str(settings.get("currency", GENERIC.currency))
    if not re.fullmatch(r"[A-Z]{3}", currency):
        raise BadProfile(f"currency is “{currency}”; it must be three capital letters such as EUR.")
    constants = {field: str(value) for field, value in settings.get("constants", {}).items()}
    return replace(
        GENERIC,
        name=name,
        title=title,
        columns=_columns(settings.get("aliases", {}), constants),
        constants=constants,
        currency=currency,
        unit=settings.get("unit", ""),
        number_style=NumberStyle(settings.get("numbers", GENERIC.number_style)),
        date_formats=dates,
        encoding=_encoding(settings.get("encoding")),
        absence=_absence(settings),
        dates_unreliable=bool(settings.get("dates_unreliable", False)),
    )


def _columns(aliases: Mapping[str, Any], constants: Mapping[str, str]) -> tuple[Column, ...]:
    """Own aliases come before the generic ones; a header given to one field is taken away from the others."""
    fields = {column.field for column in GENERIC.columns}
    strangers = sorted((set(aliases) | set(constants)) - fields)
    if strangers:
        raise BadProfile(f"Unknown fields {', '.join(strangers)}; known are {', '.join(sorted(fields))}.")
    own = {field: (names,) if isinstance(names, str) else tuple(names) for field, names in aliases.items()}
    taken = {name.casefold() for names in own.values() for name in names}
    return tuple(
        replace(
            column,
            aliases=own.get(column.field, ()) + tuple(name for name in column.aliases if name.casefold() not in taken),
        )
        for column in GENERIC.columns
    )


def _absence(settings: Mapping[str, Any]) -> AbsenceRules:
    rules = AbsenceRules(sentences=bool(settings.get("sentences", False)))
    return replace(
        rules,
        withheld=rules.withheld + tuple(re.escape(text) for text in settings.get("withheld", ())),
        unknown=rules.unknown + tuple(re.escape(text) for text in settings.get("unknown", ())),
    )


def _encoding(name: str | None) -> str | None:
    if name is None:
        return None
    try:
        "".encode(name)
    except LookupError:
        raise BadProfile(f"encoding is “{name}”; it must be one such as utf-8 or cp1252.") from None
    return name


def _one_of(name: str, value: object, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise BadProfile(f"{name} is “{value}”; it must be one of {', '.join(map(repr, allowed))}.")

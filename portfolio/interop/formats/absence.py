"""Texts that stand where a value should be: withheld and unknown are values too, each with its reason."""

import re
from dataclasses import dataclass
from functools import lru_cache

from .reasons import Reason, gettext_noop

UNKNOWN = "unknown"
WITHHELD = "withheld"

EMPTY_CELL = gettext_noop("The cell “%(column)s” is empty in the source")

_WITHHELD = (
    r"exempt under section\b.*",
    r"exempt\b.*",
    r"withheld\b.*",
    r"confidentiel(le)?\b.*",
    r"confidential\b.*",
    r"redacted\b.*",
    r"not disclosed\b.*",
    r"non communiqu\w*\b.*",
    r"commercially sensitive\b.*",
)
_UNKNOWN = (
    r"n\.?/?a\.?",
    r"t\.?b\.?[cda]\.?",
    r"unknown",
    r"inconnue?",
    r"not (known|available|set|provided)",
    r"none",
    r"[-–—?.]+",
    r"à (définir|préciser)",
    r"non (disponible|connue?|renseignée?)",
    r"nd",
    r"nc",
    r"nil return",
    r"null",
    r"armp adjustments\b.*",
)
_SENTENCE = re.compile(r"[^\d]*[^\W\d_]{2,}[^\d]*\s[^\d]*[^\W\d_]{2,}[^\d]*", re.S)


@dataclass(frozen=True)
class Absence:
    """``reason`` is the text of the source, or a sentence about the empty cell (then it is not ``stated``)."""

    kind: str
    reason: str
    stated: bool = True


@dataclass(frozen=True)
class AbsenceRules:
    """Patterns are matched against the whole cell, case apart; ``sentences`` takes any words without a digit."""

    withheld: tuple[str, ...] = _WITHHELD
    unknown: tuple[str, ...] = _UNKNOWN
    sentences: bool = False

    def classify(self, text: str, column: str) -> Absence | None:
        """None when ``text`` has to be read as a value."""
        if not text:
            return Absence(UNKNOWN, str(Reason.of(EMPTY_CELL, column=column)), stated=False)
        if text.isdigit():
            return None
        if _any_matches(self.withheld, text):
            return Absence(WITHHELD, text)
        if _any_matches(self.unknown, text) or (self.sentences and _SENTENCE.fullmatch(text)):
            return Absence(UNKNOWN, text)
        return None


def _any_matches(patterns: tuple[str, ...], text: str) -> bool:
    return _compiled(patterns).fullmatch(text) is not None


@lru_cache(maxsize=64)
def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE | re.DOTALL)

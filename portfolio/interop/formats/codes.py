"""Codes people and addresses can use, made from what a file calls its things."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping

MAX_CODE = 80


def normalised(text: str) -> str:
    """Header and name matching: case, accents, punctuation, underscores and line breaks apart."""
    plain = unicodedata.normalize("NFKD", text.replace("_x000D_", " ").replace("_x000d_", " "))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(re.sub(r"[\W_]+", " ", plain.casefold()).split())


def slug(text: str) -> str:
    return normalised(text).replace(" ", "-").upper()


def clean_code(text: str) -> str:
    """A code that stands in an address. What had to be changed is told apart by a short, stable suffix."""
    safe = re.sub(r"[^\w.&+-]+", "-", text.strip()).strip("-")
    if safe == text and len(safe) <= MAX_CODE:
        return safe
    suffix = hashlib.sha256(text.strip().encode()).hexdigest()[:6]
    return f"{safe[: MAX_CODE - 7]}-{suffix}"


class CodeValues(dict[str, str]):
    """Values for a code template: ``{project_id}`` as given, ``{programme_name_slug}`` as a slug."""

    def __missing__(self, key: str) -> str:
        base = key.removesuffix("_slug")
        if base == key or base not in self:
            raise KeyError(key)
        return slug(self[base])


def code_from(template: str, values: Mapping[str, str]) -> str:
    return clean_code(template.format_map(CodeValues(values)))


def digits_key(text: str) -> str:
    """``1,231`` and ``1231`` are the same key: a spreadsheet put the separator there."""
    return re.sub(r"(?<=\d)[,\u00a0\u202f ](?=\d{3}(\D|$))", "", text)

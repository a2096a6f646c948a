"""Which row holds the headers, and which column is which."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .codes import normalised
from .profile import Column, Profile
from .reasons import FileRefused, gettext_noop
from .table import Cell, Row, cell_text


@dataclass(frozen=True)
class Bound:
    """A column of the profile found in the file. ``year`` comes from its header or from the other headers."""

    index: int
    header: str
    column: Column
    year: int | None = None


@dataclass(frozen=True)
class Header:
    row: int
    width: int
    bound: tuple[Bound, ...]
    not_taken: tuple[str, ...]


class HeaderFinder:
    """Matches cells to the columns of one profile."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self._whole = {normalised(alias): column for column in profile.columns for alias in column.aliases}
        self._prefixes = [(normalised(prefix), column) for column in profile.columns for prefix in column.prefixes]
        self._patterns = [(re.compile(column.pattern), column) for column in profile.columns if column.pattern]

    def recognise(self, cells: Sequence[Cell]) -> int:
        """How many different columns of the profile these cells name."""
        found = (self.match(cell) for cell in cells)
        return len({match[0].field for match in found if match})

    def match(self, cell: Cell) -> tuple[Column, int | None] | None:
        text = normalised(cell_text(cell))
        if not text:
            return None
        if text in self._whole:
            return self._whole[text], None
        for prefix, column in self._prefixes:
            if text == prefix or text.startswith(prefix + " "):
                return column, None
        for pattern, column in self._patterns:
            match = pattern.fullmatch(text)
            if match:
                year = int(match["year"]) if "year" in match.groupdict() else None
                return replace(column, field=column.field.replace("*", str(year))), year
        return None

    def find(self, rows: Sequence[Row]) -> Header:
        """The first of ``rows`` that names every required column.

        :raises FileRefused: naming what is missing, or what stands twice.
        """
        constants = set(self.profile.constants)
        required = {
            column.field
            for column in self.profile.columns
            if column.required and not {column.field, column.stand_in} & constants
        }
        best: tuple[int, Row, set[str]] | None = None
        for row in rows:
            fields = {match[0].field for match in map(self.match, row.cells) if match}
            if fields and required <= fields | self._stood_in(fields):
                return self._bind(row)
            if fields and (best is None or len(fields) > best[0]):
                best = (len(fields), row, fields)
        if best is None:
            raise FileRefused(
                gettext_noop(
                    "No header row was found in the first %(rows)s rows. The columns expected are: %(columns)s."
                ),
                rows=len(rows),
                columns=", ".join(self.label(name) for name in self._in_order(required)),
            )
        missing = self._in_order(required - best[2] - self._stood_in(best[2]))
        raise FileRefused(
            gettext_noop("Missing columns: %(columns)s. Row %(row)s was read as the header row."),
            columns=", ".join(f"“{self.label(name)}”" for name in missing),
            row=best[1].number,
        )

    def _stood_in(self, fields: set[str]) -> set[str]:
        return {column.field for column in self.profile.columns if column.stand_in in fields}

    def label(self, field: str) -> str:
        column = next(column for column in self.profile.columns if column.field == field)
        return (column.aliases or column.prefixes or (column.field,))[0]

    def _in_order(self, fields: set[str]) -> list[str]:
        return [column.field for column in self.profile.columns if column.field in fields]

    def _bind(self, row: Row) -> Header:
        texts = [cell_text(cell) for cell in row.cells]
        while texts and not texts[-1]:
            texts.pop()
        self._refuse_twice(texts, row.number)
        year = self._year_of(texts)
        bound: list[Bound] = []
        not_taken: list[str] = []
        seen: dict[str, str] = {}
        for index, text in enumerate(texts):
            match = self.match(text)
            if match is None:
                not_taken.append(text)
                continue
            column, own_year = match
            if column.field in seen:
                raise FileRefused(
                    gettext_noop("The columns “%(one)s” and “%(two)s” of row %(row)s mean the same thing. Keep one."),
                    one=seen[column.field],
                    two=text,
                    row=row.number,
                )
            seen[column.field] = text
            bound.append(Bound(index, text, column, own_year or year))
        return Header(row.number, len(row.cells), tuple(bound), tuple(text for text in not_taken if text))

    def _refuse_twice(self, texts: list[str], number: int) -> None:
        seen: set[str] = set()
        for text in texts:
            name = normalised(text)
            if name and name in seen:
                raise FileRefused(
                    gettext_noop("The header “%(header)s” stands twice in row %(row)s. Rename or remove one."),
                    header=text,
                    row=number,
                )
            seen.add(name)

    def _year_of(self, texts: list[str]) -> int | None:
        if self.profile.year_pattern:
            for text in texts:
                match = re.search(self.profile.year_pattern, text)
                if match:
                    year = int(match["year"])
                    return year + 2000 if year < 100 else year
        return self.profile.default_year

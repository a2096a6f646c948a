"""The first look at a file: which column becomes what, before a row is judged."""

from dataclasses import dataclass
from itertools import islice
from typing import IO

from .headers import HeaderFinder
from .limits import DEFAULT_LIMITS, Limits
from .profile import Column, Profile
from .reasons import FileRefused, Reason
from .table import Row, cell_text, read_rows

SAMPLE_ROWS = 3
LONGEST_SAMPLE = 60


@dataclass(frozen=True)
class PreviewColumn:
    """``column`` is None for a column that is not taken."""

    header: str
    column: Column | None
    samples: tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    """With a ``refusal`` there are no columns, only the ``first_rows`` as they were read."""

    header_row: int
    columns: tuple[PreviewColumn, ...]
    first_rows: tuple[tuple[str, ...], ...]
    refusal: Reason | None = None

    @property
    def taken(self) -> tuple[PreviewColumn, ...]:
        return tuple(one for one in self.columns if one.column)


def preview_of(stream: IO[bytes], profile: Profile, *, limits: Limits = DEFAULT_LIMITS) -> Preview:
    """Never raises for a bad file: the refusal is part of what is shown."""
    finder = HeaderFinder(profile)
    head: list[Row] = []
    try:
        rows = read_rows(stream, finder.recognise, encoding=profile.encoding, limits=limits)
        head += islice(rows, limits.header_search_rows)
        header = finder.find(head)
    except FileRefused as refusal:
        return Preview(0, (), _first_rows(head), refusal.reason)
    after = [row for row in head if row.number > header.row and not row.is_blank][:SAMPLE_ROWS]
    row = next(row for row in head if row.number == header.row)
    bound = {one.index: one.column for one in header.bound}
    columns = [
        PreviewColumn(cell_text(cell), bound.get(index), tuple(text for one in after if (text := _sample(one, index))))
        for index, cell in enumerate(row.cells)
        if cell_text(cell)
    ]
    return Preview(header.row, tuple(columns), _first_rows(head))


def _first_rows(head: list[Row]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (str(row.number), *(cell_text(cell)[:LONGEST_SAMPLE] for cell in row.cells[:8])) for row in head[:SAMPLE_ROWS]
    )


def _sample(row: Row, index: int) -> str:
    return cell_text(row.cells[index])[:LONGEST_SAMPLE] if index < len(row.cells) else ""

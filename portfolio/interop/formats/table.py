"""A file read as rows of cells, numbered as a spreadsheet shows them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import IO

from .limits import DEFAULT_LIMITS, Limits

#: Text files give text; workbooks give numbers and dates already read.
Cell = str | Decimal | date | None
#: How many cells of a row are headers that the profile knows.
Recognise = Callable[[Sequence[Cell]], int]


@dataclass(frozen=True)
class Row:
    """``ragged`` says that ``cells`` holds what the file really has, so its length can be judged."""

    number: int
    cells: tuple[Cell, ...]
    ragged: bool = True

    @property
    def is_blank(self) -> bool:
        return all(is_blank(cell) for cell in self.cells)


def is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.replace("_x000D_", "").strip())


def cell_text(cell: Cell) -> str:
    """A cell as one line of clean text; a whole number loses the ``.0`` a workbook may give it."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return format(cell.to_integral_value() if cell == cell.to_integral_value() else cell, "f")
    if isinstance(cell, date):
        return cell.isoformat()
    return " ".join(cell.replace("_x000D_", " ").split())


def long_text(cell: Cell) -> str:
    """A cell as text that keeps its paragraphs."""
    if not isinstance(cell, str):
        return cell_text(cell)
    lines = [" ".join(line.split()) for line in cell.replace("_x000D_", "").splitlines()]
    return "\n".join(lines).strip()


def read_rows(
    stream: IO[bytes], recognise: Recognise, *, encoding: str | None = None, limits: Limits = DEFAULT_LIMITS
) -> Iterator[Row]:
    """The rows of a CSV or XLSX file, told apart by content and never by name.

    :raises FileRefused: when the file is empty, too large, hostile, or of another kind.
    """
    from .delimited import read_delimited
    from .sniffing import WORKBOOK, sniff
    from .workbook import read_workbook

    if sniff(stream, limits) == WORKBOOK:
        return read_workbook(stream, recognise, limits)
    return read_delimited(stream, recognise, encoding, limits)

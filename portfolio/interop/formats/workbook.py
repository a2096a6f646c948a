"""XLSX workbooks, read only and forward only, after their archive has been checked."""

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import IO, Any
from zipfile import BadZipFile

from openpyxl import load_workbook

from .archive import check_workbook_archive
from .delimited import check_size
from .limits import Limits
from .reasons import FileRefused, gettext_noop
from .table import Cell, Recognise, Row

#: Of any sheet. A row says itself where it stands, and every row up to there is then read as an empty one.
LAST_ROW = 1_048_576


def read_workbook(stream: IO[bytes], recognise: Recognise, limits: Limits) -> Iterator[Row]:
    """Rows of the visible sheet that shows most known headers.

    The dimension a sheet declares is never believed: it may say one cell or a million.

    :raises FileRefused:
    """
    check_workbook_archive(stream, limits)
    try:
        book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if not sheets:
            raise FileRefused(gettext_noop("The workbook has no visible sheet."))
        best = max(sheets, key=lambda sheet: _score(sheet, recognise, limits))
    except (KeyError, ValueError, TypeError, AttributeError, BadZipFile, SyntaxError) as error:
        raise _damaged(error) from error
    return _rows(best, limits)


def _score(sheet: Any, recognise: Recognise, limits: Limits) -> int:
    return max((recognise(row.cells) for row in islice(_rows(sheet, limits), limits.header_search_rows)), default=0)


def _rows(sheet: Any, limits: Limits) -> Iterator[Row]:
    sheet.reset_dimensions()
    try:
        for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
            if number > LAST_ROW:
                raise IndexError(f"row {number}")
            cells = [_cell(value) for value in values]
            while cells and cells[-1] is None:
                cells.pop()
            if cells:
                check_size(number, len(cells), limits)
            yield Row(number, tuple(cells), ragged=False)
    except (KeyError, ValueError, TypeError, IndexError, SyntaxError) as error:
        raise _damaged(error) from error


def _damaged(error: Exception) -> FileRefused:
    return FileRefused(
        gettext_noop("The workbook is damaged and cannot be read (%(error)s). Open it and save it again as .xlsx."),
        error=f"{type(error).__name__}: {error}"[:200],
    )


def _cell(value: Any) -> Cell:
    """Numbers become what the sheet shows: fifteen significant digits, never the binary fraction behind them."""
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        return Decimal(format(value, ".15g"))
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return value.isoformat() if isinstance(value, time) else str(value)

"""Lists as files: CSV and XLSX of given headers and rows, safe to open in a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from pmo.core.ui.formats import is_french

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = ("csv", "xlsx")

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")
_EXACT_DIGITS = 15  # a spreadsheet keeps no more; a longer number goes in as text rather than rounded
_LONGEST_CELL = 32_767

Rows = Iterable[Sequence[Any]]


def table_response(file_format: str, name: str, headers: Sequence[Any], rows: Rows) -> HttpResponse:
    """The table in one of :data:`FORMATS`; anything else is CSV."""
    make = xlsx_response if file_format == "xlsx" else csv_response
    return make(name, headers, rows)


def csv_response(name: str, headers: Sequence[Any], rows: Rows) -> HttpResponse:
    """``name.csv``: commas, UTF-8 with the mark that makes Excel read it, ISO dates, numbers with a point."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_csv_cell(cell) for cell in headers])
    writer.writerows([_csv_cell(cell) for cell in row] for row in rows)
    return _download(f"{name}.csv", "text/csv; charset=utf-8", text.getvalue().encode("utf-8-sig"))


def xlsx_response(name: str, headers: Sequence[Any], rows: Rows) -> HttpResponse:
    """``name.xlsx``: one sheet, header frozen and filtered, dates and numbers typed."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_NOT_IN_SHEET_NAMES.sub(" ", name)[:31])
    sheet.freeze_panes = "A2"
    for column, header in enumerate(headers, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = max(12, min(40, len(str(header)) + 4))
    sheet.append([_xlsx_cell(cell) for cell in headers])
    written = 1
    for row in rows:
        sheet.append([_dated(sheet, _xlsx_cell(cell)) for cell in row])
        written += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(1, len(headers)))}{written}"
    content = io.BytesIO()
    book.save(content)
    return _download(f"{name}.xlsx", XLSX_TYPE, content.getvalue())


def quoted(text: str) -> str:
    """The text, with an apostrophe before it when a spreadsheet would run it. Texts that are numbers are left alone."""
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    if "\n" in text or "\r" in text or "\t" in text:
        return False
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def _csv_cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return _yes_or_no(value)
        case Decimal():
            return f"{value:f}"
        case int() | float():
            return str(value)
        case datetime():
            return _local(value).isoformat(sep=" ", timespec="minutes")
        case date():
            return value.isoformat()
        case _:
            return quoted(str(value))


def _xlsx_cell(value: Any) -> Any:
    match value:
        case bool():
            return _yes_or_no(value)
        case None | int() | float():
            return value
        case Decimal():
            digits = len(value.normalize().as_tuple().digits)
            return value if digits <= _EXACT_DIGITS else f"{value:f}"
        case datetime():
            return _local(value)
        case date():
            return value
        case _:
            return quoted(_NOT_IN_XML.sub("", str(value)))[:_LONGEST_CELL]


def _dated(sheet: Any, value: Any) -> Any:
    """A French reader's dates are shown day first; elsewhere they stay ISO, which openpyxl writes by itself."""
    if not isinstance(value, date) or not is_french():
        return value
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value)
    cell.number_format = "dd/mm/yyyy hh:mm" if isinstance(value, datetime) else "dd/mm/yyyy"
    return cell


def _yes_or_no(value: bool) -> str:
    return _("yes") if value else _("no")


def _local(moment: datetime) -> datetime:
    """Local time without its offset, which neither format can hold."""
    return timezone.make_naive(moment) if timezone.is_aware(moment) else moment


def _download(name: str, content_type: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response

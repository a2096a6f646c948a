"""Files people open in a spreadsheet: nothing runs, nothing is rounded."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from pmo.core.export import csv_response, quoted, table_response, xlsx_response


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-cmd", "@SUM(A1)", "\t=1", "\r=1", "-1 day", "-1\n=2"])
def test_a_text_that_would_run_is_quoted(text: str) -> None:
    assert quoted(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-12.5", "+3", "1e5", "plain", "", "a=b", "-0.00"])
def test_numbers_and_plain_texts_are_left_alone(text: str) -> None:
    assert quoted(text) == text


def test_a_csv_keeps_every_digit_and_writes_iso_dates() -> None:
    row = ["é", Decimal("26970706944.120000"), None, date(2026, 3, 5), datetime(2026, 3, 5, 8, 30, tzinfo=UTC), True]

    response = csv_response("list", ["a", "b", "c", "d", "e", "f"], [row])

    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert lines == [
        ["a", "b", "c", "d", "e", "f"],
        ["é", "26970706944.120000", "", "2026-03-05", "2026-03-05 08:30", "yes"],
    ]
    assert response["Content-Disposition"] == 'attachment; filename="list.csv"'
    assert response.content.startswith(b"\xef\xbb\xbf")


def test_an_xlsx_types_its_cells_and_holds_no_formula() -> None:
    rows = [["=1+1", Decimal("-12.5"), date(2026, 3, 5)], ["bell\x07", Decimal("12345678901.123456"), None]]

    response = xlsx_response("a/b", ["=x", "n", "d"], rows)

    sheet = load_workbook(io.BytesIO(response.content)).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["'=x", "n", "d"],
        ["'=1+1", -12.5, datetime(2026, 3, 5)],
        ["bell", "12345678901.123456", None],
    ]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}


def test_the_format_asked_for_is_given() -> None:
    assert table_response("xlsx", "n", ["a"], [])["Content-Type"].startswith("application/vnd.openxml")
    assert table_response("csv", "n", ["a"], [])["Content-Type"].startswith("text/csv")

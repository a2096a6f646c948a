"""Damaged copies of the real files: each damage is refused where it is, and the rest stays exact."""

import io
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import Workbook

from .real_files import as_csv, plan, real_bytes, real_rows


def column(rows: list[list[str]], name: str) -> int:
    return rows[0].index(name)


def only_rejection(data: bytes, profile: str) -> tuple[int, str, str, str]:
    result = plan(data, profile)
    assert len(result.rejections) == 1
    found = result.rejections[0]
    for total in result.sums.values():
        assert total.incoming == total.taken + total.rejected
    return found.row, found.first.column, found.first.value, str(found.first.reason)


def test_a_total_row_is_rejected_as_such() -> None:
    for label in ("Total", "GRAND TOTAL", "Sous-total", "Total général :"):
        rows = real_rows("nyc-capital")
        rows.append([label] + [""] * 7 + ["5911321"] + [""] * (len(rows[0]) - 9))
        row, where, value, reason = only_rejection(as_csv(rows), "nyc-capital")
        assert (row, where, value) == (1110, "project_id", label)
        assert "total row" in reason


def test_blank_lines_are_counted_and_not_read() -> None:
    rows = real_rows("us-it")
    rows[10:10] = [[], [""] * len(rows[0])]
    result = plan(as_csv(rows), "us-it")
    assert (result.read, result.blank, len(result.rejections)) == (1073, 2, 0)


def test_preamble_lines_are_skipped_and_rows_keep_the_numbers_of_the_sheet() -> None:
    rows = real_rows("us-it")
    rows[1][column(rows, "Planned_Cost_M")] = "2.306 ($m)"
    rows[0:0] = [["IT Dashboard export"], ["Printed 2012-09-01", "page 1"], []]
    row, where, value, reason = only_rejection(as_csv(rows), "us-it")
    assert (row, where, value) == (5, "Planned_Cost_M", "2.306 ($m)")
    assert "Write the number alone, as 2.306" in reason


@pytest.mark.parametrize(("change", "message"), [(-1, "22 cells"), (1, "24 cells")])
def test_a_row_of_another_length_is_shifted(change: int, message: str) -> None:
    rows = real_rows("us-it")
    rows[3] = rows[3][:-1] if change < 0 else ["", *rows[3]]
    row, _, _, reason = only_rejection(as_csv(rows), "us-it")
    assert row == 4
    assert message in reason


@pytest.mark.parametrize("profile", ["us-it", "nyc-capital", "gmpp"])
def test_cells_shifted_within_the_row_never_change_what_it_says(profile: str) -> None:
    """At every position a cell is lost and one added at the end, or the other way round: rejected, or nothing lost."""
    head, *rows = real_rows(profile)
    for row in rows[1:1000:97][:4] or rows[1:4]:
        (said,) = plan(as_csv([head, row]), profile).rows
        for position in range(len(head)):
            left = [*row[:position], *row[position + 1 :], ""]
            right = [*row[:position], "", *row[position:-1]]
            for slid in (left, right):
                for found in plan(as_csv([head, slid]), profile).rows:
                    figures = [one.amount for one in found.amounts]
                    assert figures == [one.amount for one in said.amounts], f"shifted at {head[position]}"
                    assert found.project.named == said.project.named


def test_amounts_shifted_among_themselves_break_their_sums() -> None:
    rows = real_rows("nyc-capital")
    first, last = column(rows, "city_prior_actuals"), column(rows, "city_total")
    rows[1][first : last + 1] = [*rows[1][first + 1 : last + 1], "0"]
    row, where, _, reason = only_rejection(as_csv(rows), "nyc-capital")
    assert (row, where) == (2, "combined_prior_actuals")
    assert "shifted or wrong" in reason


@pytest.mark.parametrize("bad", ["2012-30-09", "2012-02-30", "30/30/2012", "next spring"])
def test_an_impossible_date_rejects_its_row(bad: str) -> None:
    rows = real_rows("us-it")
    rows[7][column(rows, "Completion_Date")] = bad
    row, where, value, reason = only_rejection(as_csv(rows), "us-it")
    assert (row, where, value) == (8, "Completion_Date", bad)
    assert "YYYY-MM-DD" in reason


def test_a_key_that_stands_twice_is_found_after_cleaning_and_the_later_row_rejected() -> None:
    rows = real_rows("us-it")
    key, cost = column(rows, "Project_ID"), column(rows, "Planned_Cost_M")
    again = list(rows[1])
    again[key] = f"{again[key][0]},{again[key][1:]}"
    rows.append(again)
    row, where, value, reason = only_rejection(as_csv(rows), "us-it")
    assert (row, where, value) == (1075, "Project_ID", "3031")
    assert "row 2" in reason
    sums = plan(as_csv(rows), "us-it").sums["Planned_Cost_M"]
    assert sums.taken == Decimal("26970.706944")
    assert sums.rejected == Decimal(again[cost])


def test_the_same_project_id_in_two_agencies_is_two_projects() -> None:
    rows = real_rows("nyc-capital")
    again = list(rows[1])
    again[column(rows, "managing_agency_id")] = "999"
    again[column(rows, "managing_agency")] = "ANOTHER AGENCY"
    rows.append(again)
    result = plan(as_csv(rows), "nyc-capital")
    assert (len(result.rows), result.rejections) == (1109, ())


def test_one_rejection_a_row_names_every_problem_in_it() -> None:
    rows = real_rows("us-it")
    rows[1][column(rows, "Planned_Cost_M")] = "much"
    rows[1][column(rows, "Start_Date")] = "soon"
    (rejection,) = plan(as_csv(rows), "us-it").rejections
    assert [rejection.first.column, *(one.column for one in rejection.also)] == ["Start_Date", "Planned_Cost_M"]


def test_a_copy_with_other_delimiter_and_marks_gives_the_same_plan() -> None:
    rows = real_rows("nyc-capital")
    plain = plan(real_bytes("nyc-capital"), "nyc-capital")
    for data in (
        as_csv(rows, ";"),
        as_csv(rows, "\t"),
        b"\xef\xbb\xbf" + as_csv(rows),
        as_csv(rows).decode().encode("utf-16"),
        as_csv([[f" {cell}_x000D_\n" for cell in rows[0]], *rows[1:]]),
    ):
        assert plan(data, "nyc-capital").rows == plain.rows


def test_a_placeholder_date_of_a_workbook_is_refused_as_its_text_would_be() -> None:
    book = Workbook()
    book.active.append(["Portfolio", "Project code", "Project", "End"])
    book.active.append(["Digital", "D-1", "Portal", date(9999, 12, 31)])
    content = io.BytesIO()
    book.save(content)
    row, where, value, reason = only_rejection(content.getvalue(), "generic")
    assert (row, where, value) == (2, "End", "9999-12-31")
    assert "1900 to 2200" in reason

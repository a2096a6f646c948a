"""Files that are refused as a whole, each with a sentence that says what would be right."""

import io
import zipfile
from unittest.mock import patch

import pytest
from openpyxl import Workbook

from portfolio.interop.formats.limits import Limits
from portfolio.interop.formats.planner import plan_import
from portfolio.interop.formats.reasons import FileRefused
from portfolio.interop.profiles import SHIPPED

from .real_files import TODAY, plan

GENERIC_HEADER = ["Portfolio", "Project code", "Project", "Budget"]
GENERIC_ROW = ["Digital", "D-1", "Portal", 12]


def refusal(data: bytes, profile: str = "generic", limits: Limits | None = None) -> str:
    with pytest.raises(FileRefused) as caught:
        plan_import(io.BytesIO(data), SHIPPED[profile], today=TODAY, limits=limits or Limits())
    return str(caught.value)


def workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def repacked(data: bytes, parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {*old.namelist(), *parts}:
            new.writestr(name, parts[name] if name in parts else old.read(name))
    return out.getvalue()


def test_zero_bytes() -> None:
    assert refusal(b"") == "The file is empty (0 bytes). Export it again."


def test_two_hundred_megabytes_are_refused_without_being_read() -> None:
    class Huge(io.BytesIO):
        def seek(self, offset: int, whence: int = 0) -> int:
            return 200 * 1024 * 1024 if whence == 2 else super().seek(offset)

        def read(self, size: int | None = -1) -> bytes:
            raise AssertionError("it must not be read")

    with pytest.raises(FileRefused, match="200 MB; at most 50 MB"):
        plan_import(Huge(), SHIPPED["generic"], today=TODAY)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old or password-protected"),
        (b"<html><table>", "a web page"),
        (b"Portfolio\x00Project", "binary data"),
        (b"PK\x03\x04 not a zip", "damaged"),
    ],
)
def test_other_kinds_of_file_are_named(data: bytes, message: str) -> None:
    assert message in refusal(data)


def test_wrong_encoding_names_the_byte_and_the_remedy() -> None:
    text = refusal("Portfolio,Project code,Project\nÉnergie,D-1,Portail\n".encode("cp1252"))
    assert "Byte 0xC9 in line 2 (position 32)" in text
    assert "CSV UTF-8" in text


def test_a_missing_column_is_named() -> None:
    assert "Missing columns: “Project code”. Row 1" in refusal(b"Portfolio,Project\nA,B\n")
    assert "No header row was found in the first 2 rows" in refusal(b"a,b\n1,2\n")


def test_a_header_that_stands_twice() -> None:
    assert "“PROJECT CODE” stands twice in row 1" in refusal(b"Portfolio,Project code,PROJECT CODE,Project\n")
    assert "“Budget” and “Approved budget” of row 1 mean the same" in refusal(
        b"Portfolio,Project code,Project,Budget,Approved budget\n"
    )


def test_an_unclosed_quotation_mark_does_not_swallow_the_rest() -> None:
    assert "Row 2, which starts in line 2" in refusal(b'Portfolio,Project code,Project\nA,"B,C\nD,E,F\n')


def test_limits_of_rows_and_columns() -> None:
    small = Limits(rows=3, columns=4, header_search_rows=1)
    rows = b"Portfolio,Project code,Project\n"
    assert "more than 3 rows" in refusal(rows + b"A,B,C\n" * 9, limits=small)
    assert "5 columns; at most 4" in refusal(rows + b"A,B,C,D,E\n", limits=small)


def test_a_zip_bomb_is_not_opened() -> None:
    bomb = repacked(workbook(GENERIC_HEADER), {"xl/worksheets/sheet1.xml": b"0" * 60_000_000})
    assert len(bomb) < 100_000
    with patch("portfolio.interop.formats.workbook.load_workbook") as opened:
        assert "would unpack to 57 MB" in refusal(bomb)
    opened.assert_not_called()


def test_too_many_parts() -> None:
    many = repacked(workbook(GENERIC_HEADER), {f"xl/media/{n}.bin": b"" for n in range(30)})
    assert "at most 10 are accepted" in refusal(many, limits=Limits(archive_entries=10))


def test_entities_in_any_part_are_refused_before_parsing() -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    part = f'<?xml version="1.0"?><!DOCTYPE x [{entities}]><sst><si><t>&l9;</t></si></sst>'
    for name in ("xl/sharedStrings.xml", "xl/workbook.xml", "[Content_Types].xml"):
        for encoding in ("utf-8", "utf-16"):
            bomb = repacked(workbook(GENERIC_HEADER), {name: part.encode(encoding)})
            assert f"The part {name} of the workbook declares XML entities" in refusal(bomb)


def test_a_zip_that_is_no_workbook() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert "not an XLSX workbook" in refusal(out.getvalue())


def test_a_workbook_with_a_broken_sheet() -> None:
    broken = repacked(
        workbook(GENERIC_HEADER, GENERIC_ROW), {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row"}
    )
    assert "damaged" in refusal(broken) or "not valid" in refusal(broken)


def test_the_dimension_a_sheet_declares_is_not_believed() -> None:
    honest = workbook(GENERIC_HEADER, GENERIC_ROW)
    with zipfile.ZipFile(io.BytesIO(honest)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    lying = repacked(honest, {"xl/worksheets/sheet1.xml": sheet.replace(b"A1:D2", b"A1:A1")})
    assert len(plan(lying, "generic").rows) == 1


def test_a_row_that_says_it_stands_beyond_the_last_one_is_not_walked_to() -> None:
    """Five kilobytes would otherwise be read as rows without end."""
    sheet = "xl/worksheets/sheet1.xml"
    data = workbook(GENERIC_HEADER, GENERIC_ROW)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        far = archive.read(sheet).replace(b'<row r="2"', b'<row r="999999999999"').replace(b'2"', b'999999999999"')
    assert "damaged and cannot be read (IndexError: row 1048577)" in refusal(repacked(data, {sheet: far}))

"""CSV and its relatives: encoding, delimiter, rows."""

import csv
import io
from collections.abc import Iterator
from itertools import islice
from typing import IO

from .limits import Limits
from .reasons import FileRefused, gettext_noop
from .table import Recognise, Row

DELIMITERS = (",", ";", "\t", "|")


def read_delimited(stream: IO[bytes], recognise: Recognise, encoding: str | None, limits: Limits) -> Iterator[Row]:
    """:raises FileRefused: wrong encoding at once; a broken quotation or a limit while iterating."""
    text = decode(stream.read(), encoding)
    delimiter = choose_delimiter(text, recognise, limits)
    return _rows(text, delimiter, limits)


def decode(data: bytes, encoding: str | None) -> str:
    """UTF-8, or UTF-16 with its mark; another encoding only when the profile names it, never by guess."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif data.startswith(b"\xef\xbb\xbf"):
        encoding = "utf-8-sig"
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        raise FileRefused(
            gettext_noop(
                "Byte %(byte)s in line %(line)s (position %(position)s) is not %(encoding)s text. Save the file as "
                "“CSV UTF-8”, or use a profile that names the encoding of the file."
            ),
            byte=f"0x{data[error.start]:02X}",
            line=data.count(b"\n", 0, error.start) + 1,
            position=error.start + 1,
            encoding=error.encoding.upper(),
        ) from error
    if "\x00" in text:
        raise FileRefused(
            gettext_noop("Line %(line)s holds a NUL character: this is not a text file."),
            line=text.count("\n", 0, text.index("\x00")) + 1,
        )
    return text


def choose_delimiter(text: str, recognise: Recognise, limits: Limits) -> str:
    """The delimiter that shows most known headers; else the one that cuts the first rows most often."""

    def score(delimiter: str) -> tuple[int, int]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            rows = list(islice(reader, limits.header_search_rows))
        except csv.Error:
            return (0, 0)
        return max(map(recognise, rows), default=0), sum(len(row) > 1 for row in rows)

    csv.field_size_limit(limits.cell_characters)
    return max(DELIMITERS, key=score)


def _rows(text: str, delimiter: str, limits: Limits) -> Iterator[Row]:
    csv.field_size_limit(limits.cell_characters)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise FileRefused(
                gettext_noop(
                    "Row %(row)s, which starts in line %(line)s, cannot be read (%(error)s). A quotation mark is "
                    "probably not closed or not doubled."
                ),
                row=number + 1,
                line=line,
                error=error,
            ) from error
        if cells is None:
            return
        number += 1
        check_size(number, len(cells), limits)
        yield Row(number, tuple(cells))


def check_size(number: int, width: int, limits: Limits) -> None:
    """:raises FileRefused: beyond the number of rows or columns that are read."""
    if number > limits.rows + limits.header_search_rows:
        raise FileRefused(
            gettext_noop("The file has more than %(limit)s rows. Split it into several files."), limit=limits.rows
        )
    if width > limits.columns:
        raise FileRefused(
            gettext_noop("Row %(row)s has %(width)s columns; at most %(limit)s are read."),
            row=number,
            width=width,
            limit=limits.columns,
        )

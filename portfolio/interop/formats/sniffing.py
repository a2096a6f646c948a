"""What a file is, by its bytes."""

from typing import IO

from .limits import Limits
from .reasons import FileRefused, gettext_noop

WORKBOOK = "xlsx"
DELIMITED = "csv"

_KINDS = (
    (b"\xd0\xcf\x11\xe0", gettext_noop("an old or password-protected Office file")),
    (b"%PDF", gettext_noop("a PDF document")),
    (b"\x1f\x8b", gettext_noop("a gzip archive")),
    (b"\x89PNG", gettext_noop("an image")),
    (b"\xff\xd8\xff", gettext_noop("an image")),
    (b"<!doctype", gettext_noop("a web page")),
    (b"<html", gettext_noop("a web page")),
    (b"<?xml", gettext_noop("an XML document")),
    (b"{\\rtf", gettext_noop("a text-processor document")),
)


def sniff(stream: IO[bytes], limits: Limits) -> str:
    """``WORKBOOK`` or ``DELIMITED``; leaves the stream at its start.

    :raises FileRefused: when empty, too large, or plainly something else.
    """
    size = stream.seek(0, 2)
    stream.seek(0)
    if size == 0:
        raise FileRefused(gettext_noop("The file is empty (0 bytes). Export it again."))
    if size > limits.file_bytes:
        raise FileRefused(
            gettext_noop("The file has %(size)s MB; at most %(limit)s MB are read. Split it into several files."),
            size=round(size / 1024 / 1024),
            limit=limits.file_bytes // 1024 // 1024,
        )
    head = stream.read(4096)
    stream.seek(0)
    if head.startswith(b"PK\x03\x04"):
        return WORKBOOK
    _refuse_other_kinds(head)
    return DELIMITED


def _refuse_other_kinds(head: bytes) -> None:
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    for magic, kind in _KINDS:
        if start.startswith(magic.lower()):
            raise FileRefused(
                gettext_noop("This is %(kind)s, not a CSV or XLSX file. Save it as .xlsx or as CSV (UTF-8)."), kind=kind
            )
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileRefused(
            gettext_noop(
                "The file holds binary data, or UTF-16 text without its mark. Save it as .xlsx or CSV (UTF-8)."
            )
        )

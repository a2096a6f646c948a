"""A workbook is a zip archive of XML: what must hold before it is opened."""

import zipfile
from typing import IO
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from .limits import Limits
from .reasons import FileRefused, gettext_noop

_ENCRYPTED = 0x1


def check_workbook_archive(stream: IO[bytes], limits: Limits) -> None:
    """Refuse bombs, other Office formats and XML with a document type; leaves the stream at its start.

    The sizes of the directory can be trusted as upper bounds: ``zipfile`` never reads more than it declares.

    :raises FileRefused:
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            _check_sizes(entries, limits)
            names = {entry.filename for entry in entries}
            if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
                raise FileRefused(gettext_noop("This archive is not an XLSX workbook. Save the table as .xlsx."))
            for entry in entries:
                if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
                    _check_prolog(archive, entry)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise FileRefused(
            gettext_noop("The workbook is damaged and cannot be opened (%(error)s)."), error=error
        ) from error
    stream.seek(0)


def _check_sizes(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.archive_entries:
        raise FileRefused(
            gettext_noop("The workbook holds %(count)s parts; at most %(limit)s are accepted."),
            count=len(entries),
            limit=limits.archive_entries,
        )
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if unpacked > limits.unpacked_bytes or (
        unpacked > limits.ratio_floor_bytes and unpacked / packed > limits.unpacked_ratio
    ):
        raise FileRefused(
            gettext_noop("The workbook would unpack to %(size)s MB, %(ratio)s times its size; it was not opened."),
            size=unpacked // 1024 // 1024,
            ratio=unpacked // packed,
        )
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise FileRefused(gettext_noop("The workbook is protected by a password. Save it without one."))


def _check_prolog(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """A document type can stand only before the first element, so reading up to that is enough."""
    try:
        with archive.open(entry) as part:
            next(iter(iterparse(part, events=("start",), forbid_dtd=True)), None)
    except DefusedXmlException as error:
        raise FileRefused(
            gettext_noop("The part %(part)s of the workbook declares XML entities; such files are not opened."),
            part=entry.filename,
        ) from error
    except ParseError as error:
        raise FileRefused(
            gettext_noop("The part %(part)s of the workbook is not valid XML."), part=entry.filename
        ) from error

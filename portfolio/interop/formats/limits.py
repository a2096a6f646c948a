"""How large a file may be. Measured: an 82 KB workbook can unpack to 708 MB, so packed size alone says nothing."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    file_bytes: int = 50 * 1024 * 1024
    rows: int = 200_000
    columns: int = 300
    cell_characters: int = 200_000
    archive_entries: int = 2_000
    unpacked_bytes: int = 250 * 1024 * 1024
    #: Spreadsheet XML packs 5 to 40 times; far beyond that it was made to hurt.
    unpacked_ratio: int = 120
    #: Below this unpacked size the ratio does not matter.
    ratio_floor_bytes: int = 5 * 1024 * 1024
    header_search_rows: int = 30


DEFAULT_LIMITS = Limits()

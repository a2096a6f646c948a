"""The workbook people fill in: one sheet of headers with an example, one sheet of notes."""

from collections.abc import Callable
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from .dates import ISO, parse_date
from .profile import Kind, Profile

_BOLD = Font(bold=True)
_REQUIRED = PatternFill("solid", fgColor="FFE8EEF7")


def template_workbook(profile: Profile, *, french: bool = False, words: Callable[[str], str] = str) -> bytes:
    """XLSX bytes that the profile itself reads. Required columns are shaded; ``words`` translates the notes."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Projets" if french else "Projects"
    sheet.freeze_panes = "A2"
    notes = book.create_sheet("Notes")
    notes.append(
        ["Colonne", "Obligatoire", "Autres noms", "Note"] if french else ["Column", "Required", "Other names", "Note"]
    )
    for index, column in enumerate(profile.columns, start=1):
        names = column.aliases or column.prefixes
        header = names[1] if french and len(names) > 1 else names[0]
        cell = sheet.cell(1, index, header)
        cell.font = _BOLD
        if column.required:
            cell.fill = _REQUIRED
        sheet.cell(2, index, _example(column.kind, column.example))
        sheet.column_dimensions[get_column_letter(index)].width = max(14, len(header) + 3)
        others = ", ".join(name for name in names if name != header)
        yes, no = ("oui", "non") if french else ("yes", "no")
        notes.append([header, yes if column.required else no, others, words(column.help) if column.help else ""])
    for cell in notes[1]:
        cell.font = _BOLD
    for letter, width in zip("ABCD", (26, 12, 60, 80), strict=True):
        notes.column_dimensions[letter].width = width
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _example(kind: Kind, example: str) -> object:
    if not example:
        return None
    if kind is Kind.DATE:
        return parse_date(example, (ISO,))
    return float(example) if kind is Kind.MONEY else example

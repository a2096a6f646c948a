"""What a French reader sees where English words are stored: reasons, values of the trail, dates of files."""

import io
from datetime import date

import pytest
from django.template import Context, Template
from django.utils.translation import override
from openpyxl import load_workbook

from pmo.core.export import xlsx_response


def shown(source: str, language: str, **values: object) -> str:
    with override(language):
        return Template("{% load vigie %}" + source).render(Context(values))


def test_a_colon_keeps_its_space_in_french() -> None:
    assert shown('{{ "Budget"|colon }}', "en") == "Budget:"
    assert shown('{{ "Budget"|colon }}', "fr") == "Budget\u00a0:"


def test_a_reason_of_vigie_is_translated_and_one_of_a_source_is_not() -> None:
    source = '{% missing reason "unknown" %}'
    assert "Non connu\u00a0: Aucune prévision établie" in shown(source, "fr", reason="No forecast made")
    assert "Non connu\u00a0: Exempt under FOI" in shown(source, "fr", reason="Exempt under FOI")


@pytest.mark.parametrize(
    ("value", "name", "expected"),
    [
        ("red", "declared_health", "Rouge"),
        ("2026-03-05", "finish", "05/03/2026"),
        ("1234.5", "contingency", "1\u202f234,5"),
        (True, "confidential", "oui"),
        (None, "finish", "–"),
        ("kept", "a_field_of_old", "kept"),
    ],
)
def test_the_trail_shows_values_as_lists_do(value: object, name: str, expected: str) -> None:
    assert shown("{% change_value value name 'projects.project' %}", "fr", value=value, name=name) == expected


@pytest.mark.parametrize(("language", "number_format"), [("fr", "dd/mm/yyyy"), ("en", "yyyy-mm-dd")])
def test_dates_of_a_workbook_are_shown_as_the_reader_writes_them(language: str, number_format: str) -> None:
    with override(language):
        content = xlsx_response("list", ["day"], [[date(2026, 3, 5)]]).content
    cell = load_workbook(io.BytesIO(content)).active["A2"]
    assert (cell.value.date(), cell.number_format) == (date(2026, 3, 5), number_format)

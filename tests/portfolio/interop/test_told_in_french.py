"""A refusal is told wholly in the reader's language; what the file says stays as it is."""

import io

import polib
import pytest
from django.utils.translation import override
from openpyxl import load_workbook

from portfolio.interop.available import profile_names
from portfolio.interop.formats.profile import Profile
from portfolio.interop.formats.reasons import Reason
from portfolio.interop.formats.template import template_workbook
from portfolio.interop.meanings import told
from portfolio.interop.profiles import SHIPPED

SHIFTED = "“%(text)s” is not %(hint)s; the cells of this row are probably shifted."


def test_the_words_of_vigie_inside_a_reason_are_translated_too() -> None:
    reason = Reason.of(SHIFTED, text="Total", hint="a project number")
    with override("fr"):
        assert told(reason).startswith("«\u00a0Total\u00a0» ne correspond pas à\u00a0: un numéro de projet")
    assert told(reason) == str(reason)


@pytest.mark.parametrize("profile", SHIPPED.values(), ids=lambda profile: profile.name)
def test_every_text_of_a_shipped_profile_is_in_the_catalogue(profile: Profile) -> None:
    texts = {profile.title, *(text for column in profile.columns for text in (column.help, column.shape_hint))}
    assert texts - {""} - {entry.msgid for entry in polib.pofile("locale/fr/LC_MESSAGES/django.po")} == set()


@pytest.mark.django_db
def test_profiles_are_offered_in_the_readers_language() -> None:
    with override("fr"):
        assert dict(profile_names())["generic"] == "Tableau de projets générique"


def test_the_notes_of_the_template_are_translated() -> None:
    book = load_workbook(
        io.BytesIO(template_workbook(SHIPPED["generic"], french=True, words=lambda note: f"fr: {note}"))
    )
    assert "fr: What people call it." in [row[3] for row in book["Notes"].iter_rows(values_only=True)]


def test_a_project_named_like_a_word_of_vigie_keeps_its_name() -> None:
    with override("fr"):
        assert "«\u00a0portfolio\u00a0»" in told(Reason.of(SHIFTED, text="portfolio", hint="a number"))

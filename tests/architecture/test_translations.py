"""French is complete: every visible string is translated, and the compiled catalogue is the one in the sources."""

import re
from pathlib import Path

import polib
import pytest

from tests.architecture.messages import Message, messages

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "locale/fr/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]\b|\{\w*\}")
# A plain space before a double punctuation mark, or inside quotation marks, lets a line break there.
BREAKABLE = re.compile(r" [:;?!»](?:\s|$)|« |\d %|[\w%)]'\w")


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(CATALOGUE))


def _key(entry: polib.POEntry) -> tuple[str | None, str]:
    return entry.msgctxt, entry.msgid


def _texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


def test_every_entry_is_translated_and_sure(catalogue: polib.POFile) -> None:
    assert [entry.msgid for entry in catalogue if not all(_texts(entry))] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []
    assert [entry.msgid for entry in catalogue if entry.msgid_plural and len(entry.msgstr_plural) != 2] == []


def test_the_catalogue_holds_what_the_sources_say_and_nothing_else(catalogue: polib.POFile) -> None:
    wanted: set[Message] = messages(ROOT)
    plurals = {(each.context, each.text, each.plural) for each in wanted if each.plural}
    assert {(each.context, each.text) for each in wanted} == {_key(entry) for entry in catalogue}
    assert plurals == {(*_key(entry), entry.msgid_plural) for entry in catalogue if entry.msgid_plural}


def test_translations_keep_their_placeholders(catalogue: polib.POFile) -> None:
    """A singular may leave its number out; no text may invent one, and one without plural keeps them all."""
    wrong = []
    for entry in catalogue:
        known = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
        used = [set(PLACEHOLDER.findall(text)) for text in _texts(entry)]
        if used[-1] != known or not used[0] <= known:
            wrong.append(entry.msgid)
    assert wrong == []


def test_french_typography(catalogue: polib.POFile) -> None:
    assert [text for entry in catalogue for text in _texts(entry) if BREAKABLE.search(text)] == []


def test_the_catalogue_says_nothing_of_the_machine_that_wrote_it(catalogue: polib.POFile) -> None:
    assert "POT-Creation-Date" not in catalogue.metadata
    assert [entry.msgid for entry in catalogue if entry.occurrences or entry.obsolete] == []


def test_the_compiled_catalogue_is_in_step(catalogue: polib.POFile) -> None:
    compiled = {_key(entry): _texts(entry) for entry in polib.mofile(str(CATALOGUE.with_suffix(".mo")))}
    assert compiled == {_key(entry): _texts(entry) for entry in catalogue}

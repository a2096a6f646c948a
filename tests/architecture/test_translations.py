"""French is complete: every visible string is translated, and the compiled catalogue is the one in the sources."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po"))
SOURCES = ("pmo", "portfolio", "projects", "reporting", "templates", "static")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def _key(entry: polib.POEntry) -> tuple[str | None, str]:
    return entry.msgctxt, entry.msgid


def _texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


def test_there_is_a_french_catalogue() -> None:
    assert ROOT / "locale/fr/LC_MESSAGES/django.po" in CATALOGUES


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_entry_is_translated_and_sure(path: Path) -> None:
    catalogue = polib.pofile(str(path))
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(ROOT)))
def test_translations_keep_their_placeholders(path: Path) -> None:
    lost = [
        (entry.msgid, text)
        for entry in polib.pofile(str(path)).translated_entries()
        for text in _texts(entry)
        if not set(PLACEHOLDER.findall(text)) <= set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    ]
    assert lost == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_compiled_catalogue_is_in_step(path: Path) -> None:
    compiled = {_key(entry): _texts(entry) for entry in polib.mofile(str(path.with_suffix(".mo")))}
    assert compiled == {_key(entry): _texts(entry) for entry in polib.pofile(str(path)).translated_entries()}


@pytest.mark.skipif(not shutil.which("xgettext"), reason="xgettext is not installed (Debian: gettext)")
def test_every_string_of_the_code_is_in_the_catalogue(tmp_path: Path) -> None:
    for folder in SOURCES:
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "locale").mkdir()
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-m", "django", "makemessages", "--locale=fr", "--verbosity=0"]
    subprocess.run(command, cwd=tmp_path, env=environment, check=True)
    wanted = {_key(entry) for entry in polib.pofile(str(tmp_path / "locale/fr/LC_MESSAGES/django.po"))}
    known = {_key(entry) for entry in polib.pofile(str(ROOT / "locale/fr/LC_MESSAGES/django.po")) if not entry.obsolete}
    assert wanted - known == set()

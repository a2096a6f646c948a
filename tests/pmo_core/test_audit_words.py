"""Every verb and kind of object that the code writes has words."""

import re
from pathlib import Path

from django.apps import apps

from pmo.core.ui.audit_tags import KINDS, VERBS, field_label, kind_label, verb_label

ROOT = Path(__file__).resolve().parents[2]


def test_every_verb_written_has_a_word():
    sources = (
        path.read_text() for app in ("pmo", "projects", "portfolio", "reporting") for path in (ROOT / app).rglob("*.py")
    )
    written = {verb for source in sources for verb in re.findall(r'verb="([^"]+)"', source)}
    assert written - set(VERBS) == set()


def test_every_kind_is_a_table():
    assert all(apps.get_model(label) for label in KINDS)


def test_what_is_unknown_stays_as_it_was_written():
    assert verb_label("vanished") == "vanished"
    assert kind_label("projects.gone") == "projects.gone"
    assert field_label("gone", "projects.risk") == "gone"
    assert field_label("review_on", "projects.risk") == "Review on"

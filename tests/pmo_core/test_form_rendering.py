"""Lists of choices look as Django writes them, whatever the choices hold."""

import re
from typing import Any

import pytest
from django.forms import Select, SelectMultiple
from django.forms.renderers import DjangoTemplates

from pmo.core.ui.form_rendering import FormRenderer

CHOICES: list[Any] = [
    ("", "---------"),
    ("a", "Plain"),
    (2, 'Ampersand & "quotes" <b>'),
    ("Group <i>", [("g1", "First"), ("g2", "Second")]),
]


@pytest.mark.parametrize("widget", [Select(choices=CHOICES), SelectMultiple(choices=CHOICES)])
@pytest.mark.parametrize("value", [None, "a", 2, ["g1", "a"], True, "absent"])
def test_choices_are_written_as_django_writes_them(widget: Any, value: Any) -> None:
    attributes = {"id": "id_x", "required": True, "disabled": False, "title": 'a "title" & more'}
    ours, djangos = (widget.render("x", value, attributes, each) for each in (FormRenderer(), DjangoTemplates()))
    assert _without_blanks(ours) == _without_blanks(djangos)


def _without_blanks(html: str) -> str:
    return re.sub(r">\s+<", "><", html.strip())


def test_other_controls_are_written_by_django() -> None:
    assert 'type="text"' in FormRenderer().render(
        "django/forms/widgets/text.html", {"widget": {"name": "x", "type": "text", "value": None, "attrs": {}}}
    )

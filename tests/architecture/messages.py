"""The translatable strings of the sources, read without gettext's own tools, which few machines have."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.utils.translation.template import templatize

SOURCES = ("pmo", "portfolio", "projects", "reporting", "templates")
SINGLE, PLURAL, IN_CONTEXT, PLURAL_IN_CONTEXT = (0,), (0, 1), (1, 0), (1, 2, 0)
# Which arguments hold the text, its plural and, last of three or first of two, its context.
CALLS = {
    "_": SINGLE, "gettext": SINGLE, "gettext_lazy": SINGLE, "gettext_noop": SINGLE,
    "ngettext": PLURAL, "ngettext_lazy": PLURAL,
    "pgettext": IN_CONTEXT, "pgettext_lazy": IN_CONTEXT,
    "npgettext": PLURAL_IN_CONTEXT, "npgettext_lazy": PLURAL_IN_CONTEXT,
}  # fmt: skip
CALL_OF_TEMPLATE = re.compile(r"\b(?:_|n?p?gettext)\((?:[^()'\"]|u?'(?:\\.|[^'\\])*'|u?\"(?:\\.|[^\"\\])*\")*\)")


class Message(NamedTuple):
    context: str | None
    text: str
    plural: str


def messages(root: Path) -> set[Message]:
    """Every message that the Python files and the templates below ``root`` ask to translate."""
    found: set[Message] = set()
    for folder in SOURCES:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix == ".py":
                found.update(_of_code(path.read_text(encoding="utf-8")))
            elif path.suffix in {".html", ".txt"}:
                found.update(_of_template(path.read_text(encoding="utf-8")))
    return found


def _of_code(source: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in CALLS:
                yield from _of_call(name, node.args)


def _of_template(source: str) -> Iterator[Message]:
    for call in CALL_OF_TEMPLATE.findall(templatize(source)):
        yield from _of_code(call)


def _of_call(name: str, arguments: list[ast.expr]) -> Iterator[Message]:
    """Calls whose text is computed hold no message: the text stands where it is marked."""
    shape = CALLS[name]
    texts = [node.value if isinstance(node, ast.Constant) else None for node in arguments]
    if len(texts) <= max(shape) or not all(isinstance(texts[index], str) for index in shape):
        return
    words = [str(texts[index]) for index in shape]
    context = words.pop() if "pgettext" in name else None
    yield Message(context, words[0], words[1] if len(words) > 1 else "")

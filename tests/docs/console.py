"""Running the console blocks of a document, and comparing what they answer with what the document shows.

In what is shown, ``…`` stands for any text, a field named ``…`` for further fields, and ``…`` at the end of an array
for further items. A block shows JSON, or lines (of headers, of a file) that all must be in the answer.
"""

import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ANY = "…"


@dataclass(frozen=True)
class Step:
    command: str
    shown: str


def steps(document: Path) -> Iterator[Step]:
    """Each command, which begins with ``$`` and goes on in lines that begin with ``>``, and the answer below it."""
    for block in BLOCK.findall(document.read_text()):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            lines = part.splitlines()
            more = [line for line in lines[1:] if line.startswith("> ")]
            command = "\n".join([lines[0], *(line[2:] for line in more)])
            yield Step(command, "\n".join(line for line in lines[1:] if not line.startswith("> ")).strip())


def run(command: str, environment: dict[str, str], folder: Path) -> str:
    done = subprocess.run(
        ["bash", "-c", command], env=environment, cwd=folder, capture_output=True, text=True, timeout=30, check=True
    )
    return done.stdout.replace("\r\n", "\n")


def differences(shown: str, answered: str) -> list[str]:
    """What the answer does not keep of what is shown."""
    if not shown:
        return []
    if shown[0] in "{[":
        return list(_unlike(json.loads(shown), json.loads(answered), "answer"))
    answers = answered.splitlines()
    patterns = [re.escape(line).replace(ANY, ".*") for line in shown.splitlines()]
    return [line for line in patterns if not any(re.fullmatch(line, each) for each in answers)]


def _unlike(shown: Any, answered: Any, place: str) -> Iterator[str]:
    if isinstance(shown, dict) and isinstance(answered, dict):
        yield from _unlike_objects(shown, answered, place)
    elif isinstance(shown, list) and isinstance(answered, list):
        items = shown[:-1] if shown[-1:] == [ANY] else shown
        if len(answered) < len(items) or (items is shown and len(answered) != len(items)):
            yield f"{place}: {len(answered)} items"
        for number, (one, other) in enumerate(zip(items, answered, strict=False)):
            yield from _unlike(one, other, f"{place}.{number}")
    elif isinstance(shown, str) and isinstance(answered, str):
        if not re.fullmatch(re.escape(shown).replace(ANY, ".*"), answered, re.DOTALL):
            yield f"{place}: {answered!r} is not {shown!r}"
    elif shown != ANY and shown != answered:
        yield f"{place}: {answered!r} is not {shown!r}"


def _unlike_objects(shown: dict[str, Any], answered: dict[str, Any], place: str) -> Iterator[str]:
    named = {name for name in shown if name != ANY}
    if missing := sorted(named - set(answered)):
        yield f"{place}: there is no {', '.join(missing)}"
    if ANY not in shown and (more := sorted(set(answered) - named)):
        yield f"{place}: also {', '.join(more)}"
    for name in named & set(answered):
        yield from _unlike(shown[name], answered[name], f"{place}.{name}")

"""What gets installed is pinned and hash-checked, and comes from whatever index the machine is set up with."""

import re
import tomllib
from collections.abc import Iterable
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from pmo.core.version import VERSION

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "requirements").glob("*.txt"))
APPS = ("pmo", "portfolio", "projects", "reporting")
# Django and Celery load these by themselves when an address names PostgreSQL or Redis.
LOADED_BY_ADDRESS = {"psycopg2-binary", "redis"}
# Celery's own messaging, pinned by it.
PARTS_OF_ANOTHER = {"kombu"}


def _pins(path: Path) -> dict[str, str]:
    """Each package with everything said about it, its continuation lines joined."""
    text = re.sub(r"\s*#.*", "", path.read_text()).replace("\\\n", " ")
    return {re.split(r"[=\[ ;]", line)[0]: line for line in text.splitlines() if line.strip()}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_package_is_pinned_and_hashed(path: Path) -> None:
    loose = [
        line for line in _pins(path).values() if not re.search(r"^[\w.\[\]-]+==\S+.*--hash=sha256:[0-9a-f]{64}", line)
    ]
    assert loose == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_index_is_named(path: Path) -> None:
    assert not re.search(r"://|--(extra-)?index-url|--trusted-host|--find-links", path.read_text())


def _declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lines = project["dependencies"] + project["optional-dependencies"]["sso"]
    return {re.split(r"[<>=\[ ;]", line)[0] for line in lines}


def _distributions(pattern: str, folders: Iterable[str] = APPS) -> set[str]:
    """The distributions of the modules whose names the pattern finds in the code of these folders."""
    code = "\n".join(path.read_text() for folder in folders for path in (ROOT / folder).rglob("*.py"))
    known = packages_distributions()
    return {
        name.lower().replace("_", "-")
        for root in set(re.findall(pattern, code, re.MULTILINE))
        for name in known.get(root, [])
    }


IMPORTED = r"^\s*(?:from|import) (\w+)"
NAMED_IN_A_SETTING = r"\"(\w+)(?:\.\w+)*\""


def test_every_runtime_dependency_is_used() -> None:
    used = _distributions(IMPORTED) | _distributions(NAMED_IN_A_SETTING) | LOADED_BY_ADDRESS
    assert _declared() - used == set()


def test_everything_imported_is_a_runtime_dependency() -> None:
    assert _distributions(IMPORTED) - _declared() - PARTS_OF_ANOTHER == set()


def test_everything_that_tests_import_is_pinned_for_them() -> None:
    """A machine where it happens to be installed tells nothing."""
    pinned = {name.lower().replace("_", "-") for name in _pins(ROOT / "requirements/dev.txt")}
    assert _distributions(IMPORTED, ["tests"]) - pinned == set()


@pytest.mark.parametrize(
    ("file", "extra"), [("base", None), ("production", "production"), ("sso", "sso"), ("dev", "dev")]
)
def test_every_declared_dependency_is_pinned(file: str, extra: str | None) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = project["dependencies"] + (project["optional-dependencies"][extra] if extra else [])
    names = {re.split(r"[<>=\[ ;]", line)[0] for line in declared}
    assert names - set(_pins(ROOT / "requirements" / f"{file}.txt")) == set()


def test_all_files_agree_on_every_version() -> None:
    versions: dict[str, set[str]] = {}
    for path in FILES:
        for name, line in _pins(path).items():
            versions.setdefault(name, set()).add(re.split(r"[ ;]", line.partition("==")[2])[0])
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


def test_the_code_knows_its_version() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == VERSION

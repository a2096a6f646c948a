"""Rooms stay liveable: the limits of docs/architecture.md on files, functions and templates."""

import ast
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("pmo", "portfolio", "projects", "reporting")


def _sources(*folders: str, pattern: str = "*.py") -> list[Path]:
    """Every file with something in it; migrations are records, not rooms."""
    found = (path for folder in folders for path in sorted((ROOT / folder).rglob(pattern)))
    return [path for path in found if "migrations" not in path.parts and path.stat().st_size]


def _file_sizes(paths: list[Path]) -> dict[str, int]:
    return {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in paths}


def _function_sizes(paths: list[Path]) -> dict[str, int]:
    return {
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in paths
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def _over(sizes: dict[str, int], limit: int) -> dict[str, int]:
    return {name: size for name, size in sorted(sizes.items(), key=lambda item: -item[1]) if size > limit}


def _assert_mostly(sizes: dict[str, int], limit: int) -> None:
    over = _over(sizes, limit)
    assert len(over) <= 0.05 * len(sizes), f"more than 5 % of {len(sizes)} are over {limit} lines: {over}"


def test_files_are_short() -> None:
    sizes = _file_sizes(_sources(*APPS))
    assert median(sizes.values()) <= 80
    _assert_mostly(sizes, 350)


def test_functions_are_short() -> None:
    _assert_mostly(_function_sizes(_sources(*APPS)), 35)


def test_templates_are_short() -> None:
    sizes = _file_sizes(_sources("templates", pattern="*.html"))
    _assert_mostly(sizes, 120)
    assert _over(sizes, 250) == {}


@pytest.mark.parametrize("folder", [*APPS, "tests"])
def test_no_file_and_no_function_is_too_long(folder: str) -> None:
    paths = _sources(folder)
    assert _over(_file_sizes(paths), 500) == {}
    assert _over(_function_sizes(paths), 60) == {}


@pytest.mark.parametrize("pattern", ["*.css", "*.js"])
def test_no_style_and_no_script_is_too_long(pattern: str) -> None:
    assert _over(_file_sizes(_sources("static", pattern=pattern)), 500) == {}


def test_no_file_is_named_for_nothing() -> None:
    vague = {"utils", "helpers", "common", "misc"}
    assert [str(path.relative_to(ROOT)) for path in _sources(*APPS, "tests") if path.stem in vague] == []

"""Imports point the way docs/architecture.md says; the contracts are in pyproject.toml."""

import subprocess
import sys
from pathlib import Path

import pytest
from grimp import ImportGraph

from tests.architecture.doors import DoorsContract

ROOT = Path(__file__).resolve().parents[2]


def test_every_import_contract_is_kept() -> None:
    lint_imports = Path(sys.executable).parent / "lint-imports"
    result = subprocess.run([lint_imports, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("importer", "imported", "kept"),
    [
        ("reporting.views", "projects.queries.risk", True),
        ("reporting.views", "projects.views.risk", False),
        ("portfolio.actions", "projects", False),
        ("portfolio.actions", "portfolio.forms", True),
        ("projects.tasks", "pmo.core.access", True),
    ],
)
def test_a_door_is_open_and_a_wall_is_not(importer: str, imported: str, kept: bool) -> None:
    graph = ImportGraph()
    graph.add_import(importer=importer, imported=imported, line_number=1, line_contents=f"import {imported}")
    options = {"apps": ["reporting", "portfolio", "projects"], "doors": ["queries"]}
    contract = DoorsContract(name="doors", session_options={}, contract_options=options)
    assert contract.check(graph, verbose=False).kept is kept

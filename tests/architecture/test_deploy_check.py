"""Django's own review of a production environment finds nothing to say, and no weak key starts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _manage(tmp_path: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**inherited, "VIGIE_DATA_DIR": str(tmp_path), "VIGIE_PRODUCTION": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_deployment_check_has_no_warning(tmp_path: Path) -> None:
    key = "not-secret-but-long-and-varied-0123456789-abcdefghijk"
    result = _manage(
        tmp_path, "check", "--deploy", "--fail-level=WARNING", SECRET_KEY=key, ALLOWED_HOSTS="vigie.example"
    )
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout


@pytest.mark.parametrize("key", ["", "short", "development-only-key-that-production-refuses-to-start-with"])
def test_production_refuses_a_missing_or_weak_key(tmp_path: Path, key: str) -> None:
    result = _manage(tmp_path, "check", SECRET_KEY=key, ALLOWED_HOSTS="vigie.example")
    assert result.returncode != 0
    assert "Set SECRET_KEY" in result.stderr

"""Django's own review of a production environment finds nothing to say, every guard is up, and no weak key starts."""

import json
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
    result = _manage(
        tmp_path, "check", "--deploy", "--fail-level=WARNING", SECRET_KEY=KEY, ALLOWED_HOSTS="vigie.example"
    )
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout


@pytest.mark.parametrize("key", ["", "short", "development-only-key-that-production-refuses-to-start-with"])
def test_production_refuses_a_missing_or_weak_key(tmp_path: Path, key: str) -> None:
    result = _manage(tmp_path, "check", SECRET_KEY=key, ALLOWED_HOSTS="vigie.example")
    assert result.returncode != 0
    assert "Set SECRET_KEY" in result.stderr


KEY = "not-secret-but-long-and-varied-0123456789-abcdefghijk"
GUARDS = {
    "DEBUG": False,
    "SECURE_SSL_REDIRECT": True,
    "SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"],
    "SECURE_REDIRECT_EXEMPT": [r"^health/(live|ready)$", r"^metrics$"],
    "SECURE_HSTS_SECONDS": 365 * 24 * 3600,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
    "SECURE_HSTS_PRELOAD": True,
    "SECURE_CONTENT_TYPE_NOSNIFF": True,
    "SECURE_REFERRER_POLICY": "same-origin",
    "SECURE_CROSS_ORIGIN_OPENER_POLICY": "same-origin",
    "X_FRAME_OPTIONS": "DENY",
    "SESSION_COOKIE_NAME": "__Host-session",
    "SESSION_COOKIE_SECURE": True,
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "SESSION_COOKIE_PATH": "/",
    "SESSION_COOKIE_DOMAIN": None,
    "CSRF_COOKIE_NAME": "__Host-csrf",
    "CSRF_COOKIE_SECURE": True,
    "CSRF_COOKIE_SAMESITE": "Lax",
    "CSRF_COOKIE_PATH": "/",
    "CSRF_COOKIE_DOMAIN": None,
    "CSRF_TRUSTED_ORIGINS": [],
    "USE_X_FORWARDED_HOST": False,
    "ALLOWED_HOSTS": ["vigie.example"],
    "METRICS_TOKEN": "",
    "DEMO_MODE": False,
}


def _settings(tmp_path: Path, *names: str, **environment: str) -> dict[str, object]:
    read = f"{{name: getattr(settings, name) for name in {names}}}"
    code = f"import json; from django.conf import settings; print(json.dumps({read}))"
    given = {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "vigie.example", **environment}
    result = _manage(tmp_path, "shell", "--no-imports", "--command", code, **given)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_every_guard_is_up_in_production(tmp_path: Path) -> None:
    assert _settings(tmp_path, *GUARDS) == GUARDS


def test_secrets_may_come_from_files_and_the_password_beside_the_address(tmp_path: Path) -> None:
    for name, value in {
        "key": f"{KEY}-from-a-file\n",
        "password": "a pass/word: with @ all?\n",
        "token": "t0ken\n",
    }.items():
        (tmp_path / name).write_text(value)
    found = _settings(
        tmp_path,
        "SECRET_KEY",
        "METRICS_TOKEN",
        "DATABASES",
        SECRET_KEY="",
        SECRET_KEY_FILE=str(tmp_path / "key"),
        DATABASE_URL="postgres://vigie@postgres:5432/vigie",
        DATABASE_PASSWORD_FILE=str(tmp_path / "password"),
        VIGIE_METRICS_TOKEN_FILE=str(tmp_path / "token"),
    )
    database = found["DATABASES"]["default"]  # type: ignore[index]
    assert (database["USER"], database["PASSWORD"]) == ("vigie", "a pass/word: with @ all?")
    assert (found["SECRET_KEY"], found["METRICS_TOKEN"]) == (f"{KEY}-from-a-file", "t0ken")

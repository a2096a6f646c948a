"""docker-compose.yml, Dockerfile and .dockerignore fit the project, the schema of Compose and docs/operations.md.

What the files do when they run: tests/services/production.
"""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.services.production.composition import compose, copied, dockerfile, image_environment, interpolated, seconds

ROOT = Path(__file__).resolve().parents[2]
OURS = ["migrate", "web", "worker", "beat"]
SERVERS = ["web", "worker", "beat", "postgres", "redis"]


def service(name: str) -> dict[str, Any]:
    return compose()["services"][name]


def test_the_file_follows_the_schema_of_compose() -> None:
    """The schema comes in the checker's wheel, so nothing is fetched."""
    command = [Path(sys.executable).parent / "check-jsonschema", "--builtin-schema", "vendor.compose-spec"]
    checked = subprocess.run([*command, "docker-compose.yml"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("name", OURS)
def test_our_processes_have_no_rights_and_nowhere_to_write(name: str) -> None:
    found = service(name)
    assert found["read_only"] is True
    assert found["tmpfs"] == ["/tmp"]
    assert found["cap_drop"] == ["ALL"]
    assert found["security_opt"] == ["no-new-privileges:true"]
    assert found["volumes"] == ["data:/var/lib/vigie"]
    assert "user" not in found
    assert "privileged" not in found


@pytest.mark.parametrize("name", SERVERS)
def test_what_serves_is_watched_limited_and_started_again(name: str) -> None:
    found = service(name)
    assert found["restart"] == "unless-stopped"
    assert set(found) >= {"healthcheck", "mem_limit", "stop_grace_period"}
    assert found["security_opt"] == ["no-new-privileges:true"]
    assert found["cap_drop"] == ["ALL"]


def test_migrations_run_once_and_before_everything_that_reads_the_schema() -> None:
    assert service("migrate")["restart"] == "no"
    for name in ("web", "worker", "beat"):
        assert service(name)["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_only_the_web_server_can_be_reached_and_only_from_the_machine_itself() -> None:
    ports = {name: found["ports"] for name, found in compose()["services"].items() if "ports" in found}
    assert ports == {"web": ["127.0.0.1:8000:8000"]}
    assert compose()["networks"]["inside"] == {"internal": True}
    assert service("postgres")["networks"] == service("redis")["networks"] == ["inside"]


def test_no_secret_is_in_the_file_and_none_may_be_missing() -> None:
    secret = re.compile(r"KEY|PASSWORD|TOKEN")
    for name, found in compose()["services"].items():
        for variable, value in found.get("environment", {}).items():
            if secret.search(variable):
                assert re.fullmatch(r"\$\{\w+:[?-].*\}", value), f"{name}: {variable}"
    with pytest.raises(KeyError, match="SECRET_KEY"):
        interpolated(service("web")["environment"]["SECRET_KEY"], {})


def test_requests_in_flight_end_before_the_server_is_killed() -> None:
    settings = (ROOT / "pmo/gunicorn.py").read_text()
    graceful = int(re.search(r"^graceful_timeout = (\d+)", settings, re.MULTILINE)[1])  # type: ignore[index]
    assert graceful < seconds(service("web")["stop_grace_period"])


def test_the_image_holds_everything_the_application_is_made_of() -> None:
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]["find"]["include"]
    expected = {pattern.rstrip("*") for pattern in packages}
    expected |= {"manage.py", "pyproject.toml", "templates", "static", "locale"}
    expected |= {"requirements/production.txt", "requirements/sso.txt"}
    assert set(copied()) == expected
    assert [source for source in copied() if not (ROOT / source).exists()] == []


def test_the_build_sees_what_is_copied_and_nothing_else() -> None:
    lines = (ROOT / ".dockerignore").read_text().split()
    assert lines[0] == "*"
    assert {line[1:] for line in lines if line.startswith("!")} == {source.split("/")[0] for source in copied()}


def test_the_image_installs_pinned_packages_and_leaves_root_behind() -> None:
    steps = dockerfile()
    words = [word for word, _ in steps]
    installs = [rest for word, rest in steps if word == "RUN" and "pip install" in rest]
    pinned = "-r requirements/production.txt ${SSO:+-r requirements/sso.txt}"
    assert installs == [f"pip install --no-cache-dir --require-hashes {pinned}"]
    assert re.search(r"^gunicorn==", (ROOT / "requirements/production.txt").read_text(), re.MULTILINE)
    assert [rest for word, rest in steps if word == "USER"] == ["vigie"]
    assert words.index("USER") > max(index for index, word in enumerate(words) if word == "RUN")
    assert image_environment()["VIGIE_PRODUCTION"] == "1"


def test_every_variable_a_site_may_set_is_in_the_handbook() -> None:
    sources = [*(ROOT / "pmo").glob("*.py"), *(ROOT / "pmo/core").glob("*.py")]
    read = re.compile(r"(?:environ\.get|environ\.setdefault|_flag|_secret)\(\s*\"(\w+)\"")
    variables = {name for path in sources for name in read.findall(path.read_text())} - {"DJANGO_SETTINGS_MODULE"}
    variables |= {name for ours in OURS for name in service(ours)["environment"]}
    handbook = (ROOT / "docs/operations.md").read_text()
    assert sorted(name for name in variables if f"`{name}`" not in handbook) == []

"""The drill of docs/operations.md: an installation on SQLite is lost and comes back on PostgreSQL, figure by figure."""

import json

from tests.services.production.composition import Machine, Service

IMPORTED = "code,name\\nA,Été\\n".encode()


def manage(machine: Machine, *arguments: str, **environment: str) -> str:
    """The output of a command, run as ``docker compose exec web python manage.py …`` runs it."""
    service = machine.service("web")
    service.environment |= {"LOG_LEVEL": "WARNING", **environment}
    service.definition = {**service.definition, "command": ["CMD", "python", "manage.py", *arguments]}
    status = service.run()
    output = _take(service)
    assert status == 0, output
    return output


def _take(service: Service) -> str:
    output = service.output()
    service.log.unlink()
    return output


def figures(machine: Machine, **environment: str) -> dict[str, object]:
    return json.loads(manage(machine, "rollup", "--as-of", "2026-06-30", "--currency", "EUR", "--json", **environment))


def test_from_sqlite_to_postgresql_and_on_with_equal_figures(machine: Machine) -> None:
    lost = {"DATABASE_URL": f"sqlite:///{machine.scratch}/lost.sqlite3", "DATABASE_PASSWORD": ""}
    manage(machine, "migrate", **lost)
    manage(machine, "generate_portfolio", "--projects", "60", **lost)
    files = machine.data / "files" / "imports"
    files.mkdir(parents=True)
    (files / "first.csv").write_bytes(IMPORTED)
    expected = figures(machine, **lost)
    assert expected["projects"] == 60

    archive = "/tmp/vigie.tar.gz"
    manage(machine, "backup", archive, **lost)
    files.joinpath("first.csv").unlink()
    files.rmdir()
    files.parent.rmdir()
    assert "is whole" in manage(machine, "restore", archive, "--check-only")
    manage(machine, "migrate")
    assert "is restored and compared" in manage(machine, "restore", archive, "--verify")
    assert files.joinpath("first.csv").read_bytes() == IMPORTED
    assert figures(machine) == expected

    again = "/tmp/again.tar.gz"
    manage(machine, "backup", again)
    back = {"DATABASE_URL": f"sqlite:///{machine.scratch}/back.sqlite3", "DATABASE_PASSWORD": ""}
    back["VIGIE_DATA_DIR"] = str(machine.scratch / "elsewhere")
    manage(machine, "migrate", **back)
    assert "is restored and compared" in manage(machine, "restore", again, "--verify", **back)
    assert figures(machine, **back) == expected

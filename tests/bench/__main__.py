"""``python -m tests.bench [names…]``: make a database, fill it, run the benches, print and write what they found."""

import argparse
import os
import platform
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from tests.bench.broker import own_broker
from tests.bench.database import own_database
from tests.bench.report import MISSED, table, write

BENCHES = ("facts", "fresh", "pages", "load", "api", "plans")
WITH_ALL = ("facts", "api", "plans")
"""Benches of the large organisation; the others run while it is small, ``facts`` at both sizes."""


def main(arguments: Sequence[str]) -> int:
    asked = _parsed(arguments)
    began = time.monotonic()
    with (
        own_database(asked.database) as address,
        own_broker(asked.redis) as broker,
        tempfile.TemporaryDirectory(prefix="vigie-bench-") as folder,
    ):
        environment = {"DATABASE_URL": address, "REDIS_URL": broker, "VIGIE_DATA_DIR": folder}
        os.environ.update(environment, DJANGO_SETTINGS_MODULE="pmo.settings", LOG_LEVEL="WARNING")
        figures, broken = _run(asked, environment, Path(folder))
    print(table(figures))  # noqa: T201 (it is what the command is for)
    machine = {"cores": os.cpu_count(), "python": platform.python_version(), "load_average": os.getloadavg()[0]}
    sizes = {name: getattr(asked, name) for name in ("small", "large", "lines", "people", "seconds", "minutes")}
    took = {"took_seconds": round(time.monotonic() - began), "broken": broken}
    write(figures, {"machine": machine, "sizes": sizes, **took}, asked.json)
    print(f"\nAs JSON: {asked.json}")  # noqa: T201
    missed = asked.strict and any(figure.verdict == MISSED for figure in figures)
    return int(bool(broken) or missed)


def _run(asked: argparse.Namespace, environment: dict[str, str], folder: Path):  # type: ignore[no-untyped-def]
    """Django is loaded only now: its settings read the environment."""
    import django
    from django.core.management import call_command

    django.setup()
    from tests.bench.organisation import LARGE, SMALL, generate
    from tests.bench.setting import Setting

    setting = Setting(
        environment, folder, asked.small, asked.large, asked.lines, asked.people, asked.seconds, asked.minutes
    )
    call_command("migrate", verbosity=0)
    generate(SMALL, asked.small, asked.lines)
    names = asked.names or BENCHES
    for name in [name for name in BENCHES if name in names and (name not in WITH_ALL or name == "facts")]:
        _one(name, setting)
    if set(names) & set(WITH_ALL):
        generate(LARGE, asked.large - asked.small, asked.lines)
    for name in [name for name in WITH_ALL if name in names]:
        _one(name, setting)
    return setting.figures, setting.broken


def _one(name, setting) -> None:  # type: ignore[no-untyped-def]
    """What it found is told at once; one that breaks says why, and takes nothing from the others."""
    print(f"{name} …", file=sys.stderr, flush=True)  # noqa: T201
    told = len(setting.figures)
    try:
        import_module(f"tests.bench.{name}").run(setting)
    except Exception:
        traceback.print_exc()
        setting.broken.append(name)
    print(table(setting.figures[told:]), file=sys.stderr, flush=True)  # noqa: T201


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *BENCHES], help="which benches; all when none is named")
    parser.add_argument("--small", type=int, default=1_000, help="projects of most benches (1000)")
    parser.add_argument("--large", type=int, default=10_000, help="projects of facts, api and plans (10000)")
    parser.add_argument("--lines", type=int, default=60, help="budget lines of a project (60)")
    parser.add_argument("--people", type=int, default=2_000, help="people in the load (2000)")
    parser.add_argument("--seconds", type=float, default=10, help="how long each comparison of views lasts (10)")
    parser.add_argument("--minutes", type=float, default=5, help="how long the load lasts (5)")
    parser.add_argument("--database", default=f"vigie_bench_{os.getpid()}", help="a name that is free")
    parser.add_argument("--redis", default="redis://127.0.0.1:6379/15", help="an empty Redis database")
    parser.add_argument("--json", type=Path, default=Path("var/bench.json"), help="where the figures are written")
    parser.add_argument("--strict", action="store_true", help="fail when a goal is missed")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

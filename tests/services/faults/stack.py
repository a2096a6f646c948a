"""The whole of Vigie on loopback, as docker-compose.yml runs it: what ends unasked is started again."""

import contextlib
import json
import os
import secrets
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.services.faults.guard import Guard
from tests.services.faults.servers import ROOT, Postgres, Process, Redis, free_port
from tests.services.faults.visitor import Visitor
from tests.services.processes import wait_until

QUEUES = "interactive,rollup,import"


class Stack:
    """PostgreSQL and Redis of its own; ``with stack.running(...)`` adds the processes of Vigie."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.guard = folder, Guard()
        self._made: list[Process] = []
        try:
            self.postgres = self._own(Postgres(folder=folder, guard=self.guard))
            self.redis = self._own(Redis(folder=folder, guard=self.guard))
            self.environment = {
                "DATABASE_URL": self.postgres.url,
                "REDIS_URL": self.redis.url,
                "VIGIE_DATA_DIR": str(folder / "data"),
                "SECRET_KEY": secrets.token_urlsafe(50),
                "DJANGO_SETTINGS_MODULE": "pmo.settings",
                "TIME_ZONE": "UTC",
            }
            self.postgres.start()
            self.redis.start()
            self.empty()
            self.run("manage.py", "migrate", "--verbosity", "0")
            self._order("ALTER DATABASE vigie RENAME TO pristine")
        except BaseException:
            self.close()
            raise

    def empty(self) -> None:
        """A database as migrate leaves it, and a Redis that holds nothing."""
        self.postgres.prove()
        self._order("DROP DATABASE IF EXISTS vigie WITH (FORCE)")
        made = self._asked("SELECT 1 FROM pg_database WHERE datname = 'pristine'")
        self._order("CREATE DATABASE vigie" + (" TEMPLATE pristine" if made else ""))
        self.redis.flush()

    def close(self) -> None:
        for process in reversed(self._made):
            process.end(signal.SIGINT if process is getattr(self, "postgres", None) else signal.SIGTERM, seconds=15)
        self.guard.close()

    def run(self, *words: str) -> str:
        """One command of Vigie to its end; what it printed."""
        done = subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env={**os.environ, **self.environment},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{words}: {done.stderr[-3000:]}"
        return done.stdout

    def inside(self, verb: str, **values: Any) -> Any:
        """Do something in Vigie's own code on this database (tests/services/faults/inside.py)."""
        self.postgres.prove()
        return json.loads(self.run("-m", "tests.services.faults.inside", verb, json.dumps(values)).splitlines()[-1])

    @contextlib.contextmanager
    def running(self, *names: str, supervised: bool = True) -> Iterator[dict[str, Process]]:
        """Start these of web, worker, worker-2 and beat; end them, and all that supervision started in their place."""
        processes = {name: self._own(self._process(name)) for name in names}
        over = threading.Event()
        keeper = threading.Thread(target=_supervise, args=[list(processes.values()), over])
        try:
            for process in processes.values():
                process.start()
            for name, process in processes.items():
                self._wait_for(name, process)
            if supervised:
                keeper.start()
            yield processes
        finally:
            over.set()
            if keeper.ident:
                keeper.join()
            for process in reversed(processes.values()):
                process.end(seconds=20)
                self._made.remove(process)

    def visitor(self, session: str) -> Visitor:
        return Visitor(self.port, session)

    def answers(self) -> bool:
        """Whether a page comes from the web processes."""
        return Visitor(self.port, "", timeout=10).get("/login/").status == 200

    def marked(self) -> int:
        """How many projects wait for their figures; those that were given up are not among them."""
        return int(
            str(self.postgres.ask("SELECT count(*) FROM projects_dirtymark WHERE dirty > 0 AND NOT parked")[0][0])
        )

    def _own(self, process: Any) -> Any:
        self._made.append(process)
        return process

    def _process(self, name: str) -> Process:
        celery = [sys.executable, "-m", "celery", "-A", "pmo"]
        work = [*celery, "worker", f"--queues={QUEUES}", "--concurrency=2", "--loglevel=INFO", f"--hostname={name}@%h"]
        commands: dict[str, Sequence[str | Path]] = {
            "worker": work,
            "worker-2": work,
            "beat": [*celery, "beat", f"--schedule={self.folder / 'beat'}", "--pidfile=", "--loglevel=INFO"],
        }
        if name == "web":
            self.port = free_port()
            served = ["--config=python:pmo.gunicorn", f"--bind=127.0.0.1:{self.port}"]
            commands["web"] = [sys.executable, "-m", "gunicorn", *served, "pmo.wsgi"]
        made = Process(name, commands[name], folder=self.folder, guard=self.guard, environment=self.environment)
        made.log.unlink(missing_ok=True)
        return made

    def _wait_for(self, name: str, process: Process) -> None:
        signs = {"worker": " ready.", "worker-2": " ready.", "beat": "beat: Starting...", "web": "Booting worker"}
        wait_until(lambda: process.says(signs[name]), seconds=60, what=f"{name} getting ready")
        if name == "web":
            wait_until(self.answers, seconds=60, what="the first page")

    def _order(self, statement: str) -> None:
        with self.postgres.connect("postgres") as connection, connection.cursor() as cursor:
            cursor.execute(statement)

    def _asked(self, question: str) -> bool:
        with self.postgres.connect("postgres") as connection, connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone() is not None


def _supervise(processes: Sequence[Process], over: threading.Event) -> None:
    """Start again what has ended, as a supervisor does."""
    while not over.wait(0.5):
        for process in processes:
            if not process.alive and not over.wait(0.5):
                process.start()

"""Processes that a test started itself, and may therefore kill, freeze and empty: PostgreSQL, Redis, Vigie's own."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import psycopg2
import redis

from tests.services.faults.guard import Guard
from tests.services.processes import wait_until

ROOT = Path(__file__).resolve().parents[3]


class NotOurs(AssertionError):
    """The server that answered is not the one that was started: nothing is written to it."""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def postgres_programs() -> Path | None:
    """The folder of PostgreSQL's own programs: by pg_config, on the path, or where Debian has its versions."""
    places: list[Path] = []
    if shutil.which("pg_config"):
        told = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=False)
        places.append(Path(told.stdout.strip()))
    if found := shutil.which("postgres"):
        places.append(Path(found).parent)
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -float(path.parent.name))
    needed = ("initdb", "postgres")
    return next((place for place in places if all((place / name).exists() for name in needed)), None)


def missing() -> str | None:
    """Why these tests cannot run here, or None."""
    if postgres_programs() is None:
        return "no PostgreSQL server programs on this machine (initdb, postgres)"
    if shutil.which("redis-server") is None:
        return "no redis-server on this machine"
    return None


class Process:
    """One program in a group of its own, with its output in a file. ``user`` is whose rights it has."""

    last_word = signal.SIGKILL

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        folder: Path,
        guard: Guard,
        environment: dict[str, str] | None = None,
        user: pwd.struct_passwd | None = None,
        cwd: Path = ROOT,
    ) -> None:
        self.name, self.command, self.guard = name, [str(word) for word in command], guard
        self.log = folder / f"{name}.log"
        self._environment = {**os.environ, **(environment or {})}
        self._rights = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
        self._cwd = cwd
        self._started: list[int] = []
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self.process, f"{self.name} was not started"
        return self.process.pid

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Start it, again where it has ended; one that was asked to end is waited for."""
        if self.process:
            self.process.wait(30)
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                cwd=self._cwd,
                env=self._environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **self._rights,  # type: ignore[call-overload]
            )
        self._started.append(self.pid)
        self.guard.watch(self.pid, self.last_word)

    def says(self, text: str) -> bool:
        """Whether the text is in the output; a process that has ended is a failure of its own."""
        if not self.alive:
            raise AssertionError(f"{self.name} ended:\n{self.tail()}")
        return text in self.log.read_text(errors="replace")

    def tail(self, lines: int = 40) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def children(self) -> list[int]:
        """The processes it has started, by what the kernel says."""
        text = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        return [int(word) for word in text.split()]

    def send(self, number: signal.Signals) -> None:
        """To the one process, not to its children."""
        assert self.alive, f"{self.name} is not running"
        os.kill(self.pid, number)

    def send_group(self, number: signal.Signals) -> None:
        os.killpg(self.pid, number)

    def end(self, number: signal.Signals = signal.SIGTERM, *, seconds: float = 30) -> None:
        """Ask it to end and wait; what does not listen is killed, with whatever it left behind."""
        if self.alive:
            self.send(signal.SIGCONT)
            self.send(number)
            assert self.process
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(seconds)
        self.sweep_up()

    def sweep_up(self) -> None:
        """End every process of the groups it ever led."""
        for pid in self._started:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
            self.guard.forget(pid)
        if self.process:
            self.process.wait(10)
        self._started.clear()


class Postgres(Process):
    """A cluster in a temporary folder, on a port of its own."""

    last_word = signal.SIGQUIT  # its processes lead groups of their own, and follow it

    def __init__(self, *, folder: Path, guard: Guard) -> None:
        programs = postgres_programs()
        assert programs, missing()
        self.port = free_port()
        # A server refuses to run as root, and the folders of a test are closed to everybody else.
        user = next(_plain_users()) if os.geteuid() == 0 else None
        self.home = Path(tempfile.mkdtemp(prefix="vigie-faults-"))
        self.data = self.home / "data"
        if user:
            os.chown(self.home, user.pw_uid, user.pw_gid)
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": str(self.home),
            "random_page_cost": "1.1",
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        super().__init__(
            "postgres",
            [programs / "postgres", "-D", self.data, *options],
            folder=folder,
            guard=guard,
            user=user,
            cwd=self.home,
        )
        words = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        made = subprocess.run(
            [programs / "initdb", "-D", self.data, *words],
            cwd=self.home,
            capture_output=True,
            text=True,
            check=False,
            **self._rights,  # type: ignore[call-overload]
        )
        assert made.returncode == 0, made.stderr

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/vigie"

    def start(self) -> None:
        super().start()
        wait_until(self._answers, what="PostgreSQL answering")
        self.prove()

    def prove(self) -> None:
        """:raises NotOurs: unless the server that answers is our child, by its folder and its process."""
        with self.connect("postgres") as connection, connection.cursor() as cursor:
            cursor.execute("SHOW data_directory")
            folder = cursor.fetchone()[0]
        pid = int((Path(folder) / "postmaster.pid").read_text().splitlines()[0])
        if Path(folder).resolve() != self.data.resolve() or pid != self.pid:
            raise NotOurs(f"PostgreSQL on port {self.port} works in {folder} as process {pid}")

    @contextlib.contextmanager
    def connect(self, name: str = "vigie") -> Iterator["psycopg2.extensions.connection"]:
        connection = psycopg2.connect(host="127.0.0.1", port=self.port, user="postgres", dbname=name, connect_timeout=5)
        connection.autocommit = True
        try:
            yield connection
        finally:
            connection.close()

    def ask(self, question: str, *values: object) -> list[tuple[object, ...]]:
        with self.connect() as connection, connection.cursor() as cursor:
            cursor.execute(question, values)
            return list(cursor.fetchall()) if cursor.description else []

    def restart(self, number: signal.Signals) -> None:
        """SIGINT ends every session, SIGQUIT crashes: the server recovers from its log."""
        self.prove()
        self.send(number)
        assert self.process
        self.process.wait(30)
        self.start()

    def terminate_backends(self) -> int:
        """End every session but ours; how many."""
        self.prove()
        others = "FROM pg_stat_activity WHERE datname = 'vigie' AND pid <> pg_backend_pid()"
        return len(self.ask(f"SELECT pg_terminate_backend(pid) {others}"))

    def end(self, number: signal.Signals = signal.SIGINT, *, seconds: float = 30) -> None:
        super().end(number, seconds=seconds)
        shutil.rmtree(self.home, ignore_errors=True)

    def _answers(self) -> bool:
        assert self.alive, self.tail()
        try:
            with self.connect("postgres"):
                return True
        except psycopg2.OperationalError:
            return False


class Redis(Process):
    """A server that keeps what it holds, as docker-compose.yml starts it, on a port of its own."""

    def __init__(self, *, folder: Path, guard: Guard) -> None:
        self.port = free_port()
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--dir", folder]
        kept = ["--appendonly", "yes", "--maxmemory-policy", "noeviction", "--save", ""]
        super().__init__("redis", [*command, *kept], folder=folder, guard=guard)

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        super().start()
        wait_until(self._answers, what="Redis answering")
        self.prove()

    def prove(self) -> None:
        """:raises NotOurs: unless the server that answers is our child."""
        with self.client() as client:
            pid = client.info("server")["process_id"]
        if pid != self.pid:
            raise NotOurs(f"Redis on port {self.port} is process {pid}")

    def client(self) -> redis.Redis:
        return redis.Redis.from_url(self.url, socket_timeout=5)

    def flush(self) -> int:
        """Empty it; how many tasks were waiting."""
        self.prove()
        with self.client() as client:
            waiting = sum(client.llen(queue) for queue in ("interactive", "rollup", "import"))
            client.flushall()
        return waiting

    def freeze(self, seconds: float) -> None:
        self.prove()
        self.send(signal.SIGSTOP)
        time.sleep(seconds)
        self.send(signal.SIGCONT)

    def _answers(self) -> bool:
        assert self.alive, self.tail()
        try:
            with self.client() as client:
                return bool(client.ping())
        except redis.RedisError:
            return False


def _plain_users() -> Iterator[pwd.struct_passwd]:
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            yield pwd.getpwnam(name)

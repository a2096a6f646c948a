"""The processes of a real installation, started for the bench and ended by their process ids."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
WORKERS = 2
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Web:
    """A web server that answers: its port, and the process above its workers."""

    port: int
    pid: int

    def processor_seconds(self) -> float:
        """What its workers have used; neighbours on the machine lengthen the time by the clock and hardly this."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        return sum(processor_seconds(int(pid)) for pid in children.read_text().split()) if children.exists() else 0.0


def processor_seconds(pid: int) -> float:
    """What a process has used so far; 0 where it cannot be looked at from here."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


@contextmanager
def process(arguments: list[str], environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process of its own group; on leaving it is asked to end, and made to after ten seconds."""
    with log.open("wb") as output:
        started = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield started
    finally:
        started.terminate()
        try:
            started.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(started.pid, signal.SIGKILL)
            started.wait()


@contextmanager
def web(environment: dict[str, str], log: Path, application: str = "pmo.wsgi") -> Iterator[Web]:
    """gunicorn with two workers as docker-compose.yml runs it."""
    port = _free_port()
    arguments = ["gunicorn", "--config=python:pmo.gunicorn", f"--bind=127.0.0.1:{port}", application]
    with process(arguments, {**environment, "WEB_CONCURRENCY": str(WORKERS), "LOG_LEVEL": "WARNING"}, log) as started:
        wait_until(lambda: _answers(port), started, log)
        yield Web(port, started.pid)


@contextmanager
def worker_and_beat(environment: dict[str, str], folder: Path) -> Iterator[None]:
    log, beat_log = folder / "worker.log", folder / "beat.log"
    environment = {**environment, "LOG_LEVEL": "INFO"}  # it says there when it is ready
    worker = ["celery", "-A", "pmo", "worker", "-Q", "interactive,rollup,import", "-c", str(WORKERS), "-l", "INFO"]
    beat = ["celery", "-A", "pmo", "beat", "-l", "INFO", "-s", str(folder / "beat"), "--pidfile="]
    with process(worker, environment, log) as first, process(beat, environment, beat_log) as second:
        wait_until(lambda: " ready." in log.read_text(), first, log)
        wait_until(lambda: "beat: Starting..." in beat_log.read_text(), second, beat_log)
        yield


def wait_until(condition: Callable[[], bool], started: subprocess.Popen[bytes], log: Path) -> None:
    """:raises RuntimeError: when the process ends or takes too long, with what it said."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if started.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"it did not get ready:\n{log.read_text()[-2000:]}")
        time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0

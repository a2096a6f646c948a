"""The harness itself: it writes to nothing it did not start, and leaves nothing behind, however it ends."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.services.faults.guard import Guard
from tests.services.faults.servers import ROOT, NotOurs, Redis
from tests.services.faults.stack import Stack
from tests.services.processes import wait_until

ABANDON = """
import os, signal, sys
from pathlib import Path
from tests.services.faults.guard import Guard
from tests.services.faults.servers import Postgres, Redis
guard = Guard()
for kind in (Postgres, Redis):
    server = kind(folder=Path(sys.argv[1]), guard=guard)
    server.start()
    print(server.pid, getattr(server, "home", ""), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_another_redis_on_the_port_is_never_emptied(stack: Stack, tmp_path: Path) -> None:
    guard = Guard()
    other = Redis(folder=tmp_path, guard=guard)
    try:
        other.start()
        with stack.redis.client() as client:
            client.set("theirs", "kept")
            other.port = stack.redis.port
            with pytest.raises(NotOurs):
                other.flush()
            assert client.get("theirs") == b"kept"
    finally:
        other.end()
        guard.close()


def test_another_postgresql_on_the_port_is_left_alone(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stack.postgres, "data", stack.postgres.home / "elsewhere")
    with pytest.raises(NotOurs):
        stack.postgres.terminate_backends()
    with pytest.raises(NotOurs):
        stack.empty()


def test_the_servers_of_a_killed_run_are_ended(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", ABANDON, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == -signal.SIGKILL, run.stderr
    postgres, home, redis = run.stdout.split()
    wait_until(lambda: not _running(int(postgres)) and not _running(int(redis)), what="both servers ending")
    shutil.rmtree(home)


def _running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"

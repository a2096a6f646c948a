"""docker-compose.yml and Dockerfile as data, and their processes run without an engine, on loopback addresses.

A service runs its own command in its own environment, from the files that the image would hold, without capabilities
and without the right to write anywhere but to its volume and to /tmp, for both of which a folder of the test stands in.
"""

import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[3]
BIN = Path(sys.executable).parent
NOBODY = 65534


@cache
def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


@cache
def dockerfile() -> list[tuple[str, str]]:
    """Each instruction with its arguments."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE).replace("\\\n", " ")
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in text.splitlines() if line.strip())]


def copied() -> list[str]:
    """What the image is made from, as the COPY lines name it."""
    return [source for word, rest in dockerfile() if word == "COPY" for source in shlex.split(rest)[:-1]]


def image_environment() -> dict[str, str]:
    pairs = (pair for word, rest in dockerfile() if word == "ENV" for pair in shlex.split(rest))
    return dict(pair.split("=", 1) for pair in pairs)


def interpolated(text: str, variables: dict[str, str]) -> str:
    """``${NAME:?why}`` and ``${NAME:-default}`` as Compose reads them, then ``$$``."""

    def value(match: re.Match[str]) -> str:
        name, operator, rest = match.groups()
        if variables.get(name):
            return variables[name]
        if operator == ":?":
            raise KeyError(f"{name}: {rest}")
        return rest or ""

    return re.sub(r"\$\{(\w+)(:\?|:-)?([^}]*)\}", value, text).replace("$$", "$")


def seconds(duration: str) -> float:
    number, unit = re.fullmatch(r"(\d+)(s|m)", duration).groups()  # type: ignore[union-attr]
    return int(number) * (60 if unit == "m" else 1)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@dataclass
class Machine:
    """Where the services of one test run: folders, addresses, and what an .env file would say."""

    folder: Path
    database_url: str
    redis_url: str
    variables: dict[str, str]
    port: int = field(default_factory=free_port)
    running: list["Service"] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.code, self.data, self.scratch = (self.folder / name for name in ("code", "data", "scratch"))
        for folder in (self.data, self.scratch):
            folder.mkdir(parents=True)
        for source in copied():
            target = self.code / source
            target.parent.mkdir(parents=True, exist_ok=True)
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / source, target)
        subprocess.run(["chmod", "-R", "a-w,a+rX", str(self.code)], check=True)
        if _nobody_can_run():
            for folder in (self.data, self.scratch):
                os.chown(folder, NOBODY, NOBODY)

    def placed(self, text: str) -> str:
        """The text with addresses and folders of this machine in place of the containers'."""
        here = {
            "postgres://vigie@postgres:5432/vigie": self.database_url,
            "redis://redis:6379/0": self.redis_url,
            "0.0.0.0:8000": f"127.0.0.1:{self.port}",
            "127.0.0.1:8000": f"127.0.0.1:{self.port}",
            "/var/lib/vigie": str(self.data),
            "/tmp": str(self.scratch),
        }
        return re.sub("|".join(map(re.escape, here)), lambda match: here[match[0]], text)

    def service(self, name: str) -> "Service":
        return Service(name, compose()["services"][name], self)

    def stop(self) -> None:
        for service in self.running:
            service.kill()


class Service:
    """One service of docker-compose.yml on this machine."""

    def __init__(self, name: str, definition: dict[str, Any], machine: Machine) -> None:
        self.name, self.definition, self.machine = name, definition, machine
        self.log = machine.folder / f"{name}.log"
        self.process: subprocess.Popen[bytes] | None = None
        given = {key: interpolated(value, machine.variables) for key, value in definition["environment"].items()}
        self.environment = {
            "PATH": f"{BIN}:/usr/bin:/bin",
            "TMPDIR": str(machine.scratch),
            **{key: machine.placed(value) for key, value in {**image_environment(), **given}.items()},
        }

    def command(self, what: Any = None) -> list[str]:
        """As words: of the service itself, or of the test of its health check."""
        what = self.definition["command"] if what is None else what
        if isinstance(what, list) and what[0] == "CMD-SHELL":
            words = ["/bin/sh", "-c", what[1]]
        else:
            words = what[1:] if isinstance(what, list) else shlex.split(interpolated(what, self.machine.variables))
        return [self.machine.placed(word) for word in words]

    def start(self) -> "Service":
        self.process = self._popen(self.command(), self.log)
        self.machine.running.append(self)
        return self

    def run(self, timeout: float = 120) -> int:
        """To its end; the exit status."""
        self.start()
        assert self.process is not None
        return self.process.wait(timeout)

    def is_healthy(self) -> bool:
        """What the health check of the service says, once."""
        check = self.definition["healthcheck"]
        output = self.machine.folder / f"{self.name}-health.log"
        return self._popen(self.command(check["test"]), output).wait(seconds(check["timeout"])) == 0

    def becomes_healthy(self, within: float = 40) -> bool:
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            assert self.process is not None
            assert self.process.poll() is None, self.output()
            if self.is_healthy():
                return True
            time.sleep(0.5)
        return False

    def stop(self) -> int:
        """Asked to end as Compose asks, with the time it gives; the exit status."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds(self.definition["stop_grace_period"]))

    def kill(self) -> None:
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)

    def output(self) -> str:
        return self.log.read_text()

    def _popen(self, words: list[str], log: Path) -> "subprocess.Popen[bytes]":
        with log.open("ab") as output:
            return subprocess.Popen(
                [*confinement(), *words],
                cwd=self.machine.code,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )


AS_NOBODY = (f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
WITHOUT_RIGHTS = ("--bounding-set=-all", "--inh-caps=-all", "--no-new-privs", "--")


def confinement() -> list[str]:
    """Words before a command that take its rights away, as far as this machine lets us: all of them for root."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", *(AS_NOBODY if _nobody_can_run() else ()), *WITHOUT_RIGHTS]


@cache
def _nobody_can_run() -> bool:
    """Whether another user may start this Python; not where it lives in root's own folder."""
    if os.geteuid() != 0:
        return False
    # By way of a shell: setpriv itself still has root's rights at the moment it starts the command.
    command = ["setpriv", *AS_NOBODY, *WITHOUT_RIGHTS, "sh", "-c", f"{sys.executable} -c 'import django'"]
    return subprocess.run(command, cwd="/", capture_output=True, check=False).returncode == 0

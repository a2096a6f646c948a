"""Ends the servers of a test run that was itself killed: it reads their ids from a pipe, and acts when the pipe closes.

Run by path, alone in a process. A line is ``pid signal`` for a process to end one day, and ``-pid`` for one that ended.
"""

import contextlib
import os
import signal
import subprocess
import sys


class Guard:
    """The other end of the pipe."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, text=True, start_new_session=True
        )

    def watch(self, pid: int, last_word: signal.Signals) -> None:
        self._tell(f"{pid} {int(last_word)}")

    def forget(self, pid: int) -> None:
        self._tell(f"-{pid}")

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(10)

    def _tell(self, line: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()


def _wait_and_end() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    watched: dict[int, int] = {}
    for line in sys.stdin:
        if line.startswith("-"):
            watched.pop(int(line[1:]), None)
        else:
            pid, last_word = line.split()
            watched[int(pid)] = int(last_word)
    for pid, last_word in watched.items():
        # Each leads a group of its own; one that is frozen must run to hear anything but SIGKILL.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, last_word)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGCONT)


if __name__ == "__main__":
    _wait_and_end()

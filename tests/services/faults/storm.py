"""People who go on working while faults are made: what each asked, what was answered, and what was promised to them."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import quantiles

from tests.services.faults.visitor import Answer, Visitor

WRITE_EVERY = 0.25
READ_EVERY = 0.5


@dataclass(frozen=True)
class Asked:
    phase: str
    kind: str
    answer: Answer


@dataclass
class Storm:
    """Writers post a cost to one project after the other, so that each is touched once or twice and a lost roll-up
    stays lost; readers look at dashboards. ``promised`` holds (project, document) of every acknowledged write."""

    visitors: Sequence[Visitor]
    codes: Sequence[str]
    phase: str = "calm"
    asked: list[Asked] = field(default_factory=list)
    promised: set[tuple[str, str]] = field(default_factory=set)
    lengths: dict[str, float] = field(default_factory=dict)
    _over: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def blowing(self) -> Iterator["Storm"]:
        *writers, reader = self.visitors
        threads = [threading.Thread(target=self._read, args=[reader])]
        for number, writer in enumerate(writers):
            threads.append(threading.Thread(target=self._write, args=[writer, number, len(writers)]))
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            self._over.set()
            for thread in threads:
                thread.join()

    @contextmanager
    def during(self, phase: str) -> Iterator[None]:
        self.phase, begun = phase, time.monotonic()
        try:
            yield
        finally:
            self.lengths[phase] = time.monotonic() - begun
            self.phase = "between"

    def answers(self, *phases: str, kind: str = "") -> list[Answer]:
        return [one.answer for one in self.asked if one.phase in phases and kind in ("", one.kind)]

    def write(self, visitor: Visitor, code: str, document: str) -> Answer:
        """Post one cost; an acknowledged one is a promise."""
        fields = {"posting_date": "2026-01-15", "document": document, "amount": "12.5", "currency": "EUR"}
        phase = self.phase
        answer = visitor.post(f"/projects/{code}/money/actuals/new/", {**fields, "cost_type": "opex"})
        if answer.saved:
            self.promised.add((code, document))
        self.asked.append(Asked(phase, "save", answer))
        return answer

    def table(self) -> str:
        """A line a phase: how long, how many saves and pages, how many failed, and how long a save took."""
        lines = [
            f"{'phase':<34}{'s':>6}{'saves':>7}{'failed':>8}{'p50 ms':>8}{'p95 ms':>8}{'max ms':>8}"
            f"{'pages':>7}{'failed':>8}"
        ]
        for phase, length in self.lengths.items():
            saves, pages = self.answers(phase, kind="save"), self.answers(phase, kind="page")
            times = sorted(one.seconds * 1000 for one in saves) or [0.0]
            half, most = (
                (quantiles(times, n=20)[9], quantiles(times, n=20)[18]) if len(times) > 1 else (times[0], times[0])
            )
            lines.append(
                f"{phase:<34}{length:>6.1f}{len(saves):>7}{sum(not one.saved for one in saves):>8}"
                f"{half:>8.0f}{most:>8.0f}{times[-1]:>8.0f}{len(pages):>7}{sum(one.status != 200 for one in pages):>8}"
            )
        return "\n".join(lines)

    def _write(self, visitor: Visitor, number: int, of: int) -> None:
        turn = number
        while not self._over.wait(WRITE_EVERY):
            self.write(visitor, self.codes[turn % len(self.codes)], f"W{number}-{turn}")
            turn += of

    def _read(self, visitor: Visitor) -> None:
        turn = 0
        while not self._over.wait(READ_EVERY):
            path = ("/", "/portfolios/PF-1/", f"/projects/{self.codes[turn % len(self.codes)]}/")[turn % 3]
            phase = self.phase
            self.asked.append(Asked(phase, "page", visitor.get(path)))
            turn += 1

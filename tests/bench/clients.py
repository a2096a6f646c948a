"""Clients that ask over loopback and keep their connection, and how long each answer took."""

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPConnection

from tests.bench.arithmetic import percentile

WARM_UP = 3
Ask = Callable[[HTTPConnection, int], int]
"""Send one request over the connection and give the status of the answer; the number is that of the request."""


@dataclass
class Answers:
    """Seconds of each good answer; errors are whatever was not 2xx."""

    seconds: list[float] = field(default_factory=list)
    errors: int = 0
    lasted: float = 0.0

    @property
    def rate(self) -> float:
        return len(self.seconds) / self.lasted

    @property
    def p95_ms(self) -> float:
        return 1000 * percentile(self.seconds, 0.95)

    @property
    def p50_ms(self) -> float:
        return 1000 * percentile(self.seconds, 0.50)


def get(path: str, headers: Mapping[str, str]) -> Ask:
    """A GET of one address, read to its end."""

    def ask(connection: HTTPConnection, number: int) -> int:
        connection.request("GET", path, headers=dict(headers))
        answer = connection.getresponse()
        answer.read()
        return answer.status

    return ask


def in_parallel(port: int, ask: Ask, *, clients: int, seconds: float) -> Answers:
    """So many clients, each asking again as soon as it is answered, for so long; a few requests before warm it up."""
    connections = [HTTPConnection("127.0.0.1", port, timeout=60) for _ in range(clients)]
    for connection in connections:
        for number in range(WARM_UP):
            ask(connection, -1 - number)
    found = Answers()
    began = time.perf_counter()

    def client(place: int) -> None:
        number = place
        while time.perf_counter() - began < seconds:
            record(found, partial(ask, connections[place], number))
            number += clients

    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(client, range(clients)))
    found.lasted = time.perf_counter() - began
    for connection in connections:
        connection.close()
    return found


def record(found: Answers, ask: Callable[[], int]) -> None:
    started = time.perf_counter()
    status = ask()
    if 200 <= status < 300:
        found.seconds.append(time.perf_counter() - started)
    else:
        found.errors += 1


def one_by_one(port: int, ask: Ask, times: int) -> Answers:
    """One client, so many times."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    for number in range(WARM_UP):
        ask(connection, -1 - number)
    found = Answers()
    began = time.perf_counter()
    for number in range(times):
        record(found, partial(ask, connection, number))
    found.lasted = time.perf_counter() - began
    connection.close()
    return found


def total(answers: Sequence[Answers]) -> Answers:
    """Several kinds of requests as one."""
    return Answers(
        [second for each in answers for second in each.seconds],
        sum(each.errors for each in answers),
        max((each.lasted for each in answers), default=0.0),
    )

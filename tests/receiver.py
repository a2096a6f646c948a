"""A receiver of webhooks on loopback, for tests: it answers what it is told to and keeps what it got."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


@dataclass(frozen=True)
class Received:
    path: str
    headers: dict[str, str]
    body: bytes


class Receiver(ThreadingHTTPServer):
    """``statuses`` are answered one after the other, the last one for ever; nothing is until ``open``."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, *statuses: int, answer: bytes = b"thank you", location: str = "") -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.statuses = list(statuses or (200,))
        self.answer = answer
        self.location = location
        self.received: list[Received] = []
        self.open = Event()
        self.open.set()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that hangs up is nothing to tell."""


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        statuses = self.server.statuses
        status = statuses.pop(0) if len(statuses) > 1 else statuses[0]
        self.server.received.append(Received(self.path, dict(self.headers), body))
        self.server.open.wait(60)
        self.send_response(status)
        if self.server.location:
            self.send_header("Location", self.server.location)
        self.send_header("Content-Length", str(len(self.server.answer)))
        self.end_headers()
        self.wfile.write(self.server.answer)

    def log_message(self, format: str, *args: Any) -> None:
        """Tests read what was received."""


@contextmanager
def receiving(*statuses: int, tls: ssl.SSLContext | None = None, **more: Any) -> Iterator[Receiver]:
    """A receiver that listens until the block ends."""
    receiver = Receiver(*statuses, **more)
    if tls:
        receiver.socket = tls.wrap_socket(receiver.socket, server_side=True)
    thread = Thread(target=receiver.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield receiver
    finally:
        receiver.shutdown()
        thread.join()
        receiver.server_close()

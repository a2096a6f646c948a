"""Posting to a receiver that is not trusted, and neither is the name it goes by.

The name is resolved once, every address it gives is judged, and the connection goes to one of those very addresses:
an answer that changes a moment later changes nothing. No redirect is followed, no proxy of the environment is used,
and the whole exchange has one deadline, so that a slow receiver cannot hold a worker. (The resolver keeps its own time,
half a minute at most as systems are set up; what it took is not there for the rest.)
"""

import http.client
import socket
import ssl
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Timer
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from pmo.core.engine.addresses import address_allowed, url_fault
from pmo.core.enums import DeliveryFault

SECONDS_TO_CONNECT = 5
SECONDS_IN_ALL = 10
EXCERPT = 2000


@dataclass(frozen=True)
class Answer:
    """What came back. Without ``status`` nothing did, and ``fault`` says why; a success has no fault."""

    status: int | None = None
    fault: str = ""
    detail: str = ""
    excerpt: str = ""
    milliseconds: int = 0

    @property
    def taken(self) -> bool:
        return not self.fault


class _Refused(Exception):
    """The name leads to an address that nothing may be sent to."""


class _Line(http.client.HTTPConnection):
    """A connection to an address that was judged, cut at its deadline whatever it is doing."""

    def __init__(self, host: str, port: int, tls: ssl.SSLContext | None) -> None:
        super().__init__(host, port, timeout=SECONDS_IN_ALL)
        self.default_port = http.client.HTTPS_PORT if tls else http.client.HTTP_PORT
        self.tls = tls
        self.cut = False
        self._open: socket.socket | None = None
        self._timer = Timer(SECONDS_IN_ALL, self._cut)
        self._timer.daemon = True

    def connect(self) -> None:
        """Resolve, judge, connect, and only then speak TLS to the host by its name."""
        self._timer.start()
        found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        for *_, address in found:
            if not address_allowed(str(address[0]), settings.WEBHOOK_NETWORKS):
                raise _Refused(str(address[0]))
        self._keep(self._connected(found))
        if self.tls:
            # The handshake comes after the socket is kept: it too must end when the time is up.
            self._keep(self.tls.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False))
            self.sock.do_handshake()

    def hang_up(self) -> None:
        self._timer.cancel()
        self.close()
        if self._open is not None:
            self._open.close()

    def _connected(self, found: Sequence[Any]) -> socket.socket:
        """A socket to the first of the addresses that takes the connection.

        :raises OSError: of the last one, when none does.
        """
        failure: OSError = OSError("no address")
        for family, kind, protocol, _, address in found:
            self._require_time()
            opened = socket.socket(family, kind, protocol)
            opened.settimeout(SECONDS_TO_CONNECT)
            try:
                opened.connect(address)
            except OSError as error:
                opened.close()
                failure = error
            else:
                return opened
        raise failure

    def _keep(self, opened: socket.socket) -> None:
        """Where the timer finds it; the timer may have rung before there was anything to cut."""
        opened.settimeout(SECONDS_IN_ALL)
        self._open = self.sock = opened
        self._require_time()

    def _require_time(self) -> None:
        if self.cut:
            raise TimeoutError

    def _cut(self) -> None:
        self.cut = True
        if self._open is not None:
            with suppress(OSError):
                # Of the plain socket, also under TLS: the other thread is in the middle of its own call.
                socket.socket.shutdown(self._open, socket.SHUT_RDWR)


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send the body; whatever happens comes back as an answer. Only a status from 200 to 299 is a success."""
    fault = url_fault(url, plain_http=settings.WEBHOOK_PLAIN_HTTP, allowed=settings.WEBHOOK_NETWORKS)
    if fault:
        return Answer(fault=DeliveryFault.PRIVATE if fault == "private" else DeliveryFault.ADDRESS)
    parts = urlsplit(url)
    tls = ssl.create_default_context() if parts.scheme == "https" else None
    line = _Line(parts.hostname or "", parts.port or (443 if tls else 80), tls)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    began = time.monotonic()
    try:
        answer = _exchange(line, path, body, headers)
    except (OSError, http.client.HTTPException, UnicodeError, _Refused) as error:
        answer = {"fault": DeliveryFault.TIME if line.cut else _fault_of(error), "detail": _readable(str(error), 300)}
    finally:
        line.hang_up()
    return Answer(**answer, milliseconds=int((time.monotonic() - began) * 1000))


def _exchange(line: _Line, path: str, body: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
    line.request("POST", path, body, {**headers, "Connection": "close"})
    response = line.getresponse()
    with response:
        excerpt = _readable(response.read(EXCERPT).decode(errors="replace"), EXCERPT)
    if line.cut:
        raise TimeoutError
    fault = "" if 200 <= response.status < 300 else DeliveryFault.STATUS
    return {"status": response.status, "excerpt": excerpt, "fault": fault}


def _fault_of(error: Exception) -> DeliveryFault:
    match error:
        case _Refused():
            return DeliveryFault.PRIVATE
        case socket.gaierror() | UnicodeError():
            return DeliveryFault.UNKNOWN_NAME
        case ssl.SSLError():
            return DeliveryFault.CERTIFICATE
        case TimeoutError():
            return DeliveryFault.TIME
        case ConnectionError():
            return DeliveryFault.NO_CONNECTION
        case http.client.HTTPException():
            return DeliveryFault.NO_HTTP
        case _:
            return DeliveryFault.NO_CONNECTION


def _readable(text: str, length: int) -> str:
    """Bounded, and without the NUL that PostgreSQL cannot keep."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")[:length]

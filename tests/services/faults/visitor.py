"""A person in front of the web processes: pages and forms over HTTP, each request on a connection of its own."""

import http.client
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True)
class Answer:
    """``status`` is 0 when no answer came: the connection was refused or broke."""

    status: int
    location: str
    text: str
    seconds: float

    @property
    def saved(self) -> bool:
        """A form was taken: the answer leads on, and not to the sign-in page."""
        return self.status == 302 and not self.location.startswith("/login")


class Visitor:
    def __init__(self, port: int, session: str, *, timeout: float = 60) -> None:
        self.port, self.timeout = port, timeout
        token = secrets.token_hex(16)
        self.headers = {"Cookie": f"sessionid={session}; csrftoken={token}", "X-CSRFToken": token}

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None, {})

    def post(self, path: str, fields: Mapping[str, object]) -> Answer:
        body = urlencode({name: str(value) for name, value in fields.items()})
        return self._ask("POST", path, body.encode(), {"Content-Type": "application/x-www-form-urlencoded"})

    def upload(self, path: str, fields: Mapping[str, object], name: str, content: bytes) -> Answer:
        """A form with one file."""
        edge = secrets.token_hex(16)
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in fields.items()
        ]
        opening = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = "".join(parts).encode() + opening.encode() + content + f"\r\n--{edge}--\r\n".encode()
        return self._ask("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={edge}"})

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        begun = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        try:
            connection.request(method, path, body, {**self.headers, **headers, "Connection": "close"})
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
            return Answer(response.status, response.headers.get("Location", ""), text, time.monotonic() - begun)
        except (OSError, http.client.HTTPException):
            return Answer(0, "", "", time.monotonic() - begun)
        finally:
            connection.close()

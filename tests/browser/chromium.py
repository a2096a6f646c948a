"""The Chromium of the machine, and what a page is watched for while a test drives it."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

NAMES = ("chromium", "chromium-browser", "google-chrome")
# Root has no sandbox in a container, and a test machine has no screen; the last two stop calls home.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def find_chromium() -> str | None:
    """The browser that CHROMIUM names, or the first one on the path."""
    named = os.environ.get("CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


@dataclass
class Watch:
    """Everything that went wrong in the pages of one test.

    ``allowed`` are texts of console errors that the test provokes on purpose, such as "404".
    """

    host: str
    allowed: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def follow(self, context: BrowserContext) -> None:
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(f"uncaught: {error.error}"))

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob", "about"} and parts.netloc != self.host:
            self.complaints.append(f"left the machine: {request.url}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(text in message.text for text in self.allowed):
            self.complaints.append(f"console: {message.text} ({message.location.get('url', '')})")


# ``open_page(user, width=390, theme="dark", language="fr")`` gives a page that is signed in as the user.
OpenPage = Callable[..., Page]

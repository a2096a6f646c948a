"""Pages in a real Chromium, signed in as somebody, watched for errors, and checked by axe.

A console error, an uncaught exception or a request to another host fails the test that caused it.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.chromium import ARGUMENTS, OpenPage, Watch, find_chromium
from tests.browser.demonstration import Demonstration

HERE = Path(__file__).parent
WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder is a browser test; without a browser it says so and is skipped."""
    missing = pytest.mark.skip(reason="no Chromium found: install one, or name it in CHROMIUM")
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not find_chromium():
                item.add_marker(missing)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    # Playwright keeps an event loop running in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def watch(live_server: Any) -> Iterator[Watch]:
    """What the pages of this test did wrong; append to ``watch.allowed`` what the test provokes on purpose."""
    found = Watch(host=urlsplit(live_server.url).netloc)
    yield found
    assert found.complaints == []


@pytest.fixture
def browser_page(chromium: Browser, live_server: Any, watch: Watch) -> Iterator[OpenPage]:
    """``page = browser_page(user, width=390, theme="dark", language="fr")``; ``user=None`` is a stranger."""
    contexts: list[BrowserContext] = []

    def open_page(
        user: Any = None, *, width: int = 1440, height: int = 900, theme: str = "light", language: str = "en"
    ) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            color_scheme="dark" if theme == "dark" else "light",
            locale="fr-FR" if language == "fr" else "en-GB",
            reduced_motion="reduce",
        )
        contexts.append(context)
        watch.follow(context)
        if user is not None:
            _sign_in(context, live_server.url, user)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """``axe(page)`` asserts that the page as it stands has no WCAG 2.2 AA violation."""
    checker = Axe()

    def check(page: Page) -> None:
        # Preloading would fetch style sheets anew and inject them, which the page's security policy rightly refuses.
        options = {"runOnly": {"type": "tag", "values": WCAG_22_AA}, "preload": False}
        results = checker.run(page, options=options)
        assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"

    return check


def _sign_in(context: BrowserContext, url: str, user: Any) -> None:
    client = Client()
    client.force_login(user)
    name = django_settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])


@pytest.fixture(scope="session")
def demonstration() -> Demonstration:
    return Demonstration()


@pytest.fixture
def demo(live_server: Any, demonstration: Demonstration) -> None:
    """The organisation of the demonstration, its people and its history."""
    demonstration.put()

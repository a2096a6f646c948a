"""Every page carries the headers that protect it, and no script or style that its policy would refuse."""

from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.rights.matrix import MATRIX
from tests.rights.world import World, build_world

pytestmark = pytest.mark.django_db


class Unguarded(HTMLParser):
    """Collects what a strict policy refuses: inline scripts, styles and handlers, and scripts from elsewhere."""

    def __init__(self, nonce: str) -> None:
        super().__init__()
        self.nonce = nonce
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        inline = tag == "style" or (tag == "script" and "src" not in given and given.get("type") != "application/json")
        if inline and given.get("nonce") != self.nonce:
            self.found.append(f"<{tag}> without the nonce")
        for name, value in attributes:
            if name == "style" or name.startswith("on") or "hx-on" in name:
                self.found.append(f"<{tag} {name}={value!r}>")
            elsewhere = (value or "").startswith(("http:", "https:", "//", "javascript:"))
            if name in ("src", "href", "action") and elsewhere and not (tag == "a" and value != "javascript:"):
                self.found.append(f"<{tag} {name}={value!r}>")


def refused_by_policy(page: str, policy: str) -> list[str]:
    nonce = policy.partition("'nonce-")[2].partition("'")[0]
    parser = Unguarded(nonce)
    parser.feed(page)
    return parser.found


def faults(client: Client, url: str) -> list[str]:
    return faults_of(client.get(url), url)


def faults_of(response: Any, url: str) -> list[str]:
    policy = response.headers.get("Content-Security-Policy", "")
    wanted = {
        "nosniff": response.headers.get("X-Content-Type-Options") == "nosniff",
        "no framing": response.headers.get("X-Frame-Options") == "DENY",
        "a policy": "default-src 'none'" in policy and "frame-ancestors 'none'" in policy,
        "nothing unsafe": "unsafe" not in policy and "*" not in policy,
        "alone in its window": response.headers.get("Cross-Origin-Opener-Policy") == "same-origin",
        "referrer": response.headers.get("Referrer-Policy") == "same-origin",
    }
    found = [f"{url}: not {name}" for name, there in wanted.items() if not there]
    if response.streaming:
        list(response)  # type: ignore[call-overload]
    elif response.headers["Content-Type"].startswith("text/html"):
        found += [f"{url}: {fault}" for fault in refused_by_policy(response.content.decode(), policy)]
    return found


@pytest.fixture
def world() -> World:
    return build_world()


def urls(world: World) -> list[str]:
    """Every page of the project with something on it, and the page of an error."""
    rows = [row for row in MATRIX if row.method == "GET"]
    found = {reverse(row.route, args=row.args(world, next(iter(row.allowed)))) for row in rows}
    return [*sorted(found), "/no/such/page/"]


def test_every_page_of_an_administrator_is_guarded(world: World) -> None:
    client = world.client("administrator")
    assert [fault for url in urls(world) for fault in faults(client, url)] == []


def test_so_are_the_door_and_the_refusals(world: World, client: Client) -> None:
    stranger = world.client("stranger")
    refused = [reverse("core:admin-people"), reverse("reporting:project", args=["OWN"])]
    found = [fault for url in refused for fault in faults(stranger, url)]
    assert [*faults(client, reverse("core:login")), *faults(client, "/"), *found] == []


def refused(client: Client, **more: Any) -> Any:
    """An answer that is meant to be an error."""
    client.raise_request_exception = False
    return client.get("/help/", **more)


def answers(world: World, monkeypatch: pytest.MonkeyPatch, settings: Any) -> dict[str, tuple[Any, int]]:
    """What is no page of a route: what came, and the status it should have."""
    administrator, wary = world.client("administrator"), Client(enforce_csrf_checks=True)
    found = {
        "a style sheet": (Client().get("/static/css/base.css"), 200),
        "a script of a wheel": (Client().get("/static/mfa/js/webauthn.js"), 200),
        "no such file": (Client().get("/static/none.css"), 404),
        "a redirect to the door": (Client().get("/"), 302),
        "a redirect after a save": (administrator.post("/preferences/", {"theme": "dark"}), 302),
        "a closed address": (administrator.get("/%00/"), 400),
        "a method that is not there": (administrator.post("/help/"), 200),
        "a method refused": (administrator.get("/preferences/"), 405),
        "too large": (administrator.post("/preferences/", {"theme": "d" * 6_000_000}), 400),
        "a form without its token": (wary.post("/login/", {"login": "a", "password": "b"}), 403),
        "an unknown host": (Client().get("/help/", headers={"host": "evil.example"}), 400),
        "the API": (administrator.get("/api/v1/projects/"), 200),
        "the API to a stranger": (Client().get("/api/v1/projects/"), 401),
        "only its headers": (administrator.head("/help/"), 200),
    }
    for n in range(6):
        settings.SENDS_MAIL = True
        found["too many"] = (Client().post("/login/password/", {"email": "a@example.org"}), 429 if n == 5 else 302)
    monkeypatch.setattr("pmo.core.views.help.render", lambda *a: 1 / 0)
    found["our own fault"] = (refused(administrator), 500)
    return found


def test_so_is_every_answer_that_is_no_page(world: World, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    found = answers(world, monkeypatch, settings)
    assert {name: got.status_code for name, (got, _) in found.items()} == {n: want for n, (_, want) in found.items()}
    assert [fault for name, (response, _) in found.items() for fault in faults_of(response, name)] == []


def test_so_are_the_answers_before_there_is_https(settings: Any) -> None:
    """Where Django sends everybody to HTTPS it asks for the host first, and refuses one it does not know."""
    settings.SECURE_SSL_REDIRECT = True
    redirect, stranger = Client().get("/help/"), Client().get("/help/", headers={"host": "evil.example"})
    assert (redirect.status_code, stranger.status_code) == (301, 400)
    assert faults_of(redirect, "to HTTPS") + faults_of(stranger, "an unknown host") == []


def test_over_https_a_browser_is_told_to_stay_there(settings: Any) -> None:
    settings.SECURE_HSTS_SECONDS = 3600
    assert Client().get("/login/", secure=True).headers["Strict-Transport-Security"] == "max-age=3600"

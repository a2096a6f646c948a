"""Every page carries the headers that protect it, and no script or style that its policy would refuse."""

from html.parser import HTMLParser

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
    response = client.get(url)
    policy = response.headers.get("Content-Security-Policy", "")
    wanted = {
        "nosniff": response.headers.get("X-Content-Type-Options") == "nosniff",
        "no framing": response.headers.get("X-Frame-Options") == "DENY",
        "a policy": "default-src 'none'" in policy and "frame-ancestors 'none'" in policy,
        "nothing unsafe": "unsafe" not in policy and "*" not in policy,
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

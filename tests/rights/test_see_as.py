"""An administrator looks as somebody else: exactly their pages, nothing written, and never more than looking."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from pmo.core.middleware.see_as import SeenOnly, _ReadOnly
from pmo.core.models import AuditEntry, SavedView, User
from tests import factories as f
from tests.rights.matrix import MATRIX
from tests.rights.rows import Row
from tests.rights.test_permission_matrix import ask
from tests.rights.traces import fingerprint
from tests.rights.world import World

pytestmark = pytest.mark.django_db
OWN_ACCOUNT = {"account", "login", "security", "session", "token"}


def about_oneself(route: str) -> bool:
    """Sign-in, second factors, devices and tokens: of our names by their first word, of the library's all."""
    return ":" not in route or route.rpartition(":")[2].split("-")[0] in OWN_ACCOUNT


SEEN = ("manager", "office")
#: Each page once: what its kinds do differently is in the matrix.
PAGES = {row.route: row for row in reversed(MATRIX) if row.method == "GET" and not about_oneself(row.route)}.values()
#: What is left of an answer once what differs between two answers to the same person is gone.
BANNER = re.compile(r'<aside class="see-as".*?</aside>\n?', re.S)
FLEETING = re.compile(r'nonce="[^"]*"|csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": "[^"]*"')
LEAVING = {"core:see-as-stop", "core:logout"}


def seeing(world: World, persona: str) -> Client:
    """The administrator's browser, looking as this person."""
    client = world.client("administrator")
    answer = client.post(reverse("core:see-as", args=[world.people[persona].uuid]))
    assert (answer.status_code, answer["Location"]) == (302, "/")
    return client


def shown(client: Client, row: Row, world: World, target: str) -> tuple[int, str]:
    """Status and page, without the banner and what changes from one answer to the next."""
    response: Any = client.get(reverse(row.route, args=row.args(world, target)))
    content = b"".join(response.streaming_content) if response.streaming else response.content
    text = content.decode("utf-8", "replace")
    return response.status_code, FLEETING.sub("", BANNER.sub("", text))


@pytest.mark.parametrize("persona", SEEN)
def test_every_page_is_the_page_of_the_person_seen(world: World, persona: str) -> None:
    own, theirs = world.client(persona), seeing(world, persona)
    told = [
        f"{row} {target}"
        for row in PAGES
        for target in row.allowed
        if shown(own, row, world, target) != shown(theirs, row, world, target)
    ]
    assert told == []


def test_no_route_can_be_posted_to(world: World) -> None:
    """As somebody who may do nearly everything: the refusal does not come from their rights."""
    client = seeing(world, "office")
    before = fingerprint()
    for row in MATRIX:
        if row.method == "POST" and row.route not in LEAVING:
            assert ask(client, row, world, next(iter(row.allowed))) == 403, row
    for method in ("put", "patch", "delete"):
        assert getattr(client, method)("/").status_code == 403
    assert fingerprint() == before


def test_a_page_that_tried_to_write_could_not(world: World) -> None:
    """The last net: whatever a view does, the connection refuses."""
    request = type("Looking", (), {"seeing_as": world.people["reader"]})()
    with connection.execute_wrapper(_ReadOnly(request)):
        assert User.objects.filter(username="reader").exists()
        with pytest.raises(SeenOnly):
            SavedView.objects.create(owner=world.people["reader"], page="projects", name="Written")
        with pytest.raises(SeenOnly):
            User.objects.update(first_name="Written")
        with pytest.raises(SeenOnly):
            AuditEntry.objects.all()._raw_delete("default")


def test_the_banner_names_both_and_only_while_looking(world: World) -> None:
    client = seeing(world, "reader")
    page = client.get("/").content.decode()
    assert "<strong>administrator</strong>, you are seeing Vigie as <strong>reader</strong>" in page
    assert client.post(reverse("core:see-as-stop")).status_code == 302
    assert 'class="see-as"' not in client.get("/").content.decode()


def test_both_ends_are_in_the_trail_and_belong_to_the_administrator(world: World) -> None:
    client = seeing(world, "manager")
    answer = client.post(reverse("core:see-as-stop"))
    assert answer["Location"] == reverse("core:admin-person", args=[world.people["manager"].uuid])
    written = AuditEntry.objects.order_by("pk").values_list("verb", "actor__username", "object_label")
    assert list(written)[-2:] == [
        ("seen as", "administrator", "manager"),
        ("no longer seen as", "administrator", "manager"),
    ]


def test_signing_out_ends_it_and_signs_the_administrator_out(world: World) -> None:
    client = seeing(world, "manager")
    assert client.post(reverse("core:logout")).status_code == 302
    assert AuditEntry.objects.latest("pk").verb == "no longer seen as"
    assert client.get("/").status_code == 302
    assert world.client("manager").get("/").status_code == 200


def test_it_never_nests_nor_gives_what_the_person_seen_may_not(world: World) -> None:
    client = seeing(world, "office")
    other = reverse("core:see-as", args=[world.people["administrator"].uuid])
    assert client.post(other).status_code == 403
    assert client.get(reverse("core:admin-organisation")).status_code == 403


def test_only_superusers_see_as_superusers_and_nobody_as_who_left_or_as_themselves(world: World) -> None:
    administrator = world.client("administrator")
    above, gone = f.make_user("above", is_superuser=True), f.make_user("gone", is_active=False)
    for person in (above, gone, world.people["administrator"]):
        administrator.post(reverse("core:see-as", args=[person.uuid]))
        assert 'class="see-as"' not in administrator.get("/").content.decode()
    assert not AuditEntry.objects.filter(verb="seen as").exists()
    top = Client()
    top.force_login(f.make_user("top", is_superuser=True))
    top.post(reverse("core:see-as", args=[above.uuid]))
    assert "<strong>above</strong>" in top.get("/").content.decode()


@pytest.mark.parametrize("loses", ["viewer's role", "person's account"])
def test_it_ends_when_the_right_to_it_ends(world: World, loses: str) -> None:
    client = seeing(world, "reader")
    if loses == "viewer's role":
        world.people["administrator"].grants.all().delete()
    else:
        User.objects.filter(username="reader").update(is_active=False)
    assert 'class="see-as"' not in client.get("/").content.decode()
    assert AuditEntry.objects.latest("pk").verb == "no longer seen as"


def test_pages_about_ones_own_account_stay_closed(world: World) -> None:
    client = seeing(world, "reader")
    own = [row for row in MATRIX if row.method == "GET" and about_oneself(row.route)]
    assert len(own) > 10
    for row in own:
        assert ask(client, row, world, next(iter(row.allowed))) == 403, row


def test_the_api_shows_what_the_person_sees_and_refuses_in_its_own_shape(world: World) -> None:
    own, theirs = world.client("manager"), seeing(world, "manager")
    assert theirs.get("/api/v1/risks/").json() == own.get("/api/v1/risks/").json()
    answer = theirs.post("/api/v1/risks/", {"project": "OWN", "title": "New"}, content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    assert answer.json()["code"] == "only_looking"


def test_the_log_names_the_administrator(world: World, caplog: pytest.LogCaptureFixture) -> None:
    client = seeing(world, "reader")
    with caplog.at_level("INFO", logger="pmo.request"):
        client.get("/projects/")
    assert caplog.records[-1].user_id == world.people["administrator"].pk  # type: ignore[attr-defined]

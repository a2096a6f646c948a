"""A link to choose a new password, where Vigie sends e-mail; elsewhere the page says who can help."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from pmo.core.queries.people import people_at
from tests.factories import make_user
from tests.sign_in.codes import sign_in, verbs

pytestmark = pytest.mark.django_db
NEW = "seven quiet harbours"


@pytest.fixture
def _mail(settings: Any) -> None:
    settings.SENDS_MAIL = True


def test_without_e_mail_the_page_says_so_and_sends_nothing(client: Client) -> None:
    make_user("ines", email="ines@example.org")
    for answer in (client.get("/login/password/"), client.post("/login/password/", {"email": "ines@example.org"})):
        assert "This installation sends no e-mail." in answer.content.decode()
    assert mail.outbox == []


@pytest.mark.usefixtures("_mail")
def test_the_link_gives_a_new_password_once(client: Client) -> None:
    make_user("ines", email="ines@example.org")
    client.post("/login/password/", {"email": "ines@example.org"})
    link = re.search(r"http://testserver(/login/password/\S+)", str(mail.outbox[0].body))
    assert link
    form = client.get(link[1])["Location"]
    assert client.post(form, {"password1": NEW, "password2": NEW})["Location"] == "/login/password/done/"
    assert sign_in(Client(), "ines", NEW).status_code == 302
    assert "too old or was used already" in Client().get(link[1]).content.decode()
    assert verbs() == ["password changed", "signed in"]


@pytest.mark.usefixtures("_mail")
def test_the_page_and_the_work_are_the_same_for_an_unknown_address(client: Client) -> None:
    make_user("ines", email="Ines@example.org")
    make_user("gone", email="gone@example.org", is_active=False)
    for address in ("ines@example.org", "nobody@example.org", "gone@example.org"):
        assert client.post("/login/password/", {"email": address})["Location"] == "/login/password/sent/"
    assert [(each.to, "/login/password/" in each.body) for each in mail.outbox] == [
        (["Ines@example.org"], True),
        (["nobody@example.org"], False),
        (["gone@example.org"], False),
    ]


@pytest.mark.usefixtures("_mail")
def test_one_address_is_not_flooded(client: Client) -> None:
    answers = [client.post("/login/password/", {"email": "ines@example.org"}).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]
    assert len(mail.outbox) == 5


LOOKS_ALIKE = ["m\u0131ke@example.org", "mike@\u017fite.example.org"]  # the dotless i and the long s


@pytest.mark.usefixtures("_mail")
@pytest.mark.parametrize("typed", LOOKS_ALIKE)
def test_an_address_that_is_the_same_in_capitals_only_gets_no_link(client: Client, typed: str) -> None:
    """PostgreSQL compares in capitals; whoever holds the other mailbox would choose the password."""
    make_user("mike", email="mike@example.org")
    make_user("mike.site", email="mike@site.example.org")
    client.post("/login/password/", {"email": typed})
    assert [(each.to, "/login/password/" in each.body) for each in mail.outbox] == [([typed], False)]


@pytest.mark.parametrize("typed", LOOKS_ALIKE)
def test_nor_does_a_provider_vouch_for_the_person_by_it(typed: str) -> None:
    make_user("mike", email="Mike@example.org")
    make_user("mike.site", email="mike@site.example.org")
    assert people_at(typed) == []
    assert [each.username for each in people_at("mike@EXAMPLE.org")] == ["mike"]

"""A link to choose a new password, where Vigie sends e-mail; elsewhere the page says who can help."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

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
        (["ines@example.org"], True),
        (["nobody@example.org"], False),
        (["gone@example.org"], False),
    ]


@pytest.mark.usefixtures("_mail")
def test_one_address_is_not_flooded(client: Client) -> None:
    answers = [client.post("/login/password/", {"email": "ines@example.org"}).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]
    assert len(mail.outbox) == 5

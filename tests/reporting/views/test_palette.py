"""The palette finds what a person may see, and nothing else."""

import pytest
from django.test import Client

from pmo.core.roles import Role
from tests.factories import make_member, make_portfolio, make_programme, make_project

pytestmark = pytest.mark.django_db


def test_it_finds_by_every_word_of_code_or_name() -> None:
    programme = make_programme("PG1", name="Northern bridges")
    make_project("BR-7", name="Bridge over the Loire", programme=programme)
    client = Client()
    client.force_login(make_member(Role.READER))
    page = client.get("/search/", {"q": "bridge"}, headers={"hx-request": "true"}).content.decode()
    assert "/projects/BR-7/" in page
    assert "/programmes/PG1/" in page
    assert "<html" not in page
    assert "/projects/BR-7/" not in client.get("/search/", {"q": "bridge rhine"}).content.decode()


def test_it_hides_what_is_hidden_and_commands_one_may_not_run() -> None:
    make_project("SECRET", portfolio=make_portfolio("HIDDEN"), name="Bridge")
    client = Client()
    client.force_login(make_member(Role.READER, on=make_portfolio("SEEN")))
    page = client.get("/search/", {"q": ""}).content.decode()
    assert "HIDDEN" not in page
    assert "Import a file" not in page
    assert "SECRET" not in client.get("/search/", {"q": "bridge"}).content.decode()

"""Signing in and out."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tests.factories import make_member

pytestmark = pytest.mark.django_db


def test_a_session_ended_by_one_worker_is_ended_for_all(client: Client) -> None:
    """Another process that had the session in its own memory must not let its cookie in again."""
    client.force_login(make_member("reader"))
    assert client.get("/help/").status_code == 200
    Session.objects.all().delete()  # what signing out in another process leaves
    assert client.get("/help/").status_code == 302


@pytest.mark.parametrize("where", ["//evil.example/", "https://evil.example/", "javascript:alert(1)"])
def test_signing_in_and_choosing_a_language_lead_nowhere_else(client: Client, where: str) -> None:
    person = make_member("reader")
    person.set_password("a long enough secret")
    person.save()
    login = {"login": person.username, "password": "a long enough secret", "next": where}
    assert client.post("/login/", login)["Location"] == "/"
    assert client.post("/preferences/", {"language": "fr", "next": where})["Location"] == "/"

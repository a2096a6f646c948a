"""An organisation asks for a second factor: who owes one is led to it before anything else."""

import pytest
from django.test import Client

from tests.factories import make_member, make_organisation, make_user
from tests.sign_in.codes import give_app

pytestmark = pytest.mark.django_db
SECURITY = "/account/security/"


def led_to(person: object, path: str = "/help/", **headers: str) -> str:
    """Where the page leads; empty when it is simply shown."""
    client = Client(headers=headers)
    client.force_login(person)  # type: ignore[arg-type]
    answer = client.get(path)
    return answer.get("Location", "") or answer.get("HX-Redirect", "")


@pytest.mark.parametrize(
    ("asked", "led"), [("nobody", ["", ""]), ("office", ["", SECURITY]), ("everyone", [SECURITY, SECURITY])]
)
def test_who_is_led_to_set_one_up(asked: str, led: list[str]) -> None:
    make_organisation(second_factor_for=asked)
    assert [led_to(make_user()), led_to(make_member("administrator"))] == led


def test_a_fragment_leads_the_whole_page() -> None:
    make_organisation(second_factor_for="everyone")
    assert led_to(make_user(), **{"HX-Request": "true"}) == SECURITY


def test_who_has_one_goes_on() -> None:
    make_organisation(second_factor_for="everyone")
    person = make_user()
    give_app(person)
    assert led_to(person) == ""


def test_what_one_needs_to_set_it_up_or_to_leave_stays_open() -> None:
    make_organisation(second_factor_for="everyone")
    client = Client()
    client.force_login(make_user())
    assert "asks for a second factor" in client.get(SECURITY).content.decode()
    assert client.get("/account/sessions/").status_code == 200
    assert client.get("/account/security/app/")["Location"].startswith("/account/confirm/")
    assert client.post("/logout/")["Location"] == "/login/"


def test_the_api_is_closed_to_such_a_session_too() -> None:
    make_organisation(second_factor_for="everyone")
    assert led_to(make_user(), "/api/v1/projects/") == SECURITY

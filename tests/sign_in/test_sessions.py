"""Where a person is signed in, and ending it."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from pmo.core.actions.people import reset_password, set_active
from pmo.core.actions.sessions import end_sessions
from pmo.core.errors import NotAllowed
from pmo.core.models import AuditEntry, User
from pmo.core.queries.sessions import sessions_of
from pmo.core.tasks import forget_sessions
from tests.factories import NOON, make_member, make_user
from tests.sign_in.codes import sign_in, verbs

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0"


@pytest.fixture
def ines() -> User:
    return make_user("ines")


def browser(agent: str = FIREFOX, login: str = "ines") -> Client:
    client = Client(headers={"user-agent": agent})
    sign_in(client, login)
    return client


def open_page(client: Client) -> int:
    return client.get("/help/").status_code


def test_a_person_sees_their_browsers(ines: User) -> None:
    one, _two = browser(), browser(EDGE)
    seen = sessions_of(ines, current=one.session.session_key)
    assert [(d.browser, d.system, d.address, d.current) for d in seen] == [
        ("Edge", "Windows", "127.0.0.1", False),
        ("Firefox", "Linux", "127.0.0.1", True),
    ]
    assert "Edge · Windows" in one.get("/account/sessions/").content.decode()


def test_ending_one_session_ends_that_browser_only(ines: User) -> None:
    here, there, third = browser(), browser(EDGE), browser()
    edge = next(d for d in sessions_of(ines) if d.browser == "Edge")
    here.post("/account/sessions/end/", {"session": edge.id})
    assert [open_page(each) for each in (here, there, third)] == [200, 302, 200]
    assert AuditEntry.objects.latest("pk").changes == {"sessions": [1, 0]}


def test_ending_all_others_keeps_the_one_that_asks(ines: User) -> None:
    here, there, third = browser(), browser(), browser()
    here.post("/account/sessions/end/")
    assert [open_page(each) for each in (here, there, third)] == [200, 302, 302]
    assert len(sessions_of(ines)) == 1


def test_nobody_ends_the_session_of_somebody_else_by_its_number(ines: User) -> None:
    theirs = browser()
    make_user("mallory")
    number = sessions_of(ines)[0].id
    browser(login="mallory").post("/account/sessions/end/", {"session": number})
    assert open_page(theirs) == 200
    assert "sessions ended" not in verbs()


def test_an_administrator_ends_them_all_listed_or_not(ines: User) -> None:
    listed, unlisted = browser(), Client()
    unlisted.force_login(ines)
    assert end_sessions(person=ines, by=make_member("administrator"), at=NOON) == 2
    assert [open_page(each) for each in (listed, unlisted)] == [302, 302]
    assert verbs()[-1] == "sessions ended"


def test_nobody_else_does(ines: User) -> None:
    theirs = browser()
    with pytest.raises(NotAllowed):
        end_sessions(person=ines, by=make_member("pmo_manager"), at=NOON)
    assert (open_page(theirs), verbs()) == (200, ["signed in"])


def test_with_nothing_to_end_nothing_is_said(ines: User) -> None:
    assert end_sessions(person=ines, by=None, at=NOON) == 0
    assert verbs() == []


def test_leaving_and_a_new_password_end_sessions_for_good(ines: User) -> None:
    """A session that is only refused would come back to life with the account."""
    administrator = make_member("administrator")
    first = browser()
    set_active(person=ines, active=False, by=administrator, at=NOON)
    set_active(person=ines, active=True, by=administrator, at=NOON)
    assert open_page(first) == 302
    second = browser()
    reset_password(person=ines, password="seven quiet harbours", by=administrator, at=NOON)
    assert (open_page(second), sessions_of(ines)) == (302, [])
    assert verbs().count("sessions ended") == 2


def test_sessions_that_are_over_are_forgotten_and_no_others(ines: User) -> None:
    over, open_one = browser(), browser()
    Session.objects.filter(session_key=over.session.session_key).update(expire_date=timezone.now())
    forget_sessions.delay()
    assert [open_page(each) for each in (over, open_one)] == [302, 200]
    assert list(Session.objects.values_list("session_key", flat=True)) == [open_one.session.session_key]
    assert UserSession.objects.count() == 1

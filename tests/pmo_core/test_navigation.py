"""The menu offers a place only to those who may enter it."""

import pytest
from django.test import Client

from pmo.core.roles import Role
from pmo.core.ui.navigation import PLACES, current_place
from tests.factories import make_member

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "imports", "administration"),
    [(Role.READER, False, False), (Role.PMO_ANALYST, True, False), (Role.PMO_MANAGER, True, True)],
)
def test_a_menu_entry_opens_or_is_not_there(role: Role, imports: bool, administration: bool) -> None:
    client = Client()
    client.force_login(make_member(role))
    page = client.get("/help/").content.decode()
    assert ('href="/imports/"' in page) is imports
    assert ('href="/admin/people/"' in page) is administration
    assert (client.get("/imports/").status_code == 200) is imports


@pytest.mark.parametrize("path", ["/admin/people/", "/admin/groups/", "/admin/grants/new/", "/admin/audit/"])
def test_every_page_of_administration_stands_under_it(path: str) -> None:
    places = [(place, place.url) for place in PLACES]
    found = current_place(path, places)
    assert found is not None
    assert found.url_name == "core:admin-people"

"""Error pages say what happened; the one for our own faults needs no database (its test has none)."""

import pytest
from django.test import Client, RequestFactory

from pmo.core.views.errors import server_error
from tests.factories import make_member


def test_the_page_for_our_faults_needs_no_database() -> None:
    response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Something broke on our side" in response.content.decode()


@pytest.mark.django_db
def test_a_missing_page_leads_back(client: Client) -> None:
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert 'href="/"' in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/projects/A%00B/", "/projects/?portfolio=%00", "/search/?q=a%00"])
def test_an_address_with_a_nul_is_refused(client: Client, address: str) -> None:
    """PostgreSQL would raise where SQLite finds nothing."""
    client.force_login(make_member("reader"))
    assert client.get(address).status_code == 400

"""Error pages say what happened; the one for our own faults needs no database (its test has none)."""

import pytest
from django.test import Client, RequestFactory

from pmo.core.views.errors import server_error


def test_the_page_for_our_faults_needs_no_database() -> None:
    response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Something broke on our side" in response.content.decode()


@pytest.mark.django_db
def test_a_missing_page_leads_back(client: Client) -> None:
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert 'href="/"' in response.content.decode()

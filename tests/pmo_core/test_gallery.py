"""The gallery renders every part, and only signed-in people see it."""

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from pmo.core.models import User
from pmo.core.staticfinders import PlotlyFinder


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "fr"])
def test_gallery_renders(client: Client, language: str) -> None:
    client.force_login(User.objects.create(username="reader", language=language))
    response = client.get("/gallery/?q=portal&health=red&page=2")
    assert response.status_code == 200
    html = response.content.decode()
    assert f'<html lang="{language}"' in html
    assert 'style="' not in html
    assert "onclick" not in html


@pytest.mark.django_db
def test_gallery_asks_to_sign_in(client: Client) -> None:
    assert client.get("/gallery/").status_code == 302


def test_only_plotly_leaves_the_wheel() -> None:
    assert finders.find("vendor/plotly.min.js").endswith("plotly.min.js")
    assert not finders.find("vendor/widgetbundle.js")
    assert [name for name, _storage in PlotlyFinder().list(None)] == ["plotly.min.js"]

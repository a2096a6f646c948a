"""Pages that create and edit portfolios, programmes and thresholds."""

import pytest
from django.urls import reverse

from portfolio.models import Portfolio, Programme, ThresholdSet
from tests.factories import make_member, make_portfolio, make_programme, make_threshold_set

pytestmark = pytest.mark.django_db


def test_an_analyst_creates_a_portfolio_under_their_own(client):
    mine = make_portfolio("MINE")
    client.force_login(make_member("pmo_analyst", mine))
    assert b"New portfolio" in client.get(reverse("portfolio:portfolio-create")).content
    fields = {"code": "NEW", "name": "New", "parent": mine.pk}
    assert client.post(reverse("portfolio:portfolio-create"), fields).status_code == 302
    assert Portfolio.objects.get(code="NEW").path == f"{mine.path}{Portfolio.objects.get(code='NEW').pk}/"
    alone = client.post(reverse("portfolio:portfolio-create"), {"code": "TOP", "name": "Top"})
    assert "You may not put a portfolio there." in alone.content.decode()


def test_a_conflict_shows_both_values_and_saving_again_replaces(client):
    portfolio = make_portfolio("PF", name="First")
    client.force_login(make_member("pmo_analyst"))
    address = reverse("portfolio:portfolio-edit", args=["PF"])
    Portfolio.objects.filter(pk=portfolio.pk).update(name="Theirs", version=2)
    fields = {"code": "PF", "name": "Mine", "version": 1}
    page = client.post(address, fields).content.decode()
    assert "Stored meanwhile: Theirs" in page
    assert 'value="Mine"' in page
    assert client.post(address, {**fields, "version": 2}).status_code == 302
    assert Portfolio.objects.get().name == "Mine"


@pytest.mark.parametrize("kind", ["portfolio", "programme"])
def test_hidden_is_not_found_and_readers_may_not(client, kind):
    made = make_portfolio("X") if kind == "portfolio" else make_programme("X")
    address = reverse(f"portfolio:{kind}-edit", args=["X"])
    client.force_login(make_member("pmo_analyst", make_portfolio()))
    assert client.get(address).status_code == 404
    client.force_login(make_member("reader", made))
    assert client.get(address).status_code == 403


def test_a_programme_is_created_and_moved(client):
    first, second = make_portfolio(), make_portfolio()
    client.force_login(make_member("pmo_analyst"))
    fields = {"code": "PG", "name": "Programme", "portfolio": first.pk}
    assert client.post(reverse("portfolio:programme-create"), fields).status_code == 302
    edit = reverse("portfolio:programme-edit", args=["PG"])
    assert client.get(edit).status_code == 200
    client.post(edit, {**fields, "portfolio": second.pk, "version": 1})
    assert Programme.objects.get().portfolio == second


def test_thresholds_are_read_by_all_and_changed_by_the_office(client, django_assert_max_num_queries):
    rules = make_threshold_set(name="Strict")
    make_portfolio(thresholds=rules)
    client.force_login(make_member("reader"))
    with django_assert_max_num_queries(15):
        assert b"Strict" in client.get(reverse("portfolio:threshold-list")).content
    edit = reverse("portfolio:threshold-edit", args=[rules.uuid])
    assert client.get(edit).status_code == 403
    client.force_login(make_member("pmo_manager"))
    form = client.get(edit).context["form"]
    fields = {name: form[name].value() for name in form.fields}
    refused = client.post(edit, {**fields, "cpi_red": "0.99"})
    assert "Red must not begin before amber." in refused.content.decode()
    assert client.post(edit, {**fields, "cpi_red": "0.80"}).status_code == 302
    assert str(ThresholdSet.objects.get().cpi_red) == "0.8000"
    assert client.post(reverse("portfolio:threshold-create"), {**fields, "name": "Other"}).status_code == 302

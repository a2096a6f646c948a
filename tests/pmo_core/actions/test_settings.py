"""Organisation, rates and saved views."""

from datetime import date
from decimal import Decimal

import pytest

from pmo.core.actions.exchange_rates import remove_rate, set_rate
from pmo.core.actions.organisation import edit_organisation
from pmo.core.actions.saved_views import delete_view, save_view
from pmo.core.errors import NotAllowed
from pmo.core.models import AuditEntry, ExchangeRate, Organisation, SavedView
from tests.factories import NOON, make_member, make_user

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 2)


def test_the_organisation_is_set_up_and_audited():
    edit_organisation(values={"name": "Armor", "reporting_currency": "USD"}, by=None, at=NOON)
    assert Organisation.current().reporting_currency == "USD"
    assert AuditEntry.objects.get().changes["reporting_currency"] == ["EUR", "USD"]
    with pytest.raises(NotAllowed):
        edit_organisation(values={"name": "Mine"}, by=make_member("pmo_manager"), at=NOON)


def test_a_rate_typed_twice_is_replaced_and_remembered():
    set_rate(currency="USD", on=DAY, per_euro=Decimal("1.1"), by=None, at=NOON)
    rate = set_rate(currency="USD", on=DAY, per_euro=Decimal("1.2"), by=None, at=NOON)
    assert ExchangeRate.objects.get().per_euro == Decimal("1.2")
    assert AuditEntry.objects.filter(verb="edited").get().changes["per_euro"] == ["1.1", "1.2"]
    remove_rate(rate=rate, by=None, at=NOON)
    assert not ExchangeRate.objects.exists()


def test_a_view_is_forgotten_by_its_owner_only():
    owner, other = make_user(), make_user()
    view = save_view(page="projects", name="Late", query="health=red", shared=True, by=owner, at=NOON)
    save_view(page="projects", name="Late", query="health=amber", shared=True, by=owner, at=NOON)
    assert SavedView.objects.get().query == "health=amber"
    with pytest.raises(NotAllowed):
        delete_view(view=view, by=other, at=NOON)
    delete_view(view=view, by=owner, at=NOON)
    assert not SavedView.objects.exists()

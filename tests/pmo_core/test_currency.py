from datetime import date
from decimal import Decimal

import pytest

from pmo.core.currency import DatedRate, Rates, rate
from pmo.core.models import ExchangeRate

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.mark.parametrize(
    ("target", "on", "value", "published"),
    [
        ("USD", date(2020, 3, 2), D("1.1122"), date(2020, 3, 2)),
        ("USD", date(2024, 12, 31), D("1.0389"), date(2024, 12, 31)),
        ("GBP", date(2024, 12, 31), D("0.82918"), date(2024, 12, 31)),
        ("USD", date(2023, 12, 25), D("1.1023"), date(2023, 12, 22)),
    ],
)
def test_the_central_bank_s_last_published_rate(target, on, value, published) -> None:
    assert rate("EUR", target, on) == DatedRate(value, published)


def test_a_rate_between_two_others_crosses_the_euro() -> None:
    crossed = rate("GBP", "USD", date(2024, 12, 31))
    assert crossed is not None
    assert crossed.value == D("1.0389") / D("0.82918")
    assert crossed.on == date(2024, 12, 31)


def test_a_currency_is_worth_itself() -> None:
    assert rate("USD", "USD", date(1950, 1, 1)) == DatedRate(D(1), date(1950, 1, 1))


@pytest.mark.parametrize(
    ("source", "target", "on"), [("EUR", "XXX", date(2024, 1, 1)), ("EUR", "USD", date(1990, 1, 1))]
)
def test_what_was_never_published_is_unknown(source, target, on) -> None:
    assert rate(source, target, on) is None


def test_a_typed_rate_wins_over_the_bank_s_of_its_day_and_before_but_not_over_a_later_one() -> None:
    ExchangeRate.objects.create(currency="USD", on=date(2024, 12, 31), per_euro=D("1.05"))
    assert rate("EUR", "USD", date(2024, 12, 30)) == DatedRate(D("1.0444"), date(2024, 12, 30))
    assert rate("EUR", "USD", date(2025, 1, 1)) == DatedRate(D("1.05"), date(2024, 12, 31))
    assert rate("EUR", "USD", date(2025, 1, 2)) == DatedRate(D("1.0321"), date(2025, 1, 2))


def test_typed_rates_are_read_once(django_assert_num_queries) -> None:
    ExchangeRate.objects.create(currency="XAU", on=date(2024, 1, 1), per_euro=D("0.0005"))
    rates = Rates(date(2024, 1, 5))
    with django_assert_num_queries(1):
        assert rates.between("EUR", "XAU") == DatedRate(D("0.0005"), date(2024, 1, 1))
        assert rates.between("XAU", "USD") is not None

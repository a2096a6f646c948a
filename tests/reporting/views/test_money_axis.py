"""Axes of charts speak like the tables: round amounts with their unit, and no name lost."""

from decimal import Decimal

from django.utils.translation import override

from reporting.views.money_axis import LONGEST, money_axis, name_axis


def test_ticks_are_round_and_carry_the_unit() -> None:
    with override("fr"):
        axis = money_axis([Decimal("9368900"), None, Decimal("8700000")], "EUR")
    assert axis["tickvals"] == [0, 2_000_000, 4_000_000, 6_000_000, 8_000_000, 10_000_000]
    assert axis["ticktext"][-1] == "10\u00a0M€"
    assert axis["range"] == [0, 10_000_000]


def test_small_and_negative_amounts_keep_a_decimal_and_their_zero() -> None:
    with override("en"):
        axis = money_axis([Decimal("-1200000"), Decimal("1100000")], "USD")
    assert 0.0 in axis["tickvals"]
    assert axis["range"] == [-1_500_000, 1_500_000]
    assert axis["ticktext"][0] == "\u22121.5\u00a0M$"


def test_without_an_amount_no_tick_is_invented() -> None:
    assert "tickvals" not in money_axis([None], "EUR")


def test_two_parts_of_one_name_keep_a_bar_each_and_long_names_end_in_dots() -> None:
    axis = name_axis(["Twin", "Twin", "x" * 80])
    assert axis["tickvals"] == [0, 1, 2]
    assert axis["ticktext"][:2] == ["Twin", "Twin"]
    assert len(axis["ticktext"][2]) == LONGEST

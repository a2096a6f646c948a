"""Amounts as written in many hands; whatever is written exactly is read exactly."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.interop.formats.amounts import NumberStyle, parse_amount, scaled
from portfolio.interop.formats.reasons import CellRefused

numbers = st.decimals(min_value=-(10**12), max_value=10**12, allow_nan=False, allow_infinity=False, places=4)


def read(text: str, style: NumberStyle = NumberStyle.POINT, currency: str = "EUR", unit: str = "") -> Decimal:
    return parse_amount(text, style=style, currency=currency, unit=unit)


@pytest.mark.parametrize(
    ("text", "style", "expected"),
    [
        ("1,234.50", NumberStyle.POINT, "1234.50"),
        ("1 234,50", NumberStyle.COMMA, "1234.50"),
        ("1\u202f234\u202f567,5", NumberStyle.COMMA, "1234567.5"),
        ("1.234,50-", NumberStyle.COMMA, "-1234.50"),
        ("(1,234.50)", NumberStyle.POINT, "-1234.50"),
        ("\u22125", NumberStyle.POINT, "-5"),
        ("2.00E-06", NumberStyle.POINT, "0.00000200"),
        ("€ 12", NumberStyle.POINT, "12"),
        ("12 EUR", NumberStyle.POINT, "12"),
        (".5", NumberStyle.POINT, "0.5"),
        ("1'234.5", NumberStyle.POINT, "1234.5"),
        ("1,234.5", NumberStyle.AUTO, "1234.5"),
        ("1.234,5", NumberStyle.AUTO, "1234.5"),
        ("12,5", NumberStyle.AUTO, "12.5"),
    ],
)
def test_what_people_write(text: str, style: NumberStyle, expected: str) -> None:
    assert read(text, style) == Decimal(expected)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "1,23",
        "12,34.5",
        "1.2.3",
        "--5",
        "(5",
        "5%",
        "NaN",
        "Infinity",
        "1e999",
        "0x10",
        "١٢",
        "5 5",
        "1_000",
    ],
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(CellRefused):
        read(text)


def test_a_number_that_reads_two_ways_is_refused_with_both() -> None:
    with pytest.raises(CellRefused, match=r"as 1\.234 or as 1234"):
        read("1,234", NumberStyle.AUTO)


def test_a_unit_in_the_cell_says_what_would_be_right() -> None:
    for text in ("2.306 ($m)", "2.306 $m", "2.306m", "2.306 M"):
        with pytest.raises(CellRefused, match=r"Write the number alone, as 2\.306: the column is read in M USD"):
            read(text, currency="USD", unit="M")


def test_another_currency_is_refused() -> None:
    with pytest.raises(CellRefused, match="is in GBP; the amounts of this file are in EUR"):
        read("£12")


@given(numbers)
def test_every_number_is_read_back_in_every_style(number: Decimal) -> None:
    english = f"{number:,f}"
    french = english.translate(str.maketrans(",.", "\u202f,"))
    german = english.translate(str.maketrans(",.", ".,"))
    assert read(english) == number
    assert read(french, NumberStyle.COMMA) == number
    assert read(german, NumberStyle.COMMA) == number
    assert read(f"{number:E}") == number
    assert read(f"({abs(number):,f})") == -abs(number)
    assert read(f"{abs(number):f}-") == -abs(number)


@given(st.text(max_size=20))
def test_any_text_is_a_decimal_or_refused(text: str) -> None:
    for style in NumberStyle:
        with suppress(CellRefused):
            assert read(text, style).is_finite()


@given(numbers, st.sampled_from(["", "k", "M"]))
def test_scaling_is_exact(number: Decimal, unit: str) -> None:
    assert scaled(number, unit) / {"": 1, "k": 1000, "M": 1_000_000}[unit] == number

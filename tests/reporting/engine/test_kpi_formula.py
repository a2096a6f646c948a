from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.engine.kpi_formula import MAX_LENGTH, FormulaError, evaluate, operands

D = Decimal
VALUES = {"EAC": D(725_000), "BAC": D(500_000), "AC": D(290_000), "benefits": None, "zero": D(0)}


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("EAC / BAC", D("1.45")),
        ("(EAC - BAC) / BAC * 100", D(45)),
        ("max(EAC, BAC) - min(EAC, BAC)", D(225_000)),
        ("abs(BAC - EAC)", D(225_000)),
        ("round(EAC / AC, 2)", D("2.50")),
        ("round(2.6)", D(3)),
        ("-BAC + +AC", D(-210_000)),
        ("0.1 + 0.2", D("0.3")),
        ("  1\n+ 2 ", D(3)),
    ],
)
def test_arithmetic_over_measures(formula, value) -> None:
    assert evaluate(formula, VALUES) == value


@pytest.mark.parametrize(
    "formula", ["benefits / BAC", "max(benefits, BAC)", "BAC / zero", "zero / zero", "1e999999 * 1e999999"]
)
def test_unknown_and_undefined_results_are_unknown(formula) -> None:
    assert evaluate(formula, VALUES) is None


@pytest.mark.parametrize(
    ("formula", "position", "words"),
    [
        ("EAC / BUDGET", 7, "“BUDGET” is not a measure"),
        ("  EAC + FOO", 9, "“FOO” is not a measure"),
        ("EAC +", 6, "not an arithmetic expression"),
        ("EAC ** 2", 1, "operators"),
        ("EAC // 2", 1, "operators"),
        ("EAC > 2", 1, "are allowed"),
        ("EAC if AC else BAC", 1, "are allowed"),
        ("'text'", 1, "only numbers"),
        ("True", 1, "only numbers"),
        ("0x10", 1, "write numbers"),
        ("pow(2, 3)", 1, "functions"),
        ("AC.real", 1, "are allowed"),
        ("().__class__.__bases__", 1, "are allowed"),
        ("[AC for AC in (1, 2)]", 1, "are allowed"),
        ("round(AC, 10)", 11, "whole number of places"),
        ("round(AC, BAC)", 11, "whole number of places"),
        ("min(AC)", 1, "min takes 2"),
        ("max(*AC, 2)", 5, "are allowed"),
        ("abs(x=1)", 1, "abs takes"),
        ("", 1, "empty"),
        ("1+" * MAX_LENGTH, MAX_LENGTH + 1, "at most"),
        ("+".join("1" * 120), 1, "too complicated"),
        ("(" * 240 + "1" + ")" * 240, 1, "not an arithmetic"),
    ],
)
def test_whatever_is_not_arithmetic_is_refused_with_its_place(formula, position, words) -> None:
    with pytest.raises(FormulaError, match=words) as caught:
        operands(formula, VALUES)
    if words not in ("not an arithmetic", "too complicated"):
        assert caught.value.position == position


def test_operands_are_named_once_in_order() -> None:
    assert operands("EAC / BAC - EAC", VALUES) == ("EAC", "BAC")


@given(st.text(max_size=60))
def test_any_text_is_a_value_or_a_clear_refusal(text) -> None:
    try:
        result = evaluate(text, VALUES)
    except FormulaError:
        return
    assert result is None or isinstance(result, Decimal)

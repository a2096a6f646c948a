from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from reporting.engine.measures import BY_NAME, CATALOGUE, Kind
from reporting.engine.rollup import EMPTY, Total, add, convert, ratio

D = Decimal
totals = st.builds(
    lambda value, known, withheld, rest: Total(value if known else None, known, withheld, known + withheld + rest),
    st.decimals(-(10**12), 10**12, places=2),
    st.integers(0, 50),
    st.integers(0, 5),
    st.integers(0, 5),
)


def test_a_sum_says_how_many_know_it() -> None:
    total = add([Total(D("26970.70"), 1_065, 0, 1_073), Total(None, 0, 2, 3)])
    assert total == Total(D("26970.70"), 1_065, 2, 1_076)
    assert total.unknown == 9


def test_nothing_known_is_no_zero() -> None:
    assert add([Total(None, 0, 1, 1), EMPTY]).value is None
    assert add([]) == EMPTY


@given(st.lists(totals, max_size=6), st.lists(totals, max_size=6))
def test_sums_of_sums_do_not_depend_on_the_grouping(left, right) -> None:
    assert add([add(left), add(right)]) == add(left + right)


def test_a_total_without_a_rate_is_not_known_in_the_other_currency() -> None:
    total = Total(D(10), 2, 1, 4)
    assert convert(total, None) == Total(None, 0, 1, 4)
    assert convert(total, D("1.1")) == Total(D("11.0"), 2, 1, 4)


def test_ratios_come_from_sums() -> None:
    assert ratio(BY_NAME["CPI"], {"ev": D(20), "ac": D(29)}) == D(20) / D(29)
    assert ratio(BY_NAME["TCPI"], {"bac": D(500), "ev": D(200), "ac": D(290)}) == D(300) / D(210)
    assert ratio(BY_NAME["CPI"], {"ev": D(20), "ac": D(0)}) is None
    assert ratio(BY_NAME["CPI"], {"ev": None, "ac": D(2)}) is None


def test_every_measure_says_how_it_is_made() -> None:
    names = [measure.name for measure in CATALOGUE]
    assert len(names) == len(set(names))
    for measure in CATALOGUE:
        assert bool(measure.denominator) is (measure.kind is Kind.RATIO)
    assert BY_NAME["TCPI"].operands == ("bac", "ev", "ac")

from django.utils import translation

from reporting.engine import money
from reporting.engine.figure import Figure
from reporting.queries.reasons import REASONS, reason_text
from reporting.queries.rows import NO_RATE
from reporting.queries.sources import registers, sums
from reporting.queries.sources.money import NO_PERIOD


def test_every_reason_vigie_gives_can_be_translated() -> None:
    given = {value.reason for value in vars(money).values() if isinstance(value, Figure)}
    given |= {money.UNDEFINED, NO_RATE, NO_PERIOD, sums.NO_RATE, sums.PART_MISSING}
    given |= {registers.NOT_ASSESSED, registers.NO_IMPACT}
    assert given == set(REASONS)


def test_the_words_of_a_source_stay_as_they_are() -> None:
    with translation.override("fr"):
        assert reason_text("Exempt under Section 43") == "Exempt under Section 43"
        assert reason_text("") == ""

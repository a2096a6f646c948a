"""The organisation, its threshold sets, portfolios and programmes."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from pmo.core.enums import Stance
from pmo.core.models import Organisation
from portfolio.actions.portfolio import create_portfolio
from portfolio.models import Portfolio, Programme, ThresholdSet
from reporting.demo.people import People
from reporting.demo.store import Store
from reporting.demo.story import PROGRAMMES
from reporting.demo.story.group import GROUP, PORTFOLIOS, STANDARD, STRICT


def create_organisation() -> Organisation:
    return Organisation.objects.create(
        pk=1, name=GROUP, reporting_currency="EUR", stance=Stance.CONTROLLING, country="FR"
    )


def create_thresholds(store: Store) -> dict[str, ThresholdSet]:
    """The group's own set, and a stricter one where public money is spent."""
    standard = ThresholdSet(name=STANDARD)
    strict = ThresholdSet(
        name=STRICT,
        cost_overrun_amber=Decimal("0.04"),
        cost_overrun_red=Decimal("0.09"),
        cpi_amber=Decimal("0.96"),
        finish_days_amber=Decimal(3),
        finish_days_red=Decimal(18),
        exposure_amber=Decimal("0.45"),
        grace_days=7,
    )
    for one in (standard, strict):
        store.identify(one).save(force_insert=True)
    return {one.name: one for one in (standard, strict)}


def create_portfolios(store: Store, people: People, thresholds: Mapping[str, ThresholdSet]) -> dict[str, Portfolio]:
    made: dict[str, Portfolio] = {}
    for story in PORTFOLIOS:
        made[story.code] = create_portfolio(
            code=story.code,
            name=story.name,
            description=story.about,
            parent=made.get(story.parent),
            owner=people[story.owner],
            thresholds=thresholds.get(story.thresholds),
            by=None,
            at=store.at,
        )
        store.identify(made[story.code]).save(update_fields=["uuid"])
    return made


def create_programmes(
    store: Store, people: People, portfolios: Mapping[str, Portfolio], on: date
) -> dict[str, Programme]:
    made = {
        story.code: Programme(
            code=story.code,
            name=story.name,
            description=story.about,
            portfolio=portfolios[story.portfolio],
            owner=people[story.owner],
        )
        for story in PROGRAMMES
    }
    for programme in made.values():
        store.add(programme, by=people["sofia"], on=on)
    store.flush()
    return made

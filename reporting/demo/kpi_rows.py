"""The KPI catalogue, and values taken by hand."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from reporting.demo.course import months_after
from reporting.demo.dice import dice
from reporting.demo.people import People
from reporting.demo.store import Store
from reporting.engine.planned_value import month_end
from reporting.models import Kpi, KpiValue
from reporting.models.kpi import Direction, Frequency

HISTORY = 18


class KpiStory(NamedTuple):
    """``first`` and ``last`` are the ends of a history taken by hand; a formula has none."""

    code: str
    name: str
    name_fr: str
    description: str
    formula: str
    unit: str
    owner: str
    direction: Direction
    frequency: Frequency
    target: str
    amber: str
    red: str
    first: float = 0
    last: float = 0


UP, DOWN, MONTHLY = Direction.HIGHER, Direction.LOWER, Frequency.MONTHLY
KPIS = (
    KpiStory(
        "cost-performance",
        "Cost performance",
        "Performance des coûts",
        "Work done for each euro spent. / Travail réalisé pour un euro dépensé.",
        "CPI",
        "",
        "sofia",
        UP,
        MONTHLY,
        "1",
        "0.95",
        "0.90",
    ),
    KpiStory(
        "schedule-performance",
        "Schedule performance",
        "Performance des délais",
        "Work done over work planned to date. / Travail réalisé sur travail prévu à date.",
        "SPI",
        "",
        "sofia",
        UP,
        MONTHLY,
        "1",
        "0.95",
        "0.90",
    ),
    KpiStory(
        "forecast-drift",
        "Drift of the final cost",
        "Dérive du coût final",
        "How far the estimate exceeds the budget. / Dépassement de l’estimation sur le budget.",
        "-VAC / BAC * 100",
        "%",
        "claire",
        DOWN,
        MONTHLY,
        "0",
        "4",
        "8",
    ),
    KpiStory(
        "missed-milestones",
        "Milestones missed",
        "Jalons manqués",
        "Milestones due and not reached. / Jalons échus et non atteints.",
        "milestones_missed / milestones_due * 100",
        "%",
        "karim",
        DOWN,
        MONTHLY,
        "0",
        "3",
        "8",
    ),
    KpiStory(
        "data-quality",
        "Completeness of project data",
        "Complétude des données projet",
        "Checks that pass among those that apply. / Contrôles réussis parmi ceux qui s’appliquent.",
        "data_quality * 100",
        "%",
        "karim",
        UP,
        MONTHLY,
        "95",
        "90",
        "80",
    ),
    KpiStory(
        "co2-avoided",
        "CO₂ avoided, twelve months",
        "CO₂ évité sur douze mois",
        "Thousands of tonnes, certified by the energy managers. / Kilotonnes, validées par les référents énergie.",
        "",
        "kt",
        "nadia",
        UP,
        MONTHLY,
        "60",
        "45",
        "35",
        21,
        48,
    ),
    KpiStory(
        "lost-time-injuries",
        "Lost-time injury rate on sites",
        "Taux de fréquence des accidents de chantier",
        "Injuries with lost time per million hours. / Accidents avec arrêt par million d’heures.",
        "",
        "",
        "daniel",
        DOWN,
        MONTHLY,
        "3",
        "4",
        "6",
        5.4,
        3.6,
    ),
    KpiStory(
        "sponsor-satisfaction",
        "Satisfaction of sponsors",
        "Satisfaction des commanditaires",
        "Mean of the quarterly survey, out of ten. / Moyenne de l’enquête trimestrielle, sur dix.",
        "",
        "/10",
        "sofia",
        UP,
        Frequency.QUARTERLY,
        "8",
        "7",
        "6",
        6.3,
        7.6,
    ),
)
NO_ANSWER = "Trop peu de réponses pour conclure / too few answers to conclude"


def add_kpis(store: Store, people: People, today: date) -> None:
    made: dict[str, Kpi] = {}
    for story in KPIS:
        made[story.code] = Kpi(
            **{name: getattr(story, name) for name in ("code", "name", "name_fr", "description", "formula", "unit")},
            **{name: Decimal(getattr(story, name)) for name in ("target", "amber", "red")},
            owner=people[story.owner],
            direction=story.direction,
            frequency=story.frequency,
        )
        store.add(made[story.code], by=people["sofia"], on=months_after(today, -HISTORY))
    store.flush()
    values = [
        value for story in KPIS if not story.formula for value in _by_hand(made[story.code], story, today, people)
    ]
    KpiValue.objects.bulk_create(values)


def past_month_ends(today: date, count: int) -> list[date]:
    """The last days of the months before this one, oldest first."""
    return [month_end(months_after(today.replace(day=1), -back)) for back in range(count, 0, -1)]


def _by_hand(kpi: Kpi, story: KpiStory, today: date, people: People) -> Iterator[KpiValue]:
    """A history that goes from the first value to the last, with ups and downs and one quarter without an answer."""
    chance, step = dice("kpi", story.code), 3 if story.frequency is Frequency.QUARTERLY else 1
    days = past_month_ends(today, HISTORY)[::step]
    for number, day in enumerate(days):
        share = number / (len(days) - 1)
        value = story.first + (story.last - story.first) * share + chance.uniform(-0.04, 0.04) * story.first
        silent = step == 3 and number == 2
        yield KpiValue(
            kpi=kpi,
            on=day,
            value=None if silent else Decimal(str(round(value, 1))),
            note=NO_ANSWER if silent else "",
            by=people[story.owner],
        )

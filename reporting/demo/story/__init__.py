"""The hand-written part of the demonstration: who, what, and in which words. Data only."""

from reporting.demo.story.connected_plants import CONNECTED_PLANTS
from reporting.demo.story.cyber import CYBER
from reporting.demo.story.data import DATA
from reporting.demo.story.decarbonation import DECARBONATION
from reporting.demo.story.ledger import LEDGER
from reporting.demo.story.mobility import MOBILITY
from reporting.demo.story.networks import NETWORKS
from reporting.demo.story.north_america import NORTH_AMERICA
from reporting.demo.story.shapes import ProgrammeStory
from reporting.demo.story.united_kingdom import UNITED_KINGDOM

PROGRAMMES: tuple[ProgrammeStory, ...] = (
    DECARBONATION,
    CONNECTED_PLANTS,
    NETWORKS,
    MOBILITY,
    LEDGER,
    CYBER,
    DATA,
    NORTH_AMERICA,
    UNITED_KINGDOM,
)

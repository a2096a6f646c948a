"""The shipped profiles."""

from ..formats.profile import Profile
from .generic import GENERIC
from .gmpp import GMPP
from .nyc_capital import NYC_CAPITAL
from .us_it import US_IT

SHIPPED: dict[str, Profile] = {one.name: one for one in (GENERIC, US_IT, NYC_CAPITAL, GMPP)}

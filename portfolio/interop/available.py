"""The profiles a person can choose: the shipped ones and those the office saved."""

from django.utils.translation import gettext as _

from portfolio.interop.formats.profile import Profile
from portfolio.interop.profiles import SHIPPED
from portfolio.interop.profiles.custom import custom_profile
from portfolio.models import ImportProfile


def profile_named(name: str) -> Profile | None:
    """None when there is no such profile.

    :raises BadProfile: when the office saved settings that are wrong.
    """
    if name in SHIPPED:
        return SHIPPED[name]
    row = ImportProfile.objects.filter(name=name).first()
    return custom_profile(row.name, row.label, row.settings) if row else None


def profile_names() -> list[tuple[str, str]]:
    """(name, title) of every profile, the shipped ones first."""
    shipped = [(one.name, _(one.title)) for one in SHIPPED.values()]
    return shipped + [(name, label or name) for name, label in ImportProfile.objects.values_list("name", "label")]

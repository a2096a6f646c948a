"""Why a figure is not known, in the reader's language.

Facts keep Vigie's own reasons in English, and those of an imported file in its own words.
"""

from django.utils.translation import gettext, gettext_noop

REASONS = (
    gettext_noop("No approved budget line"),
    gettext_noop("No spending plan"),
    gettext_noop("No order recorded"),
    gettext_noop("No cost posted yet"),
    gettext_noop("The budget has no period and the project no dates"),
    gettext_noop("No published report states the progress"),
    gettext_noop("No forecast made"),
    gettext_noop("No risk recorded"),
    gettext_noop("Divided by zero"),
    gettext_noop("No exchange rate"),
    gettext_noop("A part is not known"),
    gettext_noop("An open risk has no rating or no cost impact"),
    gettext_noop("A pending change has no cost impact"),
)


def reason_text(reason: str) -> str:
    """The reason as the reader should see it; words of a source stay as they are."""
    return gettext(reason) if reason in REASONS else reason

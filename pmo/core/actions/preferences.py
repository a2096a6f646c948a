"""A person's own preferences."""

from pmo.core.enums import Language, Theme
from pmo.core.models import User


def set_preferences(*, user: User, language: Language | None = None, theme: Theme | None = None) -> User:
    """Keep the person's language and theme; None leaves one as it is. Tastes are not business data: no audit entry."""
    user.language = language or user.language
    user.theme = theme or user.theme
    user.save(update_fields=["language", "theme"])
    return user

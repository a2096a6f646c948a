"""What the shell around every page needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from pmo.core.access import held_anywhere


def shell(request: HttpRequest) -> dict[str, Any]:
    """Menu rights and the date looked at. Lazy: a page without the shell pays nothing."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"demo_mode": settings.DEMO_MODE}
    return {
        "demo_mode": settings.DEMO_MODE,
        "as_of": request.as_of,  # type: ignore[attr-defined]
        "is_today": request.as_of == request.today,  # type: ignore[attr-defined]
        # After the address of a page without parameters: a link then stays at the date looked at.
        "keep_date": "" if request.as_of == request.today else f"?as_of={request.as_of}",  # type: ignore[attr-defined]
        "held": SimpleLazyObject(lambda: held_anywhere(user)),
    }

"""Signing in and out, and the person's own preferences."""

from django.conf import settings
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from pmo.core.actions.preferences import set_preferences
from pmo.core.enums import Language, Theme
from pmo.core.queries.people import DEMO_PASSWORD, demo_people
from pmo.core.views.returning import page_asked


class SignIn(LoginView):
    template_name = "core/login.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        demo = {"demo_people": demo_people(), "demo_password": DEMO_PASSWORD} if settings.DEMO_MODE else {}
        return super().get_context_data(**demo, **kwargs)


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Set language and theme, then return to the page the person came from."""
    language, theme = request.POST.get("language"), request.POST.get("theme")
    set_preferences(
        user=request.user,  # type: ignore[arg-type]
        language=Language(language) if language in Language.values else None,
        theme=Theme(theme) if theme in Theme.values else None,
    )
    return HttpResponseRedirect(page_asked(request) or "/")

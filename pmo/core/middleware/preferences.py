"""The language of the person."""

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from pmo.core.middleware import Handler


class PreferencesMiddleware:
    """Pages speak the language the person chose; visitors get their browser's."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        return self.get_response(request)

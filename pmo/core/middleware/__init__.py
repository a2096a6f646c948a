"""What every request passes, in the order of settings.py, and what it carries from there on."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]

"""Going back to the page a form was opened from."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def page_asked(request: HttpRequest) -> str:
    """``next``, when it is a path of ours; else nothing. A bare word is no path: a redirect takes it for a name."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours and wanted.startswith("/") else ""

"""The doors of single sign-on, for signing in only: parameters that would connect accounts or steer it are not read."""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.saml import utils as saml
from allauth.socialaccount.providers.saml import views as saml_views
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST
from onelogin.saml2.errors import OneLogin_Saml2_Error
from onelogin.saml2.settings import OneLogin_Saml2_Settings
from requests import RequestException

from pmo.core.openid_connect import NONCE, CheckedOpenIDConnect
from pmo.core.views.returning import page_asked

View = Callable[..., HttpResponse]
OIDC, SAML = "oidc", "saml"  # as the settings name the providers
# SyntaxError is how the XML parser calls what is no XML.
NOT_ACCEPTED = (OAuth2Error, OneLogin_Saml2_Error, PermissionDenied, RequestException, SyntaxError, ValueError)
LARGEST_ANSWER = 200_000  # characters of a SAML response; it waits in a session until it is read


def _open(provider: str) -> Callable[[View], View]:
    """A page for everybody, as often as its limit; a provider that makes no sense leads to the page that says so."""

    def decorate(view: View) -> View:
        @login_not_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                refused = ratelimit.consume_or_429(request, app="allauth.account", action="sign_on", limit_get=True)
                return refused or view(request, *args, **kwargs)
            except ImmediateHttpResponse as answer:
                return answer.response
            except NOT_ACCEPTED as error:
                return render_authentication_error(
                    request, get_adapter().get_provider(request, provider), exception=error
                )

        return guarded

    return decorate


@require_GET
@_open(OIDC)
def oidc_start(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    nonce = request.session[NONCE] = secrets.token_urlsafe(24)
    provider = get_adapter().get_provider(request, OIDC)
    return provider.redirect(request, AuthProcess.LOGIN, next_url=page_asked(request), auth_params={"nonce": nonce})


@require_GET
@_open(OIDC)
def oidc_callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    if provider_id != OIDC:
        raise Http404
    return OAuth2CallbackView.adapter_view(CheckedOpenIDConnect(request, provider_id))(request)


@require_GET
@_open(SAML)
def saml_start(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return get_adapter().get_provider(request, SAML).redirect(request, AuthProcess.LOGIN, next_url=page_asked(request))


@csrf_exempt
@require_POST
@_open(SAML)
def saml_acs(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """What the provider posts, without our cookies, waits in a session of its own for the next page."""
    if organization_slug != SAML:
        raise Http404
    if len(request.POST.get("SAMLResponse", "")) > LARGEST_ANSWER:
        raise BadRequest("a SAML response of this size is none")
    return saml_views.acs(request, organization_slug)


@require_GET
@_open(SAML)
def saml_finish(request: HttpRequest, organization_slug: str) -> HttpResponse:
    return saml_views.finish_acs(request, organization_slug)


@require_GET
@_open(SAML)
def saml_metadata(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """What the provider must know of us. Single logout is not offered: its requests need not be signed."""
    app = saml.get_app_or_404(request, organization_slug)
    config = saml.build_saml_config(request, app.settings, organization_slug)
    del config["sp"]["singleLogoutService"]
    described = OneLogin_Saml2_Settings(settings=config, sp_validation_only=True).get_sp_metadata()
    return HttpResponse(described, content_type="application/samlmetadata+xml")


@login_not_required
def saml_logout(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """A name that allauth looks up; there is nothing here."""
    raise Http404

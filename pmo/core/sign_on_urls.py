"""The pages of single sign-on, under the names django-allauth looks them up by. Loaded only where it is configured."""

from allauth.socialaccount import views as allauth
from django.conf import settings
from django.urls import path

from pmo.core.views import sign_on

OIDC = [
    path("login/oidc/", sign_on.oidc_start, name="openid_connect_login"),
    path("login/oidc/<slug:provider_id>/callback/", sign_on.oidc_callback, name="openid_connect_callback"),
]
SAML = [
    path("login/saml/", sign_on.saml_start, name="saml_login"),
    path("login/saml/<slug:organization_slug>/acs/", sign_on.saml_acs, name="saml_acs"),
    path("login/saml/<slug:organization_slug>/acs/finish/", sign_on.saml_finish, name="saml_finish_acs"),
    path("login/saml/<slug:organization_slug>/metadata/", sign_on.saml_metadata, name="saml_metadata"),
    path("login/saml/<slug:organization_slug>/logout/", sign_on.saml_logout, name="saml_sls"),
]
urlpatterns = [
    path("login/cancelled/", allauth.login_cancelled, name="socialaccount_login_cancelled"),
    *(OIDC if "openid_connect" in settings.SOCIALACCOUNT_PROVIDERS else []),
    *(SAML if "saml" in settings.SOCIALACCOUNT_PROVIDERS else []),
]

"""Who calls: a program with a token, or the browser of somebody who signed in."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from knox.auth import TokenAuthentication as KnoxAuthentication
from knox.crypto import hash_token
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import SAFE_METHODS, IsAuthenticated

from pmo.core.models import ApiToken, TokenAccess, User

SCHEMES = {"token", "bearer"}
USE_IS_NOTED_EVERY = timedelta(hours=1)


class TokenAuthentication(KnoxAuthentication):
    """``Authorization: Token …`` (or ``Bearer …``). The token is found by its hash, in one statement."""

    def authenticate(self, request: Any) -> tuple[User, ApiToken] | None:
        scheme, _space, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() not in SCHEMES:
            return None
        return self.authenticate_credentials(token.strip())

    def authenticate_credentials(self, token: str) -> tuple[User, ApiToken]:
        now = timezone.now()
        found = ApiToken.objects.select_related("user").filter(digest=hash_token(token)).first()
        if found is None or (found.expiry and found.expiry <= now) or not found.user.is_active:
            raise AuthenticationFailed(_("This token is unknown, has expired or was revoked."))
        if found.used_at is None or found.used_at < now - USE_IS_NOTED_EVERY:
            ApiToken.objects.filter(pk=found.pk).update(used_at=now)
        return found.user, found


class BrowserAuthentication(SessionAuthentication):
    """The session of the pages, with their CSRF check; what the pages about the API use."""


class MayUse(IsAuthenticated):
    """Signed in, and the token reaches this far. What the person may do is for actions and queries to say."""

    def has_permission(self, request: Any, view: Any) -> bool:
        if not super().has_permission(request, view):
            return False
        token: ApiToken | None = request.auth
        if token is None:
            return True
        levels = list(TokenAccess.values)
        needed = TokenAccess.READ if request.method in SAFE_METHODS else getattr(view, "access", TokenAccess.WRITE)
        if levels.index(token.access) < levels.index(needed):
            raise PermissionDenied(
                _("This token may not do that: its access is “%(access)s”.") % {"access": token.access}
            )
        return True

"""Counting tries to sign in against the address they come from: ten in a quarter of an hour."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest


def consume_address(request: HttpRequest) -> ratelimit.RateLimitUsage | None:
    """Count one try of this address; None when it has none left. A try that succeeds is given back: ``rollback()``.

    Apart from the counter of the account, which allauth clears after a right code of a second factor: somebody with
    an account of their own could otherwise clear the counter of their address again and again.
    """
    return ratelimit.consume(request, app="allauth.account", action="address")

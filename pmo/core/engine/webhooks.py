"""The rules of webhooks: names of events, who listens to which, signatures, and when to try again."""

import hashlib
import hmac
import re
from collections.abc import Iterable
from datetime import timedelta

MAX_ATTEMPTS = 10
FIRST_DELAY = timedelta(seconds=10)
LONGEST_DELAY = timedelta(hours=12)
LONGEST_REST = timedelta(minutes=10)

_PATTERN = re.compile(r"\*|[a-z_]+\.(\*|[a-z_]+)")
_INNER_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def object_name(class_name: str) -> str:
    """``BudgetLine`` → ``budget_line``."""
    return _INNER_CAPITAL.sub("_", class_name).lower()


def event_name(class_name: str, verb: str) -> str:
    """``BudgetLine``, ``password reset`` → ``budget_line.password_reset``."""
    return f"{object_name(class_name)}.{verb.replace(' ', '_')}"


def is_pattern(text: str) -> bool:
    """``*``, ``risk.*`` or ``risk.edited``."""
    return _PATTERN.fullmatch(text) is not None


def listens(patterns: Iterable[str], event: str) -> bool:
    """Whether one of the patterns names the event."""
    wanted = {"*", event, f"{event.partition('.')[0]}.*"}
    return not wanted.isdisjoint(patterns)


def signature(secret: str, at: int, body: bytes) -> str:
    """HMAC-SHA256, in hexadecimal, of the second of signing, a full stop, and the body."""
    return hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()


def signature_header(secrets: Iterable[str], at: int, body: bytes) -> str:
    """``t=…,v1=…``; while a secret is being replaced there is one ``v1`` for each."""
    return ",".join([f"t={at}", *(f"v1={signature(secret, at, body)}" for secret in secrets)])


def delay_after(attempt: int, dice: float) -> timedelta | None:
    """How long to wait after this many failed attempts, a fifth more or less; None when it is time to give up.

    ``dice`` is between 0 and 1: deliveries that failed together do not come back together.
    """
    if attempt >= MAX_ATTEMPTS:
        return None
    wait: timedelta = min(FIRST_DELAY * 3 ** (attempt - 1), LONGEST_DELAY)
    return wait * (0.8 + 0.4 * dice)


def rest_after(silence: timedelta) -> timedelta:
    """How long to leave a receiver alone that gives no answer at all: half as long as it has been silent."""
    return min(max(silence / 2, FIRST_DELAY), LONGEST_REST)

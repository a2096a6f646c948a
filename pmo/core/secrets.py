"""Secrets that Vigie must be able to read again, such as the seed of an authenticator app, are stored sealed.

The key comes from SECRET_KEY, apart from every other use of it. SECRET_KEY_FALLBACKS still open what an earlier key
sealed, so that the key can be changed.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

SALT = "pmo.core.secrets"


class Unreadable(Exception):
    """Sealed with a key that is known no more, or changed since."""


def seal(text: str) -> str:
    """Encrypted and authenticated text, different each time."""
    return _fernet().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text that was sealed.

    :raises Unreadable: when no known key opens it.
    """
    try:
        return _fernet().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unreadable from error


def _fernet() -> MultiFernet:
    return MultiFernet([_key(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(salted_hmac(SALT, b"", secret=secret, algorithm="sha256").digest()))

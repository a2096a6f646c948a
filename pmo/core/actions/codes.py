"""Codes stand in addresses, so they must be able to."""

from django.utils.translation import gettext as _

from pmo.core.errors import DomainError

#: Words that stand in the place of a code in an address, and what a browser takes for a step up.
RESERVED = frozenset({"new", "bulk-edit", ".", ".."})


class CodeNotAddressable(DomainError):
    """No page could have this code in its address, and every list with a link to it would fail."""


def require_addressable(code: str) -> None:
    """:raises CodeNotAddressable: for a code with a slash or a control character, or a reserved word."""
    if code in RESERVED or "/" in code or not code.isprintable():
        raise CodeNotAddressable(_("The code %(code)s is not available.") % {"code": code}, field="code")

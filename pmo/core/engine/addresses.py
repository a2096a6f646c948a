"""Which addresses a webhook may lead to. Pure: names are resolved elsewhere, and every answer is judged here."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

Network = IPv4Network | IPv6Network

# Of IPv6, only what is handed out to the public: that leaves out mapped and compatible IPv4, NAT64, link-local, unique
# local, site-local and multicast. Within it, tunnels (Teredo, 6to4) lead anywhere, and examples lead nowhere.
_PUBLIC_IPV6 = IPv6Network("2000::/3")
_REFUSED = [
    ip_network(text)
    for text in (
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
        "192.88.99.0/24",  # the relays of 6to4
        "168.63.129.16/32",  # Azure's own services, behind an address that looks public
    )
]
# Anything else below 1024 belongs to another protocol, which could be talked into something.
_LOW_PORTS = (80, 443)
_NOT_IN_A_URL = frozenset('"<>\\^`{|}')


def address_allowed(text: str, allowed: Iterable[Network] = ()) -> bool:
    """Whether this very address may be connected to: public, or within a network that the site allows by name."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if any(address in network for network in allowed):
        return True
    if isinstance(address, IPv6Address) and address not in _PUBLIC_IPV6:
        return False
    if any(address in network for network in _REFUSED):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def url_fault(url: str, *, plain_http: bool, allowed: Iterable[Network] = ()) -> str:
    """What is wrong with the address of a webhook, in one word; nothing when it will do.

    ``malformed``, ``scheme``, ``credentials``, ``port``, or ``private`` for an address in figures that is not allowed.
    A name is judged when it is connected to, never before: what it says now is not what it says then.
    """
    parts = _split(url)
    if parts is None:
        return "malformed"
    if parts.scheme not in ({"http", "https"} if plain_http else {"https"}):
        return "scheme"
    if "@" in parts.netloc:
        return "credentials"
    if parts.port is not None and parts.port not in _LOW_PORTS and parts.port < 1024:
        return "port"
    literal = _literal(parts.hostname or "")
    return "private" if literal is not None and not address_allowed(str(literal), allowed) else ""


def _split(url: str) -> SplitResult | None:
    if not url.isascii() or not url.isprintable() or " " in url or _NOT_IN_A_URL & set(url):
        return None
    try:
        parts = urlsplit(url)
        return parts if parts.hostname and (parts.port is None or parts.port >= 0) else None
    except ValueError:
        return None


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None

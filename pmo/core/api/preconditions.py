"""Versions in headers: ``ETag`` out, ``If-Match`` and ``If-None-Match`` in."""

import re

from rest_framework.request import Request

from pmo.core.api.errors import VersionMissing

_TAG = re.compile(r'^(?:W/)?"(\d{1,9})"$')
STALE_BY_DEFINITION = 0


def tag(version: int) -> str:
    """The ETag of a version: it changes with every write of the object, and only then."""
    return f'"{version}"'


def version_seen(request: Request) -> int:
    """The version named by ``If-Match``; one that is no version of ours matches nothing.

    :raises VersionMissing: without the header.
    """
    header = request.META.get("HTTP_IF_MATCH", "").strip()
    if not header:
        raise VersionMissing
    found = _TAG.match(header)
    return int(found[1]) if found else STALE_BY_DEFINITION


def unchanged(request: Request, version: int) -> bool:
    """Whether the caller's copy (``If-None-Match``) is still the one stored."""
    known = [part.strip().removeprefix("W/") for part in request.META.get("HTTP_IF_NONE_MATCH", "").split(",")]
    return tag(version) in known

"""A POST that is sent twice with one ``Idempotency-Key`` is done once and answered twice."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import timedelta

from django.core.files import File
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from pmo.core.api.errors import BadQuery, KeyReused
from pmo.core.api.json import dumps
from pmo.core.models import IdempotencyKey

KEPT_FOR = timedelta(hours=24)
KEPT_HEADERS = ("Location", "ETag")


def once(request: Request, work: Callable[[], Response]) -> HttpResponse:
    """Do the work in one transaction with the note of its answer; a key seen before gives the answer noted.

    A refusal is not noted, so that the corrected request may use the same key.

    :raises KeyReused: when the key came with another request.
    """
    key = request.META.get("HTTP_IDEMPOTENCY_KEY", "")
    if not key:
        with transaction.atomic():
            return work()
    if len(key) > 255 or not key.isprintable():
        raise BadQuery({"Idempotency-Key": _("Give at most 255 printable characters.")})
    now = timezone.now()
    print_of = _fingerprint(request)
    IdempotencyKey.objects.filter(user=request.user, created_at__lt=now - KEPT_FOR).delete()
    if known := IdempotencyKey.objects.filter(user=request.user, key=key).first():
        return _repeated(known, print_of)
    with transaction.atomic():
        try:
            with transaction.atomic():  # a twin that is still at work makes this wait until it is done
                note = IdempotencyKey.objects.create(user=request.user, key=key, fingerprint=print_of, created_at=now)
        except IntegrityError:
            return _repeated(IdempotencyKey.objects.get(user=request.user, key=key), print_of)
        response = work()
        # A secret is told once, and kept nowhere in plain text: such an answer says itself what may be noted of it.
        note.status, note.body = response.status_code, dumps(getattr(response, "noted", response.data))
        note.headers = {name: response[name] for name in KEPT_HEADERS if name in response}
        note.save(update_fields=["status", "body", "headers"])
        return response


def _fingerprint(request: Request) -> str:
    said = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    for part in _sent(request):
        said.update(part)
    return said.hexdigest()


def _sent(request: Request) -> Iterator[bytes]:
    """What the body says. The parts of a form are parted by other bytes each time it is sent."""
    if not (request.content_type or "").startswith("multipart/"):
        yield request._request.body
        return
    for name, value in sorted(request.data.items()):
        yield f"\n{name}\n".encode()
        if not isinstance(value, File):
            yield value.encode()
            continue
        yield from value.chunks()
        value.seek(0)


def _repeated(known: IdempotencyKey, print_of: str) -> HttpResponse:
    if known.fingerprint != print_of:
        raise KeyReused
    again = HttpResponse(bytes(known.body), status=known.status, content_type="application/json")
    for name, value in {**known.headers, "Idempotent-Replayed": "true"}.items():
        again[name] = value
    return again

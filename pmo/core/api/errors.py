"""The one shape of every refusal: application/problem+json (RFC 9457), with a ``code`` for programs."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db.models import Model
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import set_rollback

from pmo.core.api.problems import MEDIA_TYPE, body_of
from pmo.core.errors import DomainError, EditConflict, NotAllowed


class BadQuery(exceptions.APIException):
    """A parameter of the address that makes no sense; ``detail`` maps the parameter to what is wrong."""

    status_code = status.HTTP_400_BAD_REQUEST
    default_code = "bad_query"


class VersionMissing(exceptions.APIException):
    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_detail = gettext_lazy('Send If-Match with the version you saw, such as If-Match: "3".')
    default_code = "version_missing"


class ItemsNotAllowed(exceptions.ValidationError):
    """Some of many objects may not be written by this person; ``detail`` names each, and what else does not fit."""

    status_code = status.HTTP_403_FORBIDDEN


class KeyReused(exceptions.APIException):
    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_detail = gettext_lazy("This Idempotency-Key came before with another request.")
    default_code = "idempotency_key_reused"


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """Translate a refusal; None lets anything else become a 500, which is logged with its trace."""
    set_rollback()
    match error:
        case EditConflict():
            return _problem(
                412, "stale", error.message, theirs={name: _told(value) for name, value in error.theirs.items()}
            )
        case NotAllowed():
            return _problem(403, "not_allowed", error.message, errors=_of_domain(error))
        case DomainError():
            return _problem(422, _snake(type(error).__name__), error.message, errors=_of_domain(error))
        case Http404():
            return _problem(404, "not_found", _("There is nothing here, or nothing that you may see."))
        case PermissionDenied():
            return _problem(403, "not_allowed", _("Your role does not allow this."))
        case RequestDataTooBig():
            return _problem(413, "too_large", _("The body is larger than this server takes."))
        case ItemsNotAllowed():
            return _problem(403, "not_allowed", _("Your role does not allow this."), errors=list(_flat(error.detail)))
        case exceptions.ValidationError():
            return _problem(422, "invalid", _("Some values do not fit."), errors=list(_flat(error.detail)))
        case BadQuery():
            return _problem(400, "bad_query", _("The address is not right."), errors=list(_flat(error.detail)))
        case exceptions.APIException():
            return _of_framework(error)
        case _:
            return None


def _of_framework(error: exceptions.APIException) -> Response:
    code = error.default_code if error.status_code != status.HTTP_404_NOT_FOUND else "not_found"
    problem = _problem(error.status_code, code, str(error.detail))
    if challenge := getattr(error, "auth_header", None):
        problem["WWW-Authenticate"] = challenge
    if wait := getattr(error, "wait", None):
        problem["Retry-After"] = str(int(wait) + 1)
    return problem


def _problem(code: int, word: str, detail: str, **more: Any) -> Response:
    return Response(body_of(code, word, detail, **more), status=code, content_type=MEDIA_TYPE)


def _of_domain(error: DomainError) -> list[dict[str, str]]:
    return [{"field": error.field, "message": error.message}] if error.field else []


def _flat(detail: Any, place: str = "") -> Iterator[dict[str, str]]:
    """Every message with the path of its field: ``items.3.title``."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from _flat(inner, place if name == "non_field_errors" else f"{place}.{name}".strip("."))
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            yield from _flat(inner, f"{place}.{index}".strip(".") if isinstance(inner, dict | list) else place)
    else:
        yield {"field": place, "message": str(detail)}


def _told(value: Any) -> Any:
    """Another object is told by the name people give it, as in every answer."""
    if not isinstance(value, Model):
        return value
    return next((getattr(value, name) for name in ("code", "username", "name") if hasattr(value, name)), str(value))


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).strip("_")

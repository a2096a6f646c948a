"""What a refusal looks like: application/problem+json (RFC 9457), with a ``code`` for programs."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from pmo.core.api.json import dumps

MEDIA_TYPE = "application/problem+json"
PROBLEMS = {
    400: gettext_lazy("The request cannot be understood"),
    401: gettext_lazy("Sign in first"),
    403: gettext_lazy("Not allowed"),
    404: gettext_lazy("Not found"),
    405: gettext_lazy("Not possible here"),
    406: gettext_lazy("No such format"),
    409: gettext_lazy("In the way of something else"),
    412: gettext_lazy("Changed meanwhile"),
    413: gettext_lazy("Too large"),
    415: gettext_lazy("Format not read"),
    422: gettext_lazy("Not accepted"),
    428: gettext_lazy("Say which version you saw"),
    429: gettext_lazy("Too many requests"),
    500: gettext_lazy("Something broke on our side"),
}


def body_of(status: int, code: str, detail: str = "", **more: Any) -> dict[str, Any]:
    """The parts that are empty are left out, the detail apart."""
    title = str(PROBLEMS.get(status, ""))
    told = {"type": f"urn:vigie:problem:{code}", "title": title, "status": status, "code": code}
    return {**told, "detail": detail or f"{title}.", **{name: value for name, value in more.items() if value}}


def problem(status: int, code: str, detail: str = "", **more: Any) -> HttpResponse:
    """For those who answer outside the views of the API."""
    return HttpResponse(dumps(body_of(status, code, detail, **more)), status=status, content_type=MEDIA_TYPE)


class FieldProblem(serializers.Serializer[None]):
    field = serializers.CharField(help_text="The path of the field, such as items.3.title.")
    message = serializers.CharField()


class Problem(serializers.Serializer[None]):
    """application/problem+json (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField(help_text="The kind of refusal, for programs.")
    detail = serializers.CharField(help_text="The refusal in words, for people.")
    errors = FieldProblem(many=True, required=False)
    request_id = serializers.CharField(required=False, help_text="What the log calls the request.")
    theirs = serializers.DictField(required=False, help_text="After a conflict: the contested fields as stored now.")

"""How the API describes itself: OpenAPI 3.1, made once a process and served as the same bytes ever after."""

from functools import cache
from threading import Lock
from typing import Any

from django.utils import translation
from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse

from pmo.core.api.json import dumps
from pmo.core.api.problems import MEDIA_TYPE, PROBLEMS, Problem

_made = Lock()


@cache
def _document() -> bytes:
    """In English, whoever asks first: names of things come from their labels."""
    with translation.override("en"):
        return dumps(SchemaGenerator().get_schema(public=True))


def document() -> bytes:
    """The description as JSON. The generator is not safe in threads, so one makes it and the others wait."""
    with _made:
        return _document()


class Described(AutoSchema):
    """Adds to every operation what all share: the refusals it may answer with, and the headers of versions."""

    def get_override_parameters(self) -> list[Any]:
        return [*super().get_override_parameters(), *getattr(self.view, "parameters_of", lambda _: [])(self._verb)]

    def get_response_serializers(self) -> Any:
        told = getattr(self.view, "answers_of", None)
        answers: dict[Any, Any] = dict(told(self._verb)) if told else {200: super().get_response_serializers()}
        codes = getattr(self.view, "refusals_of", lambda _: (401, 403, 404))(self._verb)
        for code in codes:
            answers.setdefault((code, MEDIA_TYPE), OpenApiResponse(Problem, description=str(PROBLEMS[code])))
        return answers

    def get_request_serializer(self) -> Any:
        told = getattr(self.view, "body_of", None)
        return told(self._verb) if told else super().get_request_serializer()

    def get_examples(self) -> list[OpenApiExample]:
        example = getattr(self.view, "example", None)
        if self._verb != "create" or not example:
            return []
        return [OpenApiExample("Usual", value=example, request_only=True)]

    def get_operation_id(self) -> str:
        """Such as ``list_risks``, ``retrieve_rollup_rows``, ``deactivate_people``."""
        words = [word.replace("-", "_") for word in self._tokenize_path()]
        return "_".join([self._verb, *(words[:-1] if words[-1] == self._verb else words)])

    def _is_list_view(self, serializer: Any = None) -> bool:
        return False  # lists say themselves what they answer

    def get_filter_backends(self) -> list[Any]:
        return []

    @property
    def _verb(self) -> str:
        return getattr(self.view, "action", None) or self.method.lower()


class StrictBody(OpenApiSerializerExtension):
    """Bodies take no field that they do not name."""

    target_class = "pmo.core.api.serializers.Strict"
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: Any) -> Any:
        schema = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        return {**schema, "additionalProperties": False}


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "pmo.core.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> Any:
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": "Token vigie_…"}


class SessionScheme(OpenApiAuthenticationExtension):
    target_class = "pmo.core.api.authentication.BrowserAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> Any:
        from django.conf import settings

        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}


def query(name: str, description: str, kind: Any = str, **more: Any) -> OpenApiParameter:
    return OpenApiParameter(name, kind, OpenApiParameter.QUERY, description=description, **more)


def header(name: str, description: str, *, required: bool = False) -> OpenApiParameter:
    return OpenApiParameter(name, str, OpenApiParameter.HEADER, description=description, required=required)

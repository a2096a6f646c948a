"""Addresses that are no resource: one question and its answer."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.viewsets import ViewSet

from pmo.core.api.resource import refuse_unknown


class Plain(ViewSet):
    """Tells by tables, verb by verb, which parameters and bodies it takes and what it answers.

    ``serializer_class`` is empty, so that nobody guesses what the tables say.
    """

    serializer_class: ClassVar[None] = None
    parameters: ClassVar[Mapping[str, Sequence[OpenApiParameter]]] = {}
    answers: ClassVar[Mapping[str, Any]] = {}
    bodies: ClassVar[Mapping[str, Any]] = {}
    refuses: ClassVar[Mapping[str, tuple[int, ...]]] = {}

    def refuse_unknown(self, request: Request) -> None:
        """:raises BadQuery: for a parameter that the verb does not take."""
        told = self.parameters.get(self.action or "", ())
        refuse_unknown(request, {each.name for each in told if each.location == OpenApiParameter.QUERY})

    def parameters_of(self, verb: str) -> Sequence[OpenApiParameter]:
        return self.parameters.get(verb, ())

    def refusals_of(self, verb: str) -> tuple[int, ...]:
        return self.refuses.get(verb, (400, 401, 403, 404))

    def body_of(self, verb: str) -> Any:
        return self.bodies.get(verb)

    def answers_of(self, verb: str) -> dict[Any, Any]:
        return {200: self.answers[verb]}

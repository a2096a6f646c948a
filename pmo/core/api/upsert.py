"""Many objects at once, found again by their key in the system they come from."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from pmo.core.api.errors import ItemsNotAllowed
from pmo.core.api.idempotency import once
from pmo.core.api.serializers import Body, PlainBody, Reference, with_fields
from pmo.core.api.writing import Amends, Creates, checked
from pmo.core.errors import DomainError, NotAllowed
from pmo.core.models import User

MOST_ITEMS = 1000
OUTCOMES = ("created", "updated", "unchanged")
Key = tuple[Any, ...]


class Batch(PlainBody):
    source = serializers.CharField(max_length=60, help_text="The system the objects come from, such as sap.")
    items = serializers.ListField(child=serializers.DictField(), min_length=1, max_length=MOST_ITEMS)


class Upserted(serializers.Serializer[None]):
    external_id = serializers.CharField()
    id = serializers.UUIDField()
    version = serializers.IntegerField()
    outcome = serializers.ChoiceField(OUTCOMES)


class UpsertAnswer(serializers.Serializer[None]):
    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    items = Upserted(many=True, help_text="In the order of the request.")


class Upserts(Creates, Amends):
    """``key`` names the fields that tell objects apart beside source and external id.

    An object the caller does not see is as if it were not there.
    """

    key: ClassVar[tuple[str, ...]] = ()

    def together(self, keys: Iterable[Key], at: datetime) -> AbstractContextManager[None]:
        """What surrounds the work: locks that keep another batch from creating the same objects meanwhile."""
        return nullcontext()

    @action(detail=False, methods=["post"], url_path="upsert")
    def upsert(self, request: Request) -> Any:
        """Create what is new and change what is known, by the identifier in its source: all items or none."""
        return once(request, lambda: self._upserted(request))

    def _upserted(self, request: Request) -> Response:
        batch = checked(Batch, request)
        work = _Work(self, request, batch["source"], batch["items"])
        told = work.done(by=request.user, at=timezone.now())  # type: ignore[arg-type]
        counts = {outcome: sum(one["outcome"] == outcome for one in told) for outcome in OUTCOMES}
        return Response({**counts, "items": told})

    def refusals_of(self, verb: str) -> tuple[int, ...]:
        return super().refusals_of("create" if verb == "upsert" else verb)

    def body_of(self, verb: str) -> Any:
        if verb != "upsert":
            return super().body_of(verb)
        name = self.rows.__name__.removesuffix("Row")
        items = _item(f"{name}Item", self)(many=True, min_length=1, max_length=MOST_ITEMS)
        return inline_serializer(f"{name}Batch", {**Batch().get_fields(), "items": items})

    def answers_of(self, verb: str) -> dict[Any, Any]:
        return {200: UpsertAnswer} if verb == "upsert" else super().answers_of(verb)


def _item(name: str, resource: Upserts) -> type[Body]:
    """The shape of an item, for the description: of a known object only its key is needed."""
    external_id = serializers.CharField(max_length=120, help_text="The identifier in the source.")
    whole = with_fields(name, resource.creates, external_id=external_id)  # type: ignore[arg-type]

    class Item(whole):  # type: ignore[misc,valid-type]
        """One object. Of one that is known, only what is sent changes; a new one takes what a POST takes."""

        def get_fields(self) -> dict[str, Any]:
            fields: dict[str, Any] = super().get_fields()
            for name, field in fields.items():
                field.required = name in ("external_id", *resource.key)
            return fields

    Item.__name__ = name
    return Item


class _Work:
    """One batch. Every item is tried, so that a refusal names all that is wrong; the caller's transaction undoes it."""

    def __init__(self, resource: Upserts, request: Request, source: str, items: list[dict[str, Any]]) -> None:
        self.resource, self.source, self.items = resource, source, items
        context = {"request": request}
        self.new, self.known = resource.creates(context=context), resource.amends(context=context, partial=True)
        self.keys: list[Key] = []
        self.read: set[Key] = set()
        self.problems: dict[int, Any] = {}
        self.forbidden = False

    def done(self, *, by: User, at: datetime) -> list[dict[str, Any]]:
        """
        :raises ValidationError: naming every item that does not fit.
        :raises ItemsNotAllowed: the same, when a role stands in the way of one of them.
        """
        self._look_ahead(by)
        self.keys = [self._key(number, item) for number, item in enumerate(self.items)]
        sound = [key for number, key in enumerate(self.keys) if number not in self.problems]
        with self.resource.together((key[1:] for key in sound), at):
            stored = self._stored(sound, by)
            told = [self._write(number, stored, by, at) for number in range(len(self.items))]
        if self.problems:
            raise (ItemsNotAllowed if self.forbidden else ValidationError)({"items": self.problems})
        return told

    def _look_ahead(self, by: User) -> None:
        """Every object that items name, in one statement a field."""
        for body in (self.new, self.known):
            for name, field in body.fields.items():  # type: ignore[attr-defined]
                if isinstance(field, Reference):
                    field.look_ahead((item.get(name) for item in self.items), by)

    def _key(self, number: int, item: Mapping[str, Any]) -> Key:
        """The external id and the fields of the key, as far as they can be read."""
        key: list[Any] = []
        for name, field in self._key_fields():
            try:
                key.append(field.run_validation(item.get(name, serializers.empty)))
            except ValidationError as error:
                self.problems.setdefault(number, {})[name] = error.detail
        if number not in self.problems and tuple(key) in self.read:
            self.problems[number] = {"external_id": [_("This identifier stands twice in the request.")]}
        self.read.add(tuple(key))
        return tuple(key)

    def _key_fields(self) -> Iterable[tuple[str, Any]]:
        yield "external_id", serializers.CharField(max_length=120)
        for name in self.resource.key:
            yield name, self.new.fields[name]  # type: ignore[attr-defined]

    def _stored(self, keys: Iterable[Key], by: User) -> dict[Key, list[Any]]:
        """The objects the caller sees under these keys."""
        wanted = set(keys)
        rows = self.resource.queryset_for(by).filter(source=self.source, external_id__in={key[0] for key in wanted})
        found: dict[Key, list[Any]] = {}
        for row in rows.order_by("pk"):
            key = (row.external_id, *(getattr(row, name) for name in self.resource.key))
            if key in wanted:
                found.setdefault(key, []).append(row)
        return found

    def _write(self, number: int, stored: Mapping[Key, list[Any]], by: User, at: datetime) -> dict[str, Any]:
        if number in self.problems:
            return {}
        try:
            rows = stored.get(self.keys[number], [])
            if len(rows) > 1:
                raise ValidationError({"external_id": [_("Several objects have this identifier.")]})
            return self._changed(number, rows[0], by, at) if rows else self._created(number, by, at)
        except ValidationError as error:
            self.problems[number] = error.detail
        except DomainError as refusal:
            self.forbidden |= isinstance(refusal, NotAllowed)
            self.problems[number] = {refusal.field or "": [refusal.message]}
        return {}

    def _created(self, number: int, by: User, at: datetime) -> dict[str, Any]:
        external_id = self.keys[number][0]
        values = self.new.run_validation(_without(self.items[number], "external_id"))
        row = self.resource.add(values={**values, "source": self.source, "external_id": external_id}, by=by, at=at)
        return _told(row, "created")

    def _changed(self, number: int, row: Any, by: User, at: datetime) -> dict[str, Any]:
        """What is as it should be is not written, so that a copy sent every night costs little."""
        values = dict(self.known.run_validation(_without(self.items[number], "external_id", *self.resource.key)))
        if all(_holds(row, name, value) for name, value in values.items()):
            return _told(row, "unchanged")
        seen = row.version
        now = self.resource.amend(obj=row, values=values, version=None, by=by, at=at)
        return _told(now, "unchanged" if now.version == seen else "updated")


def _holds(row: Any, name: str, value: Any) -> bool:
    if isinstance(value, Model):
        return bool(getattr(row, f"{name}_id") == value.pk)
    return bool(getattr(row, name) == value)


def _without(item: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name not in names}


def _told(row: Any, outcome: str) -> dict[str, Any]:
    return {"external_id": row.external_id, "id": row.uuid, "version": row.version, "outcome": outcome}

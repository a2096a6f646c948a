"""Shapes of rows that are answered and of bodies that are taken; neither ever writes."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.validators import UniqueValidator

from pmo.core.models import User

RECORD = ("id", "version", "created_at", "updated_at", "source", "external_id")


class Row(serializers.ModelSerializer[Any]):
    """What a list and a detail answer. The ``source`` of a field is its path in the ORM; nothing is computed here."""

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        for field in fields.values():
            field.read_only = True
        return fields


class RecordRow(Row):
    """A row of a business object: ``id`` is its public id."""

    id = serializers.UUIDField(source="uuid")


class Strict:
    """A field that is not known is an error, not a silence."""

    fields: Any

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict) and (unknown := sorted(set(data) - set(self.fields))):
            raise serializers.ValidationError({name: [_("There is no such field here.")] for name in unknown})
        return super().to_internal_value(data)  # type: ignore[misc]


class PlainBody(Strict, serializers.Serializer[Any]):
    """What a POST may say where it is not the fields of a model."""


class Body(Strict, serializers.ModelSerializer[Any]):
    """What a POST or PATCH may say of a model. Actions say what is unique."""

    def get_validators(self) -> list[Any]:
        return []

    def build_standard_field(self, field_name: str, model_field: Any) -> Any:
        kind, options = super().build_standard_field(field_name, model_field)
        if "validators" in options:
            options["validators"] = [each for each in options["validators"] if not isinstance(each, UniqueValidator)]
        return kind, options


def with_fields(name: str, body: type[Body], **fields: serializers.Field[Any, Any, Any, Any]) -> type[Body]:
    """The body with more fields, which come first."""
    meta = type("Meta", (body.Meta,), {"fields": (*fields, *body.Meta.fields)})  # type: ignore[attr-defined]
    return type(name, (body,), {**fields, "Meta": meta})


@extend_schema_field(str)
class Reference(serializers.Field):  # type: ignore[type-arg]
    """Another object by its code (or user name) or its id, among those this person may name."""

    default_error_messages = {
        "absent": _("There is no “%(text)s” that you may name here."),
        "text": _("Give the code or the id, as text."),
    }

    def __init__(self, among: Callable[[User], QuerySet[Any]], *, key: str = "code", **options: Any) -> None:
        super().__init__(**options)
        self.among, self.key = among, key
        self.seen: dict[str, Model] | None = None

    def look_ahead(self, texts: Iterable[Any], user: User) -> None:
        """Find everything that these texts name in one statement; from now on nothing else is found."""
        sound = {text for text in texts if _is_name(text)}
        ids = {public_id for text in sound if (public_id := _uuid(text)) is not None}
        found = list(self.among(user).filter(Q(**{f"{self.key}__in": sound}) | Q(uuid__in=ids))) if sound else []
        by_id, by_key = {str(one.uuid): one for one in found}, {str(getattr(one, self.key)): one for one in found}
        self.seen = {text: one for text in sound if (one := by_key.get(text) or by_id.get(str(_uuid(text))))}

    def to_internal_value(self, data: Any) -> Model:
        if not _is_name(data):
            self.fail("text")
        found = self._find(data) if self.seen is None else self.seen.get(data)
        if found is None:
            raise serializers.ValidationError(self.error_messages["absent"] % {"text": data})
        return found

    def _find(self, text: str) -> Model | None:
        condition = Q(**{self.key: text})
        if (public_id := _uuid(text)) is not None:
            condition |= Q(uuid=public_id)
        found: Model | None = self.among(self.context["request"].user).filter(condition).first()
        return found

    def to_representation(self, value: Any) -> str:
        return str(getattr(value, self.key))


def staff(user: User) -> QuerySet[User]:
    """People who may be named in a form: everybody who has not left."""
    return User.objects.filter(is_active=True)


def person(**options: Any) -> Reference:
    return Reference(staff, key="username", required=False, allow_null=True, **options)


def currency(**options: Any) -> serializers.RegexField:
    return serializers.RegexField(
        r"^[A-Z]{3}$", error_messages={"invalid": _("Three capital letters, such as EUR.")}, **options
    )


def _is_name(text: Any) -> bool:
    return isinstance(text, str) and 0 < len(text) <= 300 and "\0" not in text


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None

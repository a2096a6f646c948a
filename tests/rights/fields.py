"""Hostile requests: every field of a model sent by somebody who may not write it, and what the database says after.

Nothing here knows pages or forms: the tests of forms and of the API's serializers share it.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models

Rows = dict[str, dict[Any, dict[str, Any]]]

#: Values a writer cannot choose: keys and times are new whatever is sent.
BORN_WITH_THE_ROW = (models.UUIDField, models.DateTimeField)
#: Random by nature; compared unless the honest request changes them as well.
SECRETS = frozenset({"password", "secret", "digest", "token_key"})
STRANGE = UUID("00000000-0000-4000-8000-000000000000")


def hostile_values(model: type[models.Model]) -> dict[str, Any]:
    """For every field of the model, and its many-to-many ones, a value that no row of the tests holds."""
    values: dict[str, Any] = {}
    for field in [*model._meta.concrete_fields, *model._meta.many_to_many]:
        values[field.name] = hostile_value(field)
        if field.is_relation:
            values[f"{field.name}_id"] = values[field.name]
    return values


def hostile_value(field: Any) -> Any:
    """Something plausible enough to be taken: another row, another choice, the other answer."""
    if field.is_relation:
        other = field.related_model._base_manager.order_by("-pk").values_list("pk", flat=True).first()
        return other if other is not None else 1
    if field.choices:
        return field.flatchoices[-1][0]
    match field:
        case models.BooleanField():
            return "false" if field.default is True else "true"
        case models.DateTimeField():
            return datetime(1999, 1, 2, 3, tzinfo=UTC).isoformat()
        case models.DateField():
            return date(1999, 1, 2).isoformat()
        case models.JSONField():
            return '{"hostile": true}'
        case models.UUIDField():
            return str(STRANGE)
        case models.IntegerField() | models.DecimalField() | models.FloatField():
            return "7"
        case models.URLField():
            return "https://hostile.example/"
        case models.EmailField():
            return "hostile@example.org"
        case _:
            return "hostile"[: field.max_length or None]


def snapshot(*without: type[models.Model]) -> Rows:
    """Every row of every table but sessions and those named: by table, then by key, the value of each column."""
    found: Rows = {}
    for model in apps.get_models(include_auto_created=True):
        if not issubclass(model, (Session, *without)):
            columns = [field.attname for field in model._meta.concrete_fields if field.name != "last_login"]
            rows = model._base_manager.order_by("pk").values(*columns)
            found[model._meta.label] = {_key(model, row): row for row in rows}
    return found


def differences(one: Rows, other: Rows) -> set[tuple[str, Any, str]]:
    """Table, key and column of every value that differs; a row that only one of them has differs in every column."""
    found = set()
    for table in one.keys() | other.keys():
        here, there = one.get(table, {}), other.get(table, {})
        for key in here.keys() | there.keys():
            left, right = here.get(key, {}), there.get(key, {})
            found |= {(table, key, name) for name in left.keys() | right.keys() if left.get(name) != right.get(name)}
    return found


def smuggled(before: Rows, honest: Rows, hostile: Rows) -> set[tuple[str, str]]:
    """Table and column of what the hostile request changed and the honest one did not, or differently."""
    honest, hostile = _renumbered(before, honest), _renumbered(before, hostile)
    random = {(table, name) for table, _key, name in differences(before, honest) if name in SECRETS}
    return {
        (table, name)
        for table, _key, name in differences(honest, hostile)
        if (table, name) not in random and not _born_with_the_row(table, name)
    }


def _renumbered(before: Rows, rows: Rows) -> Rows:
    """New rows by the order in which they came: PostgreSQL gives no number out again that was taken back."""
    names = {
        (table, key): f"new {count}"
        for table, found in rows.items()
        for count, key in enumerate(key for key in found if key not in before.get(table, {}))
    }
    return {
        table: {names.get((table, key), key): _named(table, row, names) for key, row in found.items()}
        for table, found in rows.items()
    }


def _named(table: str, row: dict[str, Any], names: Mapping[tuple[str, Any], str]) -> dict[str, Any]:
    """The row with the names of new rows where their numbers stood: as its key, in relations, and in a path."""
    told = dict(row)
    for field in apps.get_model(table)._meta.concrete_fields:
        value = row.get(field.attname)
        target = table if field.primary_key and not field.is_relation else None
        if field.is_relation:
            target = field.related_model._meta.label
        if field.attname == "path" and isinstance(value, str):
            parts = [names.get((table, int(part)), part) for part in value.strip("/").split("/") if part.isdecimal()]
            told[field.attname] = "/".join(parts)
        elif target is not None:
            told[field.attname] = names.get((target, value), value)
    return told


def changed_of(row: models.Model, one: Rows, other: Rows) -> set[str]:
    """The columns of one row that differ."""
    label = row._meta.label
    return {name for table, key, name in differences(one, other) if (table, key) == (label, row.pk)}


def without(values: Mapping[str, Any], names: set[str]) -> dict[str, Any]:
    """The values of all fields but these, which belong to the form."""
    return {name: value for name, value in values.items() if not {name, name.removesuffix("_id")} & names}


def _key(model: type[models.Model], row: dict[str, Any]) -> Any:
    """Its number; of a row whose key is a secret, what it says."""
    key = model._meta.pk.attname
    if key not in SECRETS:
        return row[key]
    return repr({name: value for name, value in row.items() if not _random(model._meta.label, name)})


def _random(table: str, column: str) -> bool:
    return column in SECRETS or _born_with_the_row(table, column)


def _born_with_the_row(table: str, column: str) -> bool:
    field = next(field for field in apps.get_model(table)._meta.concrete_fields if field.attname == column)
    return isinstance(field, BORN_WITH_THE_ROW)

"""Reading rows as they are answered: straight from the database into JSON, by what a serializer declares."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.serializers import Serializer

from pmo.core.api.errors import BadQuery


@cache
def columns_of(serializer: type[Serializer[Any]]) -> Mapping[str, str]:
    """The name of each field and its path in the ORM: the ``source`` of the field, or its name."""
    fields = serializer().fields
    return {name: (field.source or name).replace(".", "__") for name, field in fields.items()}


def chosen(serializer: type[Serializer[Any]], asked: str | None) -> Mapping[str, str]:
    """The columns that ``?fields=a,b`` names, in the order declared; all without it.

    :raises BadQuery: for a name that is no field.
    """
    columns = columns_of(serializer)
    if not asked:
        return columns
    names = {name.strip() for name in asked.split(",")}
    if unknown := sorted(names - set(columns)):
        words = {"name": unknown[0], "known": ", ".join(columns)}
        raise BadQuery({"fields": _("There is no field “%(name)s”. Fields: %(known)s.") % words})
    return {name: path for name, path in columns.items() if name in names}


def read(queryset: QuerySet[Any], columns: Mapping[str, str]) -> list[dict[str, Any]]:
    """One statement, no model instances."""
    names = tuple(columns)
    return [dict(zip(names, row, strict=True)) for row in queryset.values_list(*columns.values())]


def orderings(serializer: type[Serializer[Any]], asked: str) -> Sequence[tuple[str, bool]]:
    """``(path, descending)`` of each part of ``?ordering=-raised_on,title``.

    :raises BadQuery: for a name that is no field.
    """
    columns = columns_of(serializer)
    return [(columns[name], descending) for name, descending in ordered_names(serializer, asked)]


def ordered_names(serializer: type[Serializer[Any]], asked: str) -> Sequence[tuple[str, bool]]:
    """The same, by the names of the fields."""
    columns = columns_of(serializer)
    wanted = [(part.strip().removeprefix("-"), part.strip().startswith("-")) for part in asked.split(",")]
    for name, _descending in wanted:
        if name not in columns:
            words = {"name": name, "known": ", ".join(columns)}
            raise BadQuery({"ordering": _("There is no field “%(name)s”. Fields: %(known)s.") % words})
    return wanted

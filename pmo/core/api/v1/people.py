"""People: everybody may know who there is; the office sees how to reach them, and administrators write."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request

from pmo.core.actions.people import create_person, edit_person, set_active
from pmo.core.api.serializers import Body, Row
from pmo.core.api.writing import Amends, Creates, Deeds
from pmo.core.filters.people import PersonFilter
from pmo.core.models import TokenAccess, User
from pmo.core.queries.people import sees_particulars, with_names

PARTICULARS = ["first_name", "last_name", "email", "job_title", "language"]


class NameRow(Row):
    id = serializers.UUIDField(source="uuid")
    name = serializers.CharField()
    active = serializers.BooleanField(source="is_active")

    class Meta:
        model = User
        fields = ["id", "username", "name", "active"]


class PersonRow(NameRow):
    """The particulars are told to those who manage grants somewhere; for everybody else they are left out."""

    class Meta(NameRow.Meta):
        fields = [*NameRow.Meta.fields, *PARTICULARS]


class PersonBody(Body):
    class Meta:
        model = User
        fields = PARTICULARS


class NewPerson(PersonBody):
    password = serializers.CharField(
        write_only=True, min_length=12, max_length=500, trim_whitespace=False, help_text="The first password."
    )

    class Meta(PersonBody.Meta):
        fields = ["username", "password", *PARTICULARS]


class People(Creates, Amends, Deeds):
    model, rows, filters = User, PersonRow, (PersonFilter,)
    creates, amends = NewPerson, PersonBody
    deeds = {"deactivate": None, "reactivate": None}
    code = "username"
    example = {
        "username": "ana.lopez",
        "first_name": "Ana",
        "last_name": "López",
        "password": "change-me-at-the-first-sign-in",
    }
    access = TokenAccess.ADMINISTER

    def queryset_for(self, user: User | None) -> QuerySet[Any]:
        return with_names()

    def rows_for(self, user: User) -> type[serializers.Serializer[Any]]:
        return PersonRow if sees_particulars(user) else NameRow

    def add(self, *, values: dict[str, Any], by: User, at: datetime) -> User:
        return create_person(password=values.pop("password"), values=values, by=by, at=at)

    def amend(self, *, obj: User, values: dict[str, Any], version: int | None, by: User, at: datetime) -> User:
        return edit_person(person=obj, values=values, by=by, at=at)

    @action(detail=True, methods=["post"])
    def deactivate(self, request: Request, id: str) -> Any:
        """Let the person leave: neither they nor their tokens get in; their grants stay for their return."""
        return self.done(request, id, _set_active(False))

    @action(detail=True, methods=["post"])
    def reactivate(self, request: Request, id: str) -> Any:
        """Let the person come back, with the grants they had."""
        return self.done(request, id, _set_active(True))


def _set_active(active: bool) -> Any:
    return lambda obj, values, by, at: set_active(person=obj, active=active, by=by, at=at)

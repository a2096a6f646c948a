"""Grants: who holds which role where, as far as the caller manages grants there."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from pmo.core.actions.grants import give_grants, revoke_grant
from pmo.core.api.serializers import PlainBody, Reference, Row, person
from pmo.core.api.v1.groups import GroupReference
from pmo.core.api.writing import Creates, Removes
from pmo.core.filters.grants import GrantFilter
from pmo.core.models import Grant, TokenAccess, User
from pmo.core.models.grant import Scope
from pmo.core.queries.grants import grant_of, grants_managed_by
from pmo.core.queries.scopes import grantable
from pmo.core.roles import Role

PLACES = [scope.value for scope in Scope if scope is not Scope.ORGANISATION]


def place(scope: Scope) -> Reference:
    """Where the person may give roles; the code is the one of a portfolio, programme or project."""
    return Reference(lambda user: grantable(scope, user), required=False, allow_null=True)


class GrantRow(Row):
    id = serializers.UUIDField(source="uuid")
    user = serializers.CharField(source="user.username", allow_null=True)
    user_id = serializers.UUIDField(source="user.uuid", allow_null=True)
    group = serializers.CharField(source="group.name", allow_null=True)
    portfolio = serializers.CharField(source="portfolio.code", allow_null=True)
    programme = serializers.CharField(source="programme.code", allow_null=True)
    project = serializers.CharField(source="project.code", allow_null=True)

    class Meta:
        model = Grant
        fields = ["id", "user", "user_id", "group", "role", "scope", *PLACES, "created_at"]


class NewGrant(PlainBody):
    """To a person or a group, on the organisation or the one object that ``scope`` speaks of."""

    user = person()
    group = GroupReference(required=False, allow_null=True)
    role = serializers.ChoiceField(choices=Role.choices)
    scope = serializers.ChoiceField(choices=Scope.choices)
    portfolio = place(Scope.PORTFOLIO)
    programme = place(Scope.PROGRAMME)
    project = place(Scope.PROJECT)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if bool(attrs.get("user")) == bool(attrs.get("group")):
            raise serializers.ValidationError({"user": _("Name either a person or a group.")})
        named = [name for name in PLACES if attrs.get(name)]
        wanted = [] if attrs["scope"] == Scope.ORGANISATION else [attrs["scope"]]
        if named != wanted:
            raise serializers.ValidationError({"scope": _("Name the object of this scope, and no other.")})
        return attrs


class Grants(Creates, Removes):
    model, rows, filters, creates = Grant, GrantRow, (GrantFilter,), NewGrant
    access = TokenAccess.ADMINISTER
    example = {"user": "ana.lopez", "role": "project_manager", "scope": "project", "project": "CRM"}

    def queryset_for(self, user: User | None) -> QuerySet[Any]:
        return grants_managed_by(user)

    def _created(self, request: Request) -> Response:
        response = super()._created(request)
        response.status_code = 201 if self.given else 200
        return response

    def add(self, *, values: dict[str, Any], by: User, at: datetime) -> Grant:
        """Who has the role there already keeps the grant they have."""
        target = values.get(values["scope"])
        holder = {"user": values.get("user"), "group": values.get("group")}
        given = give_grants(
            role=Role(values["role"]),
            target=target,
            users=[holder["user"]] if holder["user"] else [],
            groups=[holder["group"]] if holder["group"] else [],
            by=by,
            at=at,
        )
        self.given = bool(given)
        return given[0] if given else grant_of(role=values["role"], target=target, **holder)

    def remove(self, *, obj: Grant, version: int | None, by: User, at: datetime) -> None:
        revoke_grant(grant=obj, by=by, at=at)

    def answers_of(self, verb: str) -> dict[Any, Any]:
        told = super().answers_of(verb)
        return {**told, 200: self.rows} if verb == "create" else told

"""Groups that hold roles together, and who is in them; for those who manage grants."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from django.contrib.auth.models import Group
from django.db.models import Model, QuerySet
from django.utils import timezone
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pmo.core.actions.groups import add_members, create_group, delete_group, remove_members, rename_group
from pmo.core.api import describing
from pmo.core.api.describing import FIELDS, PAGING
from pmo.core.api.listing import PAGED, answer_list
from pmo.core.api.resource import refuse_unknown
from pmo.core.api.serializers import PlainBody, Reference, Row, person
from pmo.core.api.v1.people import PersonRow
from pmo.core.api.writing import Amends, Creates, Deeds, Removes, checked
from pmo.core.filters.groups import GroupFilter
from pmo.core.models import TokenAccess, User
from pmo.core.queries.groups import groups_like
from pmo.core.queries.people import sees_particulars, with_names


class GroupReference(Reference):
    """A group by its name; groups have no public id."""

    def __init__(self, **options: Any) -> None:
        super().__init__(lambda user: Group.objects.all(), key="name", **options)

    def _find(self, text: str) -> Model | None:
        return self.among(self.context["request"].user).filter(name=text).first()


class GroupRow(Row):
    member_count = serializers.IntegerField()
    grant_count = serializers.IntegerField(help_text="The grants that the caller manages.")

    class Meta:
        model = Group
        fields = ["id", "name", "member_count", "grant_count"]


class NewGroup(PlainBody):
    name = serializers.CharField(max_length=150)


class GroupBody(NewGroup):
    """``replaces`` is the name that was seen: another one now stored means that somebody renamed it meanwhile."""

    replaces = serializers.CharField(max_length=150)


class Members(PlainBody):
    people = serializers.ListField(child=person(), min_length=1, max_length=1000)


class Groups(Creates, Amends, Removes, Deeds):
    model, rows, filters = Group, GroupRow, (GroupFilter,)
    creates, amends = NewGroup, GroupBody
    deeds = {"add_members": Members, "remove_members": Members}
    id_field = "pk"
    access = TokenAccess.ADMINISTER

    def queryset_for(self, user: User | None) -> QuerySet[Any]:
        seen = groups_like(user)
        return seen if user is None or sees_particulars(user) else seen.none()

    def add(self, *, values: dict[str, Any], by: User, at: datetime) -> Group:
        return create_group(**values, by=by, at=at)

    def partial_update(self, request: Request, id: str) -> Response:
        """Rename the group, in the place of the name that was seen."""
        group, values = self.found(request, id), checked(GroupBody, request)
        by = cast(User, request.user)
        rename_group(group=group, name=values["name"], opened_name=values["replaces"], by=by, at=timezone.now())
        return self.again(group)

    def remove(self, *, obj: Group, version: int | None, by: User, at: datetime) -> None:
        delete_group(group=obj, by=by, at=at)

    def parameters_of(self, verb: str) -> Sequence[Any]:
        return [FIELDS, *PAGING] if verb == "members" else super().parameters_of(verb)

    def refusals_of(self, verb: str) -> tuple[int, ...]:
        if verb == "members":
            return (400, 401, 403, 404)
        return (*super().refusals_of(verb), *((412,) if verb == "partial_update" else ()))

    def answers_of(self, verb: str) -> dict[Any, Any]:
        return {200: describing.page_of(PersonRow)} if verb == "members" else super().answers_of(verb)

    @action(detail=True)
    def members(self, request: Request, id: str) -> Response:
        """The people in the group."""
        refuse_unknown(request, PAGED)
        return Response(answer_list(with_names().filter(groups=self.found(request, id)), PersonRow, request))

    @action(detail=True, methods=["post"], url_path="add-members")
    def add_members(self, request: Request, id: str) -> Any:
        """Put people into the group; who is in it already stays."""
        return self.done(
            request, id, lambda obj, values, **asked: add_members(group=obj, users=values["people"], **asked)
        )

    @action(detail=True, methods=["post"], url_path="remove-members")
    def remove_members(self, request: Request, id: str) -> Any:
        """Take people out of the group; who is not in it stays out."""
        return self.done(
            request, id, lambda obj, values, **asked: remove_members(group=obj, users=values["people"], **asked)
        )

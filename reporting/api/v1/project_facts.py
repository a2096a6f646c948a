"""Facts: one row a project with every measure, for a day or of a closed period. Made for those who copy them whole."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from pmo.core.api.describing import AS_OF, FIELDS
from pmo.core.api.listing import answer_list, answer_made
from pmo.core.api.resource import Resource, day_of, refuse_unknown
from pmo.core.api.rows import chosen, columns_of, read
from pmo.core.api.serializers import Row
from pmo.core.models import User
from projects.models import Project
from reporting.filters.fact_snapshot import SnapshotFilter
from reporting.filters.project import ProjectFilter
from reporting.models import FactFields, ProjectFact, ProjectFactSnapshot
from reporting.queries.fact_set import FactSet

MEASURES = [field.name for field in FactFields._meta.get_fields()]
PLACE = ["project", "project_id", "name", "portfolio", "programme"]


class FactRow(Row):
    """Amounts are in the project’s currency; ``unknown`` and ``withheld`` say why one is not there."""

    project = serializers.CharField(source="project.code")
    project_id = serializers.UUIDField(source="project.uuid")
    name = serializers.CharField(source="project.name")
    portfolio = serializers.CharField(source="project.portfolio.code")
    programme = serializers.CharField(source="project.programme.code", allow_null=True)
    unknown = serializers.DictField(child=serializers.CharField())
    withheld = serializers.DictField(child=serializers.CharField())


class ProjectFactRow(FactRow):
    class Meta:
        model = ProjectFact
        fields = [*PLACE, *MEASURES]


class SnapshotRow(FactRow):
    class Meta:
        model = ProjectFactSnapshot
        fields = [*PLACE, "period_end", "sequence", "reason", *MEASURES]


class ProjectFacts(Resource):
    """Stored for today; another day is computed for the answer, so walk large lists by pages of 1000."""

    model, rows, filters = ProjectFact, ProjectFactRow, (ProjectFilter,)
    code = "code"

    def queryset_for(self, user: User | None) -> QuerySet[Any]:
        """The projects: facts have no rights of their own."""
        return Project.objects.visible_to(user)

    def list(self, request: Request) -> Response:
        """The facts of the projects the caller sees."""
        projects = self._filtered(request).order_by()
        criteria = ProjectFilter(request.query_params, queryset=projects, request=request).criteria()
        facts = FactSet(projects, self._day(request))
        if facts.is_stored:
            return Response(answer_list(facts.stored.filter(criteria.condition).order_by("pk"), self.rows, request))
        admitted = [fact for fact in facts.computed if criteria.admits(fact)]
        return Response(answer_made(_told(admitted, columns_of(self.rows)), self.rows, request))

    def retrieve(self, request: Request, id: str) -> Response:
        """The facts of one project."""
        refuse_unknown(request, {"fields", "as_of"})
        columns = chosen(self.rows, request.query_params.get("fields"))
        facts = FactSet(self.queryset_for(request.user).filter(self._named(id)), self._day(request))  # type: ignore[arg-type]
        found = read(facts.stored, columns) if facts.is_stored else _told(facts.computed, columns)
        if not found:
            raise Http404
        return Response({name: found[0][name] for name in columns})

    def _day(self, request: Request) -> Any:
        return day_of(request, "as_of") or request.today

    def parameters_of(self, verb: str) -> Any:
        return [FIELDS, AS_OF] if verb == "retrieve" else super().parameters_of(verb)

    def answers_of(self, verb: str) -> dict[Any, Any]:
        return {200: self.rows} if verb == "retrieve" else super().answers_of(verb)


class Snapshots(Resource):
    """Closed periods, which never change: a correction is the next ``sequence`` of its period."""

    model, rows, filters = ProjectFactSnapshot, SnapshotRow, (SnapshotFilter,)
    id_field = "pk"

    def queryset_for(self, user: User | None) -> QuerySet[Any]:
        return ProjectFactSnapshot.objects.filter(project__in=Project.objects.visible_to(user).order_by())


def _told(facts: list[ProjectFact], columns: Any) -> list[dict[str, Any]]:
    """Computed facts as rows, with the key of each under an empty name."""
    related = Project.objects.select_related("portfolio", "programme")
    projects = related.in_bulk([fact.project_id for fact in facts])
    for fact in facts:
        fact.project = projects[fact.project_id]
    paths = {name: path.split("__") for name, path in columns.items()}
    return [{"": fact.pk, **{name: _along(fact, path) for name, path in paths.items()}} for fact in facts]


def _along(value: Any, path: list[str]) -> Any:
    for name in path:
        value = None if value is None else getattr(value, name)
    return value

"""Facts of what a person may see of a scope at a day: stored ones where they are of that day, else computed once."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q, QuerySet
from django.utils import timezone

from pmo.core.models import User
from projects.models import Project
from projects.models.project import ProjectQuerySet
from reporting.models import ProjectFact
from reporting.queries.facts import compute_facts
from reporting.queries.scope import Scope


@dataclass
class FactSet:
    """Pass one set to several queries of a page: a past day is then computed once for all of them."""

    projects: ProjectQuerySet
    as_of: date

    @classmethod
    def visible(cls, user: User | None, scope: Scope, as_of: date) -> "FactSet":
        """``user=None`` is the system and sees everything."""
        return cls(Project.objects.visible_to(user).filter(scope.condition).order_by(), as_of)

    @cached_property
    def is_stored(self) -> bool:
        """Whether every project has a stored fact of this very day."""
        return not self.projects.filter(Q(fact=None) | Q(fact__as_of=None) | ~Q(fact__as_of=self.as_of)).exists()

    @property
    def stored(self) -> QuerySet[ProjectFact]:
        return ProjectFact.objects.filter(project__in=self.projects.values("pk")).order_by()

    @cached_property
    def computed(self) -> list[ProjectFact]:
        return compute_facts(self._ids, as_of=self.as_of, at=timezone.now())

    @cached_property
    def rows(self) -> list[ProjectFact]:
        """One fact per project."""
        return list(self.stored) if self.is_stored else self.computed

    @cached_property
    def earned(self) -> list[ProjectFact]:
        """Facts of the projects that know both their planned and their earned value."""
        if self.is_stored:
            return list(self.stored.filter(pv__isnull=False, ev__isnull=False).only("currency", "bac", "pv", "ev"))
        return [fact for fact in self.computed if fact.pv is not None and fact.ev is not None]

    @cached_property
    def _ids(self) -> list[int]:
        return list(self.projects.values_list("pk", flat=True))

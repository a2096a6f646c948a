"""Facts of what a person may see of a scope at a day: stored ones where they are of that day, else computed once."""

from array import array
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256

from django.db.models import QuerySet
from django.utils import timezone

from pmo.core.currency import Rates
from pmo.core.models import Organisation, User
from projects.models import Project
from projects.models.project import ProjectQuerySet
from reporting.models import ProjectFact
from reporting.queries.among import Among, of_projects
from reporting.queries.facts import compute_facts
from reporting.queries.plan import Planned, plan_of
from reporting.queries.scope import Scope


@dataclass
class FactSet:
    """Pass one set to several queries of a page: what the person may see is then asked once, a past day is computed
    once, and a rate is looked up once for all of them."""

    asked: ProjectQuerySet
    as_of: date

    @classmethod
    def visible(cls, user: User | None, scope: Scope, as_of: date) -> "FactSet":
        """``user=None`` is the system and sees everything."""
        return cls(Project.objects.visible_to(user).filter(scope.condition).order_by(), as_of)

    @cached_property
    def ids(self) -> list[int]:
        return [pk for pk, _day, _stamp in self._states]

    @property
    def projects(self) -> ProjectQuerySet:
        """The projects by their ids: the rights, which are dear to find out, are not asked again."""
        return Project.objects.filter(Among("pk", self.ids)).order_by()

    @cached_property
    def is_stored(self) -> bool:
        """Whether every project has a stored fact of this very day."""
        return all(day == self.as_of for _pk, day, _stamp in self._states)

    @property
    def stored(self) -> QuerySet[ProjectFact]:
        return ProjectFact.objects.filter(of_projects(self.ids)).order_by()

    @cached_property
    def computed(self) -> list[ProjectFact]:
        return compute_facts(self.ids, as_of=self.as_of, at=timezone.now())

    @cached_property
    def rows(self) -> list[ProjectFact]:
        """One fact per project."""
        return list(self.stored) if self.is_stored else self.computed

    @cached_property
    def earned(self) -> list[ProjectFact]:
        """Facts of the projects that know both their planned and their earned value."""
        if self.is_stored and "rows" not in vars(self):
            return list(self.stored.filter(pv__isnull=False, ev__isnull=False).only("currency", "bac", "pv", "ev"))
        return [fact for fact in self.rows if fact.pv is not None and fact.ev is not None]

    @cached_property
    def plan(self) -> list[Planned]:
        """The plans of the projects; apart are those that do not know both their planned and their earned value."""
        earned = {fact.project_id for fact in self.earned}
        return plan_of(self.ids, self.as_of, apart=[pk for pk in self.ids if pk not in earned])

    @cached_property
    def rates(self) -> Rates:
        return Rates(self.as_of)

    @cached_property
    def name(self) -> tuple[Hashable, ...] | None:
        """Under which sums of the facts may be kept: it changes with the projects seen, with any of their facts, with
        the rates and with the organisation's own choices. Facts that are not stored have none."""
        if not self.is_stored:
            return None
        stamps = array("q", [number for pk, _day, stamp in self._states for number in (pk, stamp or 0)])
        own = Organisation.current()
        rates = tuple(sorted((currency, rate.value, rate.on) for currency, rate in self.rates.typed.items()))
        facts = sha256(stamps.tobytes()).digest()
        return (facts, self.as_of, own.reporting_currency, own.fiscal_year_start_month, rates)

    @cached_property
    def _states(self) -> list[tuple[int, date | None, int | None]]:
        """Of which day the stored fact of each project is, and its stamp."""
        return list(self.asked.order_by("pk").values_list("pk", "fact__as_of", "fact__stamp"))

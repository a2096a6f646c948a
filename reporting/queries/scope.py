"""The part of the organisation a number is about."""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from django.db.models import Q

from pmo.core.errors import DomainError
from pmo.core.models import User
from portfolio.models import Portfolio, Programme
from projects.models import Project

ScopeKind: TypeAlias = Literal["organisation", "portfolio", "programme", "project"]
MODELS: dict[str, type[Portfolio] | type[Programme] | type[Project]] = {
    "portfolio": Portfolio,
    "programme": Programme,
    "project": Project,
}


class ScopeNotFound(DomainError):
    """No such scope, or none this person may see."""


class ScopeAmbiguous(DomainError):
    """The words fit several objects; only a code is sure."""


@dataclass(frozen=True)
class Scope:
    """The organisation, or one portfolio with those nested in it, one programme, or one project."""

    kind: ScopeKind = "organisation"
    target: Portfolio | Programme | Project | None = None

    @classmethod
    def of(cls, target: Portfolio | Programme | Project | None) -> "Scope":
        for kind, model in MODELS.items():
            if isinstance(target, model):
                return cls(kind, target)  # type: ignore[arg-type]
        return cls()

    def __str__(self) -> str:
        return self.kind if self.target is None else f"{self.kind}:{self.target.code}"

    @property
    def condition(self) -> Q:
        """Condition on Project."""
        match self.target:
            case Portfolio(path=path):
                return Q(portfolio__path__startswith=path)
            case Programme(pk=pk):
                return Q(programme=pk)
            case Project(pk=pk):
                return Q(pk=pk)
            case _:
                return Q()


ORGANISATION = Scope()


def parse_scope(text: str, *, user: User | None) -> Scope:
    """``organisation``, or ``portfolio:``, ``programme:`` or ``project:`` and a code, an id in the source, or a name.

    :raises ScopeNotFound: when nothing this person may see fits.
    :raises ScopeAmbiguous: when an id or a name fits several.
    """
    kind, _, words = text.strip().partition(":")
    if kind == "organisation" and not words:
        return ORGANISATION
    if kind not in MODELS or not words:
        raise ScopeNotFound(
            f"“{text}” is no scope: write organisation, portfolio:CODE, programme:CODE or project:CODE.", field="scope"
        )
    visible: Any = MODELS[kind].objects.visible_to(user)
    for field in ("code", "external_id", "name"):
        found = list(visible.filter(**{field: words}).order_by("code")[:4])
        if len(found) == 1:
            return Scope.of(found[0])
        if found:
            codes = ", ".join(each.code for each in found)
            raise ScopeAmbiguous(f"“{words}” is the {field} of several: use one of the codes {codes}.", field="scope")
    raise ScopeNotFound(f"There is no {kind} with the code, external id or name “{words}”.", field="scope")

"""Finding projects, programmes and portfolios by a few words of their code or name."""

from dataclasses import dataclass
from typing import Literal

from django.db.models import Q, QuerySet

from pmo.core.models import User
from portfolio.models import Portfolio, Programme
from projects.models import Project

MOST_EACH = 6


@dataclass(frozen=True)
class Hit:
    kind: Literal["project", "programme", "portfolio"]
    code: str
    name: str


def search(user: User, words: str) -> list[Hit]:
    """What this person may see and every word is in; three statements, none for an empty question."""
    if not words.strip():
        return []
    condition = Q()
    for word in words.split():
        condition &= Q(code__icontains=word) | Q(name__icontains=word)
    return [
        *_hits("portfolio", Portfolio.objects.visible_to(user).filter(condition)),
        *_hits("programme", Programme.objects.visible_to(user).filter(condition)),
        *_hits("project", Project.objects.visible_to(user).filter(condition)),
    ]


def _hits(
    kind: Literal["project", "programme", "portfolio"],
    found: QuerySet[Portfolio] | QuerySet[Programme] | QuerySet[Project],
) -> list[Hit]:
    return [Hit(kind, code, name) for code, name in found.order_by("code").values_list("code", "name")[:MOST_EACH]]

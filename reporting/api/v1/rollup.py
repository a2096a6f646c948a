"""The roll-up: every measure of a scope over the projects the caller sees, and the rows behind one of them."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from pmo.core.api.errors import BadQuery
from pmo.core.api.listing import answer_made
from pmo.core.api.plain import Plain
from pmo.core.api.resource import day_of
from pmo.core.models import User
from reporting.api.v1.rollup_shapes import CHILDREN, ROWS, SCOPED, MeasureRowShape, RollupShape, measure_row_list
from reporting.engine.measures import BY_NAME
from reporting.queries.fact_set import FactSet
from reporting.queries.rollup import roll_up, roll_up_children
from reporting.queries.rollup_document import document
from reporting.queries.rows import MeasureRow, measure_rows
from reporting.queries.scope import MODELS, Scope, ScopeAmbiguous, ScopeNotFound, parse_scope

_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)


@dataclass(frozen=True)
class Asked:
    """What every question about a scope says."""

    user: User
    scope: Scope
    as_of: date
    currency: str | None

    @classmethod
    def of(cls, request: Request) -> "Asked":
        """:raises BadQuery: for words that make no sense; :raises Http404: for a scope that the caller does not see."""
        user, asked = cast(User, request.user), request.query_params
        currency = asked.get("currency")
        if currency is not None and not _CURRENCY.fullmatch(currency):
            raise BadQuery({"currency": _("Three capital letters, such as EUR.")})
        day = day_of(request, "as_of") or request.today  # type: ignore[attr-defined]
        return cls(user, _scope(asked.get("scope", "organisation"), user), day, currency)


class RollupOf(Plain):
    """The same numbers as the dashboard of the scope."""

    parameters = {"retrieve": [*SCOPED, CHILDREN]}
    answers = {"retrieve": RollupShape}

    def retrieve(self, request: Request) -> Response:
        """Every measure of a scope, over the projects the caller sees: the numbers of its dashboard."""
        self.refuse_unknown(request)
        with_children = _yes(request, "children")
        asked = Asked.of(request)
        facts = FactSet.visible(asked.user, asked.scope, asked.as_of)
        rollup = roll_up(asked.user, asked.scope, asked.as_of, asked.currency, facts=facts)
        answer = document(rollup)
        if with_children:
            parts = roll_up_children(asked.user, asked.scope, asked.as_of, rollup.currency, facts=facts)
            answer["children"] = [{"name": _name(part), **document(each)} for part, each in parts]
        return Response(answer)


class RollupRows(Plain):
    """The rows behind a number: they add up to it."""

    parameters = {"list": ROWS}
    answers = {"list": measure_row_list}

    def list(self, request: Request) -> Response:
        """What each project brings to one measure of a scope, largest first; those that bring nothing say why."""
        self.refuse_unknown(request)
        measure = request.query_params.get("measure")
        if measure not in BY_NAME:
            raise BadQuery({"measure": _("Measures: %(known)s.") % {"known": ", ".join(BY_NAME)}})
        asked = Asked.of(request)
        facts = FactSet.visible(asked.user, asked.scope, asked.as_of)
        total = roll_up(asked.user, asked.scope, asked.as_of, asked.currency, facts=facts)
        rows = measure_rows(asked.user, measure, asked.scope, asked.as_of, total.currency)
        head = {name: document(total)[name] for name in ("scope", "as_of", "currency")}
        whole = {"measure": measure, "total": document(total)["measures"][measure]}
        return Response({**head, **whole, **answer_made([_row(row) for row in rows], MeasureRowShape, request)})


def _scope(text: str, user: User) -> Scope:
    kind, _colon, words = text.partition(":")
    if bool(words) != (kind in MODELS) or (not words and text != "organisation"):
        forms = "organisation, portfolio:CODE, programme:CODE, project:CODE"
        raise BadQuery({"scope": _("Write one of: %(forms)s.") % {"forms": forms}})
    try:
        return parse_scope(text, user=user)
    except (ScopeNotFound, ScopeAmbiguous) as error:
        raise Http404 from error


def _yes(request: Request, name: str) -> bool:
    text = request.query_params.get(name, "false")
    if text not in ("true", "false"):
        raise BadQuery({name: _("Write true or false.")})
    return text == "true"


def _name(part: Scope) -> str:
    return part.target.name if part.target else ""


def _row(row: MeasureRow) -> dict[str, Any]:
    project = row.project
    return {
        "": project.pk,
        "project": project.code,
        "project_id": project.uuid,
        "name": project.name,
        "portfolio": project.portfolio.code,
        "programme": project.programme.code if project.programme else None,
        "value": row.value,
        "own": row.own,
        "own_currency": row.fact.currency,
        "missing": row.missing,
        "reason": row.reason,
        "operands": row.operands,
    }

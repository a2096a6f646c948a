"""The rows behind one number: what each project brings to it, or why it brings nothing."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from pmo.core.export import FORMATS, table_response
from reporting.engine.measures import BY_NAME, MONEY_FIELDS, Kind, Measure, Unit
from reporting.enums import MeasureName
from reporting.queries.rollup import Rollup, roll_up
from reporting.queries.rows import MeasureRow, measure_rows, operand_sums
from reporting.queries.scope import Scope, ScopeAmbiguous, ScopeNotFound, parse_scope
from reporting.views.links import same_page

PER_PAGE = 100
FORMULAS = {
    "CPI": "EV / AC",
    "SPI": "EV / PV",
    "TCPI": "(BAC − EV) / (BAC − AC)",
    "TCPI_EAC": "(BAC − EV) / (EAC − AC)",
    "progress": "EV / BAC",
    "expected_progress": "PV / BAC",
    "CV": "EV − AC",
    "SV": "EV − PV",
    "VAC": "BAC − EAC",
    "ETC": "EAC − AC",
}
KINDS = {Unit.MONEY: "money", Unit.INDEX: "ratio", Unit.SHARE: "percent"}


def measure_rows_page(request: HttpRequest, measure: str) -> HttpResponse:
    """One line a project; they add up to the total of the dashboards to the last digit."""
    if measure not in BY_NAME:
        raise Http404(measure)
    scope = _scope(request)
    rollup = roll_up(request.user, scope, request.as_of, _currency(request))
    rows = measure_rows(request.user, measure, scope, request.as_of, rollup.currency)
    if request.GET.get("format") in FORMATS:
        return _file(request, measure, rows, rollup)
    context = {
        "measure": measure,
        "label": MeasureName(measure).label,
        "formula": FORMULAS.get(measure, ""),
        "scope": scope,
        "rollup": rollup,
        "total": rollup.measures[measure],
        "kind": KINDS.get(BY_NAME[measure].unit, "number"),
        "is_money": BY_NAME[measure].unit is Unit.MONEY,
        "adds_up": BY_NAME[measure].kind in (Kind.ADDITIVE, Kind.COUNT),
        "operands": _operand_labels(BY_NAME[measure]),
        "operand_unit": rollup.currency if BY_NAME[measure].operands[0] in MONEY_FIELDS else "",
        "operand_sums": operand_sums(rows),
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "rates": rollup.rates,
        "csv": same_page(request, format="csv", page=None),
        "xlsx": same_page(request, format="xlsx", page=None),
    }
    return render(request, "reporting/measure/rows.html", context)


def _scope(request: HttpRequest) -> Scope:
    """``?scope=portfolio:CODE``; what the person may not see is not found."""
    try:
        return parse_scope(request.GET.get("scope", "organisation"), user=request.user)
    except (ScopeNotFound, ScopeAmbiguous) as error:
        raise Http404(error.message) from error


def _currency(request: HttpRequest) -> str | None:
    """``?currency=EUR``; anything that is no code is left to the scope."""
    code = request.GET.get("currency", "")
    return code if len(code) == 3 and code.isalpha() and code.isupper() else None


def _operand_labels(measure: Measure) -> list[tuple[str, str]]:
    """Fields of a ratio with their short names; nothing for the others."""
    words = {"quality_passed": _("Checks passed"), "quality_applicable": _("Checks that apply")}
    return [(name, words.get(name, name.upper())) for name in measure.operands] if measure.kind is Kind.RATIO else []


def _file(request: HttpRequest, measure: str, rows: list[MeasureRow], rollup: Rollup) -> HttpResponse:
    label = str(MeasureName(measure).label)
    headers = [_("Code"), _("Project"), _("Portfolio"), _("Programme"), label, _("Currency")]
    headers += [_("Rate"), _("Rate of"), f"{label} ({rollup.currency})", _("Missing"), _("Reason")]
    table = [_cells(row, rollup) for row in rows]
    return table_response(request.GET["format"], f"{measure}-{request.as_of.isoformat()}", headers, table)


def _cells(row: MeasureRow, rollup: Rollup) -> list[Any]:
    project, dated = row.project, rollup.rates.get(row.fact.currency)
    return [
        project.code,
        project.name,
        project.portfolio.name,
        project.programme.name if project.programme else "",
        row.own,
        row.fact.currency,
        dated.value if dated else None,
        dated.on if dated else None,
        row.value,
        row.missing or "",
        row.reason,
    ]

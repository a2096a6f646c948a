"""What is told of an import, as JSON that is stored, printed and shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portfolio.interop.formats.amounts import plain
from portfolio.interop.formats.plan import ImportPlan, Problem, Rejection


@dataclass(frozen=True)
class Tally:
    """What became of the rows that were taken."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


def report_of(plan: ImportPlan, tally: Tally) -> dict[str, Any]:
    """``read`` = created + updated + unchanged + rejected; sums are exact, in the unit of the file."""
    return {
        "profile": plan.profile,
        "read": plan.read,
        "created": tally.created,
        "updated": tally.updated,
        "unchanged": tally.unchanged,
        "rejected": len(plan.rejections),
        "blank": plan.blank,
        "unit": plan.unit,
        "currency": plan.currency,
        "sums": {
            name: {"in": plain(one.incoming), "applied": plain(one.taken), "rejected": plain(one.rejected)}
            for name, one in plan.sums.items()
        },
        "cells": {
            name: {"unknown": one.unknown, "withheld": one.withheld, "unreadable": one.unreadable}
            for name, one in plan.sums.items()
        },
        "rejections": [_entry(one) for one in plan.rejections],
        "warnings": [_entry(one) for one in plan.warnings],
        "header_row": plan.header_row,
        "mapped": [{"header": one.header, "field": one.field, "kind": one.kind} for one in plan.mapped],
        "not_taken": list(plan.not_taken),
    }


@dataclass(frozen=True)
class SumLine:
    """One money column: ``incoming`` = ``applied`` + ``rejected``; the cells without a number are counted beside."""

    column: str
    incoming: Decimal
    applied: Decimal
    rejected: Decimal
    unknown: int
    withheld: int
    unreadable: int


def sum_lines(report: dict[str, Any]) -> list[SumLine]:
    """The sums of a stored report."""
    return [
        SumLine(name, Decimal(sums["in"]), Decimal(sums["applied"]), Decimal(sums["rejected"]), **report["cells"][name])
        for name, sums in report.get("sums", {}).items()
    ]


def rejected_cells(report: dict[str, Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    """(row, problem) for every problem of every rejected row; for the table and the file."""
    for entry in report.get("rejections", []):
        yield entry["row"], entry
        for other in entry["also"]:
            yield entry["row"], other


def _entry(rejection: Rejection) -> dict[str, Any]:
    return {"row": rejection.row, **_problem(rejection.first), "also": [_problem(one) for one in rejection.also]}


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "column": problem.column,
        "value": problem.value,
        "reason": str(problem.reason),
        "message": problem.reason.as_json(),
    }

"""Many rows are locked in one order, whatever the order of the file: two who lock the same ones form no ring."""

import io

import pytest

from portfolio.actions.importing.projects import in_order_of_locks
from portfolio.interop.formats.plan import RowPlan
from portfolio.interop.formats.planner import plan_import
from portfolio.interop.profiles.generic import GENERIC
from tests.factories import DAY, make_project

pytestmark = pytest.mark.django_db


def rows(*codes: str) -> tuple[RowPlan, ...]:
    lines = "".join(f"Digital,{code},Project {code}\n" for code in codes)
    return plan_import(io.BytesIO(f"Portfolio,Project code,Project\n{lines}".encode()), GENERIC, today=DAY).rows


def ordered(*codes: str) -> list[str]:
    return [row.project.named.code for row in in_order_of_locks(rows(*codes), "generic")]


def test_stored_projects_come_by_their_ids_and_new_ones_last_as_in_the_file() -> None:
    for code in ("B-1", "C-1", "A-1"):
        make_project(code)
    assert ordered("N-2", "A-1", "N-1", "C-1", "B-1") == ["B-1", "C-1", "A-1", "N-2", "N-1"]


def test_a_project_is_known_by_its_id_in_the_source_too() -> None:
    make_project("RENAMED", source="generic", external_id="A-1")
    make_project("B-1")
    make_project("OTHER", source="us-it", external_id="N-1")
    assert ordered("N-1", "B-1", "A-1") == ["A-1", "B-1", "N-1"]

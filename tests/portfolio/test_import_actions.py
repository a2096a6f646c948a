"""The verbs of an import: rights, the file kept, edits of people, and nothing half-imported."""

import hashlib
import io
from datetime import timedelta
from decimal import Decimal
from unittest.mock import patch

import pytest
from django.db import DatabaseError
from django.utils import timezone

from pmo.core.errors import NotAllowed
from pmo.core.models import User
from pmo.core.roles import Role
from portfolio.actions.imports import (
    ImportAlreadyApplied,
    ImportRefused,
    ImportRunning,
    apply_import,
    check_import,
    choose_profile,
    keep_upload,
    queue_import,
)
from portfolio.interop.formats.reasons import FileRefused
from portfolio.models import ImportProfile, ImportRun, ImportState, Portfolio, Programme
from projects.models import ActualCost, BudgetLine, Forecast, Issue, Project
from tests.factories import DAY, NOON, make_member, make_portfolio, make_programme, make_project, make_user

pytestmark = pytest.mark.django_db

HEADER = "Portfolio,Programme,Project code,Project,Start,End,Health,Budget,Original budget,Actual cost,EAC,Issue\n"
FIRST = HEADER + "Digital,Citizen,D-1,Portal,2025-01-06,2026-03-31,amber,1200,1000,300.5,1300,Supplier late\n"


def upload(text: str, by: User | None = None, profile: str = "generic") -> ImportRun:
    return keep_upload(file=io.BytesIO(text.encode()), file_name="projects.csv", profile=profile, by=by, at=NOON)


def apply(text: str, by: User | None = None, profile: str = "generic") -> dict[str, int]:
    report = apply_import(run=upload(text, by, profile), by=by, at=NOON).report
    return {name: report[name] for name in ("created", "updated", "unchanged", "rejected")}


def outcome(created: int = 0, updated: int = 0, unchanged: int = 0, rejected: int = 0) -> dict[str, int]:
    return {"created": created, "updated": updated, "unchanged": unchanged, "rejected": rejected}


def test_the_original_file_is_kept_with_its_hash() -> None:
    run = upload(FIRST)
    with run.file.open() as kept:
        data = kept.read()
    assert data == FIRST.encode()
    assert run.sha256 == hashlib.sha256(data).hexdigest()
    assert (run.size, run.file_name, run.state) == (len(data), "projects.csv", ImportState.UPLOADED)


def test_a_row_makes_its_parents_project_and_parts() -> None:
    assert apply(FIRST) == outcome(created=1)
    project = Project.objects.get(code="D-1")
    assert (project.portfolio.code, project.programme and project.programme.code) == ("DIGITAL", "CITIZEN")
    assert (project.declared_health, project.declared_on) == ("amber", DAY)
    budget = BudgetLine.objects.get(project=project)
    assert (budget.original, budget.current, budget.source) == (1000, 1200, "generic")
    assert ActualCost.objects.get(project=project).amount == Decimal("300.5")
    assert Forecast.objects.get(project=project).made_on == DAY
    assert Issue.objects.get(project=project).title == "Supplier late"


def test_the_same_file_on_another_day_changes_nothing() -> None:
    apply(FIRST)
    later = NOON.replace(month=9)
    run = upload(FIRST)
    assert apply_import(run=run, by=None, at=later).report["unchanged"] == 1
    assert Forecast.objects.get().made_on == DAY


def test_what_people_wrote_stays_where_the_file_says_nothing() -> None:
    apply(FIRST)
    manager = make_user("manager")
    Project.objects.update(manager=manager, description="Written here", phase="planning")
    Issue.objects.update(state="closed", owner=manager)
    blank = HEADER + "Digital,Citizen,D-1,Portal,,,,1250,1000,300.5,1300,Supplier late\n"
    assert apply(blank) == outcome(updated=1)
    project = Project.objects.get()
    assert (project.manager, project.description, project.phase) == (manager, "Written here", "planning")
    assert (str(project.start), project.declared_health) == ("2025-01-06", "amber")
    assert Issue.objects.get().state == "closed"
    assert BudgetLine.objects.get().current == 1250


def test_a_date_that_contradicts_one_typed_here_is_left_out() -> None:
    apply(FIRST)
    Project.objects.update(start=DAY, finish=None)
    apply(HEADER + "Digital,Citizen,D-1,Portal,,2026-03-31,amber,1200,1000,300.5,1300,Supplier late\n")
    assert (Project.objects.get().start, Project.objects.get().finish) == (DAY, None)


def test_a_withheld_amount_replaces_a_known_one_with_its_reason() -> None:
    apply(FIRST)
    apply(FIRST.replace(",1300,", ",confidential until May,"))
    forecast = Forecast.objects.get()
    assert (forecast.amount, forecast.missing, forecast.missing_reason) == (None, "withheld", "confidential until May")


def test_a_zero_of_a_year_is_stored_only_over_an_amount() -> None:
    head = "project_id,project_description,managing_agency_id,managing_agency,ten_year_plan_category,original_budget,"
    sources = ("city", "non_city", "combined")
    head += ",".join(f"{name}_{one}" for name in sources for one in ("prior_actuals", "r_t_c", "total"))
    head += "," + ",".join(f"{name}2021" for name in sources)

    def row(year: int) -> str:
        return f"{head}\nP1,Pool,846,PARKS,POOLS,9,0,0,{year},0,0,0,0,0,{year},{year},0,{year}\n"

    apply(row(0), profile="nyc-capital")
    assert not BudgetLine.objects.filter(period_label="2021").exists()
    assert ActualCost.objects.count() == 1  # the zero of the first source makes actual cost known
    apply(row(7), profile="nyc-capital")
    assert BudgetLine.objects.get(period_label="2021").current == 7000
    assert apply(row(0), profile="nyc-capital") == outcome(updated=1)
    assert BudgetLine.objects.get(period_label="2021").current == 0


def test_a_later_statement_stands_beside_the_earlier_one() -> None:
    text = "Portfolio,Project code,Project,EAC,Forecast date\nA,D-1,B,{},{}\n"
    apply(text.format(100, "2026-01-31"))
    apply(text.format(120, "2026-02-28"))
    assert list(Forecast.objects.order_by("made_on").values_list("amount", flat=True)) == [100, 120]


def test_importing_needs_the_right_on_the_organisation() -> None:
    analyst = make_member(Role.PMO_ANALYST)
    elsewhere = make_member(Role.PMO_ANALYST, on=make_portfolio("OTHER"))
    assert apply(FIRST, by=analyst) == outcome(created=1)
    for stranger in (elsewhere, make_member(Role.PROJECT_MANAGER), make_user()):
        with pytest.raises(NotAllowed):
            upload(FIRST, by=stranger)
    run = upload(FIRST, by=analyst)
    for verb in (check_import, apply_import):
        with pytest.raises(NotAllowed):
            verb(run=run, by=elsewhere, at=NOON)


def test_a_confidential_project_is_neither_changed_nor_described() -> None:
    make_project("D-1", name="Secret merger", confidential=True)
    report = apply_import(run=upload(FIRST), by=make_member(Role.PMO_ANALYST), at=NOON).report
    (rejection,) = report["rejections"]
    assert rejection["reason"] == "The code D-1 is not available."
    assert "Secret" not in str(report)
    assert report["sums"]["Budget"] == {"in": "1200", "applied": "0", "rejected": "1200"}
    assert Project.objects.get().name == "Secret merger"


def test_amounts_are_never_restated_in_another_currency() -> None:
    make_project("D-1", currency="USD")
    report = apply_import(run=upload(FIRST), by=None, at=NOON).report
    assert "kept in USD, the file gives EUR" in report["rejections"][0]["reason"]


def test_a_project_made_by_hand_is_found_by_its_code() -> None:
    project = make_project("D-1", portfolio=make_portfolio("Digital"))
    assert apply(FIRST) == outcome(updated=1)
    assert Project.objects.get().pk == project.pk


def test_parents_given_by_name_are_the_ones_that_stand() -> None:
    home = make_portfolio("DX", name="Digital")
    programme = make_programme("CTZ", portfolio=home, name="Citizen")
    apply(FIRST)
    project = Project.objects.get()
    assert (project.portfolio, project.programme) == (home, programme)
    assert Portfolio.objects.count() == 1


def test_a_programme_that_was_moved_keeps_its_place() -> None:
    apply(FIRST)
    elsewhere = make_portfolio("ELSEWHERE")
    Programme.objects.update(portfolio=elsewhere)
    Project.objects.update(portfolio=elsewhere)
    assert apply(FIRST) == outcome(unchanged=1)
    assert Project.objects.get().portfolio == elsewhere


def test_a_job_that_was_lost_does_not_block_the_file() -> None:
    run = upload(FIRST)
    first = queue_import(run=run, dry_run=True, by=None, at=timezone.now())
    with pytest.raises(ImportRunning):
        queue_import(run=run, dry_run=True, by=None, at=timezone.now())
    again = queue_import(run=run, dry_run=True, by=None, at=timezone.now() + timedelta(hours=2))
    assert again != first


def test_an_import_is_applied_once() -> None:
    run = apply_import(run=upload(FIRST), by=None, at=NOON)
    with pytest.raises(ImportAlreadyApplied):
        apply_import(run=run, by=None, at=NOON)


def test_checking_writes_only_the_report() -> None:
    run = check_import(run=upload(FIRST), by=None, at=NOON)
    assert (run.state, run.report["created"], run.applied_at) == (ImportState.CHECKED, 1, None)
    assert not Project.objects.exists()
    assert not Portfolio.objects.exists()


def test_a_check_that_comes_late_leaves_an_applied_run_alone() -> None:
    run = upload(FIRST)
    late = ImportRun.objects.get(pk=run.pk)
    apply_import(run=run, by=None, at=NOON)
    with pytest.raises(ImportAlreadyApplied):
        check_import(run=late, by=None, at=NOON)
    refusal = patch("portfolio.actions.imports.plan_import", side_effect=FileRefused("late"))
    with refusal, pytest.raises(ImportAlreadyApplied):
        check_import(run=late, by=None, at=NOON)
    assert ImportRun.objects.get().state == ImportState.APPLIED


def test_the_profile_is_changed_by_importers_and_not_under_a_worker() -> None:
    run = upload(FIRST)
    with pytest.raises(NotAllowed):
        choose_profile(run=run, profile="gmpp", by=make_member(Role.READER), at=NOON)
    queue_import(run=run, dry_run=False, by=None, at=timezone.now())
    with pytest.raises(ImportRunning):
        choose_profile(run=run, profile="gmpp", by=None, at=timezone.now())
    assert ImportRun.objects.get().profile == "generic"


def test_a_refusal_is_kept_in_the_run() -> None:
    run = upload("a,b\n1,2\n")
    with pytest.raises(ImportRefused, match="No header row"):
        apply_import(run=run, by=None, at=NOON)
    run.refresh_from_db()
    assert (run.state, run.applied_at) == (ImportState.REFUSED, None)
    assert run.error.startswith("No header row")


def test_a_fault_in_the_middle_leaves_nothing() -> None:
    run = upload(FIRST)
    with (
        patch("portfolio.actions.importing.writer.mark_dirty", side_effect=DatabaseError("gone")),
        pytest.raises(DatabaseError),
    ):
        apply_import(run=run, by=None, at=NOON)
    assert not Project.objects.exists()
    assert not Portfolio.objects.exists()
    run.refresh_from_db()
    assert run.state == ImportState.UPLOADED


def test_a_profile_of_the_office_is_used_by_name() -> None:
    ImportProfile.objects.create(name="works", settings={"constants": {"portfolio_name": "Works"}, "unit": "k"})
    assert apply("Project code,Project,Budget\nT-1,Bridge,12\n", profile="works") == outcome(created=1)
    assert BudgetLine.objects.get().current == 12000
    ImportProfile.objects.create(name="broken", settings={"unit": "bn"})
    with pytest.raises(ImportRefused, match="unit is “bn”"):
        upload(FIRST, profile="broken")


def test_three_hundred_rows_take_few_statements(django_assert_max_num_queries: object) -> None:
    rows = "".join(f"Digital,Citizen,D-{n},Portal,2025-01-06,2026-03-31,amber,1,1,1,1,x\n" for n in range(300))
    run = upload(HEADER + rows)
    with django_assert_max_num_queries(100):  # type: ignore[operator]
        apply_import(run=run, by=None, at=NOON)
    assert Project.objects.count() == 300

"""``import_table``: the real files from the command line, and what a script can rely on."""

import json
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Sum

from pmo.core.models import AuditEntry
from portfolio.models import ImportRun, Portfolio, Programme
from projects.enums import BudgetState, ForecastKind
from projects.models import ActualCost, BudgetLine, DirtyMark, Forecast, Issue, Project

from .interop.real_files import FILES, as_csv, real_bytes, real_rows

pytestmark = pytest.mark.django_db


def import_table(path: Path, profile: str, *options: str) -> dict[str, Any]:
    out = StringIO()
    call_command("import_table", str(path), "--profile", profile, "--json", *options, stdout=out)
    return json.loads(out.getvalue())  # type: ignore[no-any-return]


def real(profile: str) -> Path:
    real_bytes(profile)
    return FILES[profile]


def counts(report: dict[str, Any]) -> tuple[int, int, int, int, int]:
    return tuple(report[name] for name in ("read", "created", "updated", "unchanged", "rejected"))  # type: ignore[return-value]


def total(rows: Any, name: str) -> Decimal | None:
    return rows.aggregate(total=Sum(name))["total"]  # type: ignore[no-any-return]


def test_us_it_reconciles_to_the_last_digit() -> None:
    report = import_table(real("us-it"), "us-it")
    assert counts(report) == (1073, 1073, 0, 0, 0)
    assert report["sums"] == {
        "Planned_Cost_M": {"in": "26970.706944", "applied": "26970.706944", "rejected": "0"},
        "Projected_Actual_Cost_M": {"in": "29549.497171", "applied": "29549.497171", "rejected": "0"},
    }
    assert total(BudgetLine.objects, "current") == total(BudgetLine.objects, "original") == 26_970_706_944
    assert total(Forecast.objects.filter(kind=ForecastKind.EAC), "amount") == 29_549_497_171
    assert BudgetLine.objects.filter(missing="unknown", missing_reason__contains="is empty").count() == 8
    assert (Portfolio.objects.count(), Programme.objects.count(), Project.objects.count()) == (13, 263, 1073)
    assert DirtyMark.objects.filter(dirty__gt=0).count() == 1073


def test_nyc_keeps_every_year_and_source() -> None:
    import_table(real("nyc-capital"), "nyc-capital")
    planned = BudgetLine.objects.filter(state=BudgetState.PLANNED)
    assert total(planned.filter(period_label="2021"), "current") == 1_128_061_000
    assert total(planned.filter(period_label="to complete"), "current") == 984_064_000
    assert total(planned.filter(funding_source="non-city", period_label="2022"), "current") == 100_339_000
    assert total(ActualCost.objects, "amount") == 3_503_939_000
    assert ActualCost.objects.values("project").distinct().count() == 1108
    assert Issue.objects.count() == 650
    assert total(BudgetLine.objects.filter(state=BudgetState.APPROVED), "original") == 5_911_321_000


def test_gmpp_keeps_reasons_with_what_is_missing() -> None:
    import_table(real("gmpp"), "gmpp")
    assert set(Portfolio.objects.values_list("code", flat=True)) == {"GMPP-DFT"}
    withheld = Forecast.objects.filter(kind=ForecastKind.WHOLE_LIFE_COST, missing="withheld")
    assert withheld.count() == 5
    assert all(row.missing_reason.startswith("Exempt under Section") for row in withheld)
    exempt = Project.objects.get(declared_health="grey")
    assert exempt.absences["declared_health"]["kind"] == exempt.absences["start"]["kind"] == "withheld"
    assert Project.objects.filter(declared_health="amber").count() == 13


@pytest.mark.parametrize("profile", ["us-it", "nyc-capital", "gmpp"])
def test_the_same_file_again_changes_nothing(profile: str) -> None:
    read = import_table(real(profile), profile)["read"]
    audited, stamps = AuditEntry.objects.count(), list(Project.objects.values_list("updated_at", flat=True))
    DirtyMark.objects.update(dirty=0)
    report = import_table(real(profile), profile)
    assert counts(report) == (read, 0, 0, read, 0)
    assert list(Project.objects.values_list("updated_at", flat=True)) == stamps
    assert not DirtyMark.objects.filter(dirty__gt=0).exists()
    assert AuditEntry.objects.count() == audited + 2  # the run was uploaded and applied


def test_a_dry_run_counts_and_leaves_nothing() -> None:
    report = import_table(real("gmpp"), "gmpp", "--dry-run")
    assert counts(report) == (19, 19, 0, 0, 0)
    assert not Project.objects.exists()
    assert not Portfolio.objects.exists()
    assert not ImportRun.objects.exists()
    assert not AuditEntry.objects.exists()


def test_only_what_changed_is_updated_and_what_vanished_stays(tmp_path: Path) -> None:
    import_table(real("us-it"), "us-it")
    rows = real_rows("us-it")
    cost = rows[0].index("Planned_Cost_M")
    rows[1][cost] = "304.5"
    changed = tmp_path / "later.csv"
    changed.write_bytes(as_csv(rows[:-3]))
    DirtyMark.objects.update(dirty=0)
    report = import_table(changed, "us-it")
    assert counts(report) == (1070, 0, 1, 1069, 0)
    project = Project.objects.get(code="US-3031")
    assert BudgetLine.objects.get(project=project).current == 304_500_000
    assert list(DirtyMark.objects.filter(dirty__gt=0).values_list("project__code", flat=True)) == ["US-3031"]
    assert Project.objects.count() == 1073
    entry = AuditEntry.objects.filter(object_type="projects.budgetline").latest("pk")
    assert entry.changes["current"] == ["303000000", "304500000"]


def test_rejected_rows_are_listed_and_the_sums_still_reconcile(tmp_path: Path) -> None:
    rows = real_rows("us-it")
    rows[1][rows[0].index("Start_Date")] = "2012-30-09"
    rows.append(["Total", *[""] * (len(rows[0]) - 1)])
    damaged = tmp_path / "damaged.csv"
    damaged.write_bytes(as_csv(rows))
    report = import_table(damaged, "us-it")
    assert counts(report) == (1074, 1072, 0, 0, 2)
    first, second = report["rejections"]
    assert (first["row"], first["column"], first["value"]) == (2, "Start_Date", "2012-30-09")
    assert "there is no month 30" in first["reason"]
    assert second["row"] == 1075
    assert report["sums"]["Planned_Cost_M"] == {"in": "26970.706944", "applied": "26667.706944", "rejected": "303"}
    assert total(BudgetLine.objects, "current") == 26_667_706_944


@pytest.mark.parametrize(
    ("content", "profile", "message"),
    [
        (b"", "generic", "0 bytes"),
        (b"a,b\n1,2\n", "generic", "No header row"),
        (b"Portfolio\n", "no-such", "Known profiles: generic, us-it"),
    ],
)
def test_a_refused_file_ends_with_one_sentence(tmp_path: Path, content: bytes, profile: str, message: str) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    out = StringIO()
    with pytest.raises(CommandError, match=message) as caught:
        call_command("import_table", str(path), "--profile", profile, "--json", stdout=out)
    assert caught.value.returncode == 1
    assert message in json.loads(out.getvalue())["error"]
    assert not Project.objects.exists()


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_table", "/nowhere/at/all.csv", "--profile", "us-it")


def test_the_printed_report_reads_well(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_table", str(real("us-it")), "--profile", "us-it", "--dry-run")
    text = capsys.readouterr().out
    assert "1073 read, 1073 created" in text
    assert "Planned_Cost_M: in 26970.706944 = applied 26970.706944 + rejected 0 M USD (8 unknown)" in text

"""The real files beside the project, and damaged copies of them."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from portfolio.interop.formats.plan import ImportPlan
from portfolio.interop.formats.planner import plan_import
from portfolio.interop.profiles import SHIPPED

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "data" / "portfolios"
FILES = {
    "us-it": FOLDER / "us_it_portfolio.csv",
    "nyc-capital": FOLDER / "nyc_capital_projects.csv",
    "gmpp": FOLDER / "gmpp_dft_2024.csv",
}
TODAY = date(2026, 1, 15)


def real_bytes(profile: str) -> bytes:
    path = FILES[profile]
    if not path.exists():
        pytest.skip(f"the shared data set {path.name} is not beside the project")
    return path.read_bytes()


def real_rows(profile: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(real_bytes(profile).decode(), newline="")))


def as_csv(rows: list[list[str]], delimiter: str = ",") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode()


def plan(data: bytes, profile: str) -> ImportPlan:
    return plan_import(io.BytesIO(data), SHIPPED[profile], today=TODAY)

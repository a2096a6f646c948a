"""docs/api.md: each of its commands is run, in its order, against a server, and answers what the document shows."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from pmo.core.models import User
from pmo.core.roles import Role
from reporting.actions.facts import recompute_facts
from tests import factories as f
from tests.docs.console import differences, run, steps
from tests.pmo_core.api.tokens import give_token

DOCUMENT = Path(__file__).parents[2] / "docs" / "api.md"
CSV = "code,name,portfolio\nERP,Books of the group,DIGITAL\n"


@pytest.fixture
def olivia(transactional_db: None) -> User:
    """Of the project office, in a portfolio with two projects."""
    f.make_organisation(name="Group", reporting_currency="EUR")
    olivia = f.make_member(Role.ADMINISTRATOR, username="olivia")
    olivia.first_name, olivia.last_name, olivia.email = "Olivia", "Okafor", "olivia@example.org"
    olivia.save()
    digital = f.make_portfolio("DIGITAL", name="Digital")
    crm = f.make_project("CRM", portfolio=digital, name="One view of the customer", currency="EUR")
    f.make_budget_line(crm, "250000")
    f.make_forecast(crm, "275000")
    f.make_project("DATA", portfolio=digital, name="Data platform", currency="EUR")
    f.make_risk(crm, title="Key people leave", inherent_probability=4, inherent_impact=4, owner=olivia)
    f.make_risk(crm, title="Data is late", inherent_probability=2, inherent_impact=2)
    recompute_facts(project_ids=None, as_of=timezone.localdate(), at=timezone.now())
    return olivia


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl")
def test_every_command_answers_what_is_shown(olivia: User, live_server: Any, tmp_path: Path) -> None:
    (tmp_path / "projects.csv").write_text(CSV)
    names = {"VIGIE": live_server.url, "TOKEN": give_token(olivia)[1], "PATH": os.environ["PATH"]}
    run_so_far = 0
    for step in steps(DOCUMENT):
        answered = run(_with_variables(step.command), {**names, "HOME": str(tmp_path)}, tmp_path)
        found = differences(step.shown, answered)
        assert not found, f"{step.command}\n{answered}\n" + "\n".join(found)
        run_so_far += 1
    assert run_so_far > 20


def _with_variables(command: str) -> str:
    """What a command keeps for later ones goes through a file, as each runs in a shell of its own."""
    return f"touch variables; . ./variables; {command}\n{{ declare -p RUN > variables; }} 2> /dev/null || true"

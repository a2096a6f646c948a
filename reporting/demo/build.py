"""Building the demonstration. One transaction: it is there whole, or not at all."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from pmo.core.models import Organisation
from pmo.core.queries.people import demo_people
from portfolio.models import Programme
from projects.models import Project
from reporting.actions.facts import recompute_facts
from reporting.demo import history, kpi_rows, money_rows, people, project_rows, register_rows, tree, view_rows
from reporting.demo.course import Path, follow, months_after
from reporting.demo.report_rows import add_reports
from reporting.demo.risk_rows import add_risks
from reporting.demo.store import Store
from reporting.demo.story import PROGRAMMES
from reporting.demo.story.group import TEAM
from reporting.demo.story.shapes import ProgrammeStory

FOUNDED = -26
KPI_MONTHS = 12


def is_built() -> bool:
    return Organisation.objects.filter(pk=1).exists() and demo_people().exists()


@transaction.atomic
def build(*, today: date, at: datetime) -> None:
    """Everything, as it stands on ``today``. The same day always gives the same organisation."""
    store = Store(at)
    tree.create_organisation()
    everybody = people.create_people(store)
    portfolios = tree.create_portfolios(store, everybody, tree.create_thresholds(store))
    programmes = tree.create_programmes(store, everybody, portfolios, on=months_after(today, FOUNDED))
    paths = {story.code: follow(story, today) for programme in PROGRAMMES for story in programme.projects}
    projects = _create_projects(store, paths, programmes, everybody)
    people.grant_roles(everybody, portfolios, projects)
    for programme in PROGRAMMES:
        for number, story in enumerate(programme.projects):
            _fill(store, projects[story.code], paths[story.code], programme, number, everybody)
    store.flush()
    kpi_rows.add_kpis(store, everybody, today)
    view_rows.add_saved_views(store, everybody)
    history.declare_and_close(paths, today, store)
    store.flush()
    recompute_facts(project_ids=None, as_of=today, at=at)
    history.record_past_kpis(today, KPI_MONTHS)


def _create_projects(
    store: Store, paths: Mapping[str, Path], programmes: Mapping[str, Programme], everybody: people.People
) -> dict[str, Project]:
    made: dict[str, Project] = {}
    for story in PROGRAMMES:
        for one in story.projects:
            path = paths[one.code]
            project = project_rows.project_row(path, programmes[story.code], everybody)
            made[one.code] = store.add(project, by=everybody["karim"], on=path.start - timedelta(days=40))
            project_rows.tell_project(store, project, path, pmo=everybody["sofia"])
    store.flush()
    return made


def _fill(
    store: Store, project: Project, path: Path, programme: ProgrammeStory, number: int, everybody: people.People
) -> None:
    """All that hangs from one project."""
    team = [everybody[name] for name, codes in TEAM if project.code in codes]
    milestones = project_rows.add_milestones(store, project, path, programme)
    money_rows.add_budget(store, project, path, programme, register_rows.approved_change(path))
    money_rows.add_actuals(store, project, path, programme)
    money_rows.add_forecasts(store, project, path)
    money_rows.add_orders(store, project, path, programme)
    add_risks(store, project, path, programme, number, team)
    register_rows.add_issues(store, project, path, programme, number)
    register_rows.add_actions(store, project, path, programme, number, team)
    register_rows.add_decisions(store, project, path, programme, number)
    register_rows.add_changes(store, project, path, programme, number)
    add_reports(store, project, path, programme, milestones)

"""The facts of projects at any date, computed from their sources and stored nowhere.

The number of statements does not depend on how many projects there are: one per source table and chunk.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from pmo.core.currency import Rates
from pmo.core.models import Organisation
from projects.models import Project
from reporting.models import ProjectFact
from reporting.queries.among import Among
from reporting.queries.calendar import public_holidays
from reporting.queries.fact_row import Context, Statements, fill
from reporting.queries.sources import money, registers, reports
from reporting.queries.sources.sums import Converter
from reporting.queries.sources.thresholds import rules_by_portfolio

CHUNK = 1000
READ = (
    "absences",
    "baseline_finish",
    "contingency",
    "currency",
    "declared_health",
    "declared_on",
    "eac_method",
    "finish",
    "portfolio_id",
    "reporting_cycle",
    "start",
    "status",
)
"""What the facts of a project look at in the project itself."""


def chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    """The ids in order, in lists that every database accepts in one statement."""
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


def compute_facts(
    project_ids: Iterable[int], *, as_of: date, at: datetime, stated: Mapping[int, reports.LastReport] | None = None
) -> list[ProjectFact]:
    """Unsaved facts of these projects as they stood at the close of ``as_of``; ids without a project are left out.

    ``stated`` are reports taken as the last published ones: what the facts will be once a draft is published.
    """
    organisation = Organisation.current()
    context = Context(
        as_of=as_of,
        at=at,
        rates=Rates(as_of),
        reporting_currency=organisation.reporting_currency,
        holidays=public_holidays(organisation.country),
        rules=rules_by_portfolio(),
        stated=stated or {},
    )
    return [fact for ids in chunks(project_ids) for fact in _compute(ids, context)]


def _compute(ids: Sequence[int], context: Context) -> list[ProjectFact]:
    projects = list(Project.objects.filter(Among("pk", ids)).order_by("pk").only(*READ))
    statements = _statements(projects, context)
    return [fill(project, statements, context) for project in projects]


def _statements(projects: Sequence[Project], context: Context) -> Statements:
    ids, as_of = [project.pk for project in projects], context.as_of
    convert = Converter({project.pk: project.currency for project in projects}, context.rates)
    plans = {project.pk: money.Plan(project.start, project.baseline_finish or project.finish) for project in projects}
    amounts = money.budgets(ids, as_of, convert, plans, context.holidays)
    amounts["committed"] = money.committed(ids, as_of, convert)
    amounts["ac"] = money.actual_cost(ids, as_of, convert)
    return Statements(
        amounts=amounts,
        forecasts=money.forecasts(ids, as_of, convert),
        milestones=registers.milestones(ids, as_of),
        risks=registers.risks(ids, as_of),
        counts=(
            registers.open_issues(ids, as_of),
            registers.overdue_actions(ids, as_of),
            registers.pending_decisions(ids, as_of),
        ),
        changes=registers.changes(ids, as_of),
        reports={**reports.last_reports(ids, as_of), **context.stated},
        colours_before=reports.colours_before(ids, as_of),
    )

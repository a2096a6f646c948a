"""The sums behind the facts in plain SQL: what the full recomputation is measured against.

One statement a source table over every row, without reasons of absence, exchange rates, thresholds or working days.
The same statements joined into an ``INSERT … ON CONFLICT DO UPDATE`` keep the sums in a table shaped as the facts.
"""

from collections.abc import Callable

from django.db import connection

AGGREGATES = {
    "money": """
        SELECT project_id,
            sum(current) FILTER (WHERE state = 'approved') AS budget,
            sum(original) FILTER (WHERE state = 'approved') AS original,
            sum(current) FILTER (WHERE state = 'planned') AS planned,
            sum(current * least(greatest(CURRENT_DATE - period_start + 1, 0), period_end - period_start + 1)
                / (period_end - period_start + 1)) FILTER (WHERE state = 'approved') AS pv,
            count(*) AS rows, count(current) AS known
        FROM projects_budgetline
        WHERE approved_on IS NULL OR approved_on <= CURRENT_DATE OR state = 'planned'
        GROUP BY project_id""",
    "spent": """
        SELECT project_id, sum(amount) AS ac, count(*) AS rows, count(amount) AS known
        FROM projects_actualcost WHERE posting_date <= CURRENT_DATE GROUP BY project_id""",
    "ordered": """
        SELECT project_id, sum(amount - invoiced) FILTER (WHERE NOT closed) AS committed
        FROM projects_commitment WHERE ordered_on <= CURRENT_DATE GROUP BY project_id""",
    "forecast": """
        SELECT DISTINCT ON (project_id) project_id, amount AS eac
        FROM projects_forecast WHERE kind = 'eac' AND made_on <= CURRENT_DATE
        ORDER BY project_id, made_on DESC, id DESC""",
    "risk": """
        SELECT project_id, count(*) AS open, max(inherent_probability * inherent_impact) AS score,
            count(*) FILTER (WHERE inherent_probability IS NULL) AS unassessed,
            sum(cost_impact * (coalesce(residual_probability, inherent_probability) * 20 - 10) / 100) AS exposure
        FROM projects_risk
        WHERE raised_on <= CURRENT_DATE AND (closed_on > CURRENT_DATE OR (closed_on IS NULL AND state = 'open'))
        GROUP BY project_id""",
    "milestone": """
        SELECT project_id,
            count(*) FILTER (WHERE coalesce(baseline, forecast) <= CURRENT_DATE) AS due,
            count(*) FILTER (WHERE reached > baseline OR (reached IS NULL AND forecast > baseline)) AS late,
            count(*) FILTER (WHERE coalesce(baseline, forecast) <= CURRENT_DATE
                AND (reached IS NULL OR reached > CURRENT_DATE)) AS missed
        FROM projects_milestone GROUP BY project_id""",
    "report": """
        SELECT DISTINCT ON (project_id) project_id, period_end, progress / 100 AS progress, declared_health
        FROM projects_statusreport WHERE state = 'published' AND period_end <= CURRENT_DATE
        ORDER BY project_id, period_end DESC, published_at DESC""",
    "issue": "SELECT project_id, count(*) AS open FROM projects_issue WHERE state <> 'closed' GROUP BY project_id",
    "action": "SELECT project_id, count(*) AS due FROM projects_action WHERE due_on < CURRENT_DATE GROUP BY project_id",
    "decision": "SELECT project_id, count(*) AS due FROM projects_decision WHERE state = 'pending' GROUP BY project_id",
    "change": """
        SELECT project_id, count(*) AS due FROM projects_changerequest WHERE state = 'submitted' GROUP BY project_id""",
}
KEPT = {
    "project_id": "project.id",
    "as_of": "CURRENT_DATE",
    "computed_at": "now()",
    "currency": "project.currency",
    "approved_budget": "money.budget",
    "original_budget": "money.original",
    "planned_spend": "money.planned",
    "committed": "ordered.committed",
    "ac": "spent.ac",
    "bac": "money.budget",
    "pv": "money.pv",
    "ev": "money.budget * report.progress",
    "cv": "money.budget * report.progress - spent.ac",
    "sv": "money.budget * report.progress - money.pv",
    "eac": "forecast.eac",
    "etc": "forecast.eac - spent.ac",
    "vac": "money.budget - forecast.eac",
    "threat_exposure": "risk.exposure",
    "opportunity_exposure": "0",
    "bac_is_baseline": "false",
    "milestones_due": "coalesce(milestone.due, 0)",
    "milestones_late": "coalesce(milestone.late, 0)",
    "milestones_missed": "coalesce(milestone.missed, 0)",
    "open_issues": "coalesce(issue.open, 0)",
    "overdue_actions": "coalesce(action.due, 0)",
    "pending_changes": "coalesce(change.due, 0)",
    "pending_decisions": "coalesce(decision.due, 0)",
    "open_threats": "coalesce(risk.open, 0)",
    "unassessed_risks": "coalesce(risk.unassessed, 0)",
    "quality_passed": "0",
    "quality_applicable": "0",
    "progress": "report.progress",
    "report_age_days": "CURRENT_DATE - report.period_end",
    "top_risk_score": "risk.score",
    **dict.fromkeys(
        [f"health_{name}" for name in ("schedule", "cost", "scope", "risks", "resources", "quality")], "'grey'"
    ),
    "computed_health": "'grey'",
    "declared_health": "coalesce(report.declared_health, '')",
    "health": "coalesce(report.declared_health, 'grey')",
    "stale": "false",
    "unknown": "'{}'",
    "withheld": "'{}'",
    "stamp": "floor(random() * 1e18)::bigint",
}
TABLE = "bench_fact"


def aggregate() -> None:
    """Every sum of every project, fetched."""
    with connection.cursor() as cursor:
        for statement in AGGREGATES.values():
            cursor.execute(statement)
            cursor.fetchall()


def make_table() -> None:
    """A table shaped and indexed as the facts, of the bench's own."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {TABLE} (LIKE reporting_projectfact INCLUDING ALL)")


def aggregate_and_keep() -> None:
    """The same sums, kept by one statement."""
    parts = ", ".join(f"{name} AS MATERIALIZED ({statement})" for name, statement in AGGREGATES.items())
    joins = " ".join(f"LEFT JOIN {name} ON {name}.project_id = project.id" for name in AGGREGATES)
    changes = ", ".join(f"{name} = EXCLUDED.{name}" for name in KEPT if name != "project_id")
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH {parts} INSERT INTO {TABLE} ({', '.join(KEPT)}) SELECT {', '.join(KEPT.values())} "
            f"FROM projects_project AS project {joins} ON CONFLICT (project_id) DO UPDATE SET {changes}"
        )


SUMS_ALONE, KEPT_IN_A_TABLE = "bare sums alone", "bare sums kept in a table"
RIVALS: dict[str, Callable[[], None]] = {SUMS_ALONE: aggregate, KEPT_IN_A_TABLE: aggregate_and_keep}

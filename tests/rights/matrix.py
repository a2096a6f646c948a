"""Who may do what, route by route, written out by hand: the tests compare the application with this table.

A route or a role that changes must change here too. Words of the table: tests/rights/rows.py.
"""

from tests.rights.account_rows import ACCOUNT
from tests.rights.rows import (
    ADMINISTRATOR,
    ALL,
    ANALYSTS,
    ANSWER,
    OFFICE,
    REGISTER_WRITERS,
    SEE,
    WRITE,
    WRITE_PLACE,
    WRITE_REGISTERS,
    WRITERS,
    Args,
    Reach,
    Row,
    deed,
    delivery_args,
    entry_data,
    in_project,
    line_args,
    new_line,
    new_project,
    on_entry,
    on_place,
    on_project,
    page,
    report_data,
    some,
    thing,
    webhook_data,
    written,
)
from tests.rights.world import MONEY_MAKERS, REGISTER_MAKERS

FLOOR = [
    page("core:gallery"),
    page("core:help"),
    page("core:health-live"),
    page("core:health-ready"),
    page("reporting:metrics", done=404),  # for the bearer of a token, who is no person
    page("core:jobs"),
    deed("core:logout", ALL, changes=False),
    deed("core:preferences", ALL, data=lambda w, t: {"theme": "dark"}),
    Row("GET", "core:job", {"-": ALL}, {"-": some("analyst administrator")}, args=thing("job")),
]

on_group: Args = lambda w, t: [w.things["group"].pk]  # noqa: E731
ADMINISTRATION = [
    page("core:admin-people", OFFICE),
    page("core:admin-person", OFFICE, args=thing("person")),
    deed(
        "core:admin-person",
        ADMINISTRATOR,
        door=OFFICE,
        refused=200,
        args=thing("person"),
        data=lambda w, t: {"first_name": "Ann", "last_name": "Other", "email": "", "job_title": "", "language": "en"},
    ),
    page("core:admin-person-new", ADMINISTRATOR),
    deed(
        "core:admin-person-new",
        ADMINISTRATOR,
        data=lambda w, t: {"username": "newcomer", "language": "en", "password": "a-rather-long-phrase"},
    ),
    deed("core:admin-person-active", ADMINISTRATOR, args=thing("person"), data=lambda w, t: {"active": "no"}),
    deed(
        "core:admin-person-password",
        ADMINISTRATOR,
        args=thing("person"),
        data=lambda w, t: {"password": "a-rather-long-phrase"},
    ),
    page("core:admin-person-rights", OFFICE, args=thing("person")),
    deed("core:see-as", ADMINISTRATOR, args=thing("person")),
    deed("core:see-as-stop", ALL, changes=False),
    page("core:admin-groups", OFFICE),
    page("core:admin-group-new", OFFICE),
    deed("core:admin-group-new", OFFICE, data=lambda w, t: {"name": "Auditors"}),
    page("core:admin-group", OFFICE, args=on_group),
    deed(
        "core:admin-group",
        OFFICE,
        args=on_group,
        data=lambda w, t: {"name": "Auditors", "opened_name": w.things["group"].name},
    ),
    deed("core:admin-group-members", OFFICE, args=on_group, data=lambda w, t: {"users": [w.things["person"].pk]}),
    deed("core:admin-group-delete", OFFICE, args=on_group),
    page("core:admin-grants", OFFICE),
    page("core:admin-grant-new", OFFICE),
    deed(
        "core:admin-grant-new",
        OFFICE,
        data=lambda w, t: {"users": [w.things["person"].pk], "role": "reader", "portfolios": "FAR"},
    ),
    deed("core:admin-grants-revoke", OFFICE, data=lambda w, t: {"grant": [w.things["grant"].uuid]}),
    deed("core:admin-grant-revoke", OFFICE, args=thing("grant")),
    page("core:admin-reach", OFFICE),
    page("core:admin-audit", OFFICE),
    page("core:admin-organisation", ADMINISTRATOR),
    deed(
        "core:admin-organisation",
        ADMINISTRATOR,
        data=lambda w, t: {
            "name": "New name",
            "reporting_currency": "USD",
            "fiscal_year_start_month": 1,
            "stance": "controlling",
            "country": "FR",
            "second_factor_for": "nobody",
        },
    ),
    page("core:admin-rates", ADMINISTRATOR),
    deed(
        "core:admin-rates", ADMINISTRATOR, data=lambda w, t: {"currency": "GBP", "on": "2026-06-01", "per_euro": "0.85"}
    ),
    deed("core:admin-rate-remove", ADMINISTRATOR, args=lambda w, t: [w.things["rate"].pk]),
    page("core:admin-webhooks", ADMINISTRATOR),
    page("core:admin-webhook-new", ADMINISTRATOR),
    deed("core:admin-webhook-new", ADMINISTRATOR, data=lambda w, t: webhook_data(w) | {"version": ""}),
    page("core:admin-webhook", ADMINISTRATOR, args=thing("webhook")),
    page("core:admin-webhook-edit", ADMINISTRATOR, args=thing("webhook")),
    deed("core:admin-webhook-edit", ADMINISTRATOR, args=thing("webhook"), data=lambda w, t: webhook_data(w)),
    deed("core:admin-webhook-active", ADMINISTRATOR, args=thing("webhook"), data=lambda w, t: {"active": "no"}),
    deed("core:admin-webhook-rotate", ADMINISTRATOR, args=thing("webhook")),
    deed("core:admin-webhook-ping", ADMINISTRATOR, args=thing("webhook")),
    deed("core:admin-webhook-delete", ADMINISTRATOR, args=thing("webhook")),
    page("core:admin-delivery", ADMINISTRATOR, args=delivery_args),
    deed("core:admin-delivery-again", ADMINISTRATOR, args=delivery_args),
    page("reporting:admin-outbox", ADMINISTRATOR),
    deed("reporting:admin-outbox-retry", ADMINISTRATOR, args=lambda w, t: [w.targets["OWN"].project.pk]),
    page("portfolio:threshold-list"),
    page("portfolio:threshold-create", OFFICE),
    deed("portfolio:threshold-create", OFFICE, data=lambda w, t: written(w.things["thresholds"], name="New")),
    page("portfolio:threshold-edit", OFFICE, args=thing("thresholds")),
    deed(
        "portfolio:threshold-edit",
        OFFICE,
        args=thing("thresholds"),
        data=lambda w, t: written(w.things["thresholds"], name="New"),
    ),
]

# A run is its author's and the administrators'; the file may tell of confidential projects.
RUN = {"door": ANALYSTS, "args": thing("run")}
RUN_READERS = {"-": some("analyst administrator")}
IMPORTS = [
    page("portfolio:import-list", ANALYSTS),
    page("portfolio:import-upload", ANALYSTS),
    deed("portfolio:import-upload", ANALYSTS, done=200, changes=False),
    page("portfolio:import-template", ANALYSTS),
    Row("GET", "portfolio:import-run", RUN_READERS, RUN_READERS, **RUN),
    Row("GET", "portfolio:import-progress", RUN_READERS, RUN_READERS, **RUN),
    Row("GET", "portfolio:import-rejections", RUN_READERS, RUN_READERS, **RUN),
    Row("GET", "portfolio:import-file", RUN_READERS, RUN_READERS, **RUN),
    Row(
        "POST",
        "portfolio:import-profile",
        RUN_READERS,
        RUN_READERS,
        done=302,
        changes=True,
        data=lambda w, t: {"profile": "us-it"},
        **RUN,
    ),
    Row(
        "POST",
        "portfolio:import-start",
        RUN_READERS,
        RUN_READERS,
        done=302,
        changes=True,
        data=lambda w, t: {"what": "check"},
        **RUN,
    ),
]

PLACES = [
    page("reporting:portfolio-list"),
    on_place("GET", "reporting:portfolio-dashboard", "portfolio"),
    on_place("GET", "reporting:programme-dashboard", "programme"),
    page("portfolio:portfolio-create", ANALYSTS),
    deed(
        "portfolio:portfolio-create",
        ANALYSTS,
        data=lambda w, t: {"code": "NEW", "name": "New", "parent": w.portfolios["FAR"].pk},
    ),
    page("portfolio:programme-create", ANALYSTS),
    deed(
        "portfolio:programme-create",
        ANALYSTS,
        data=lambda w, t: {"code": "NEW", "name": "New", "portfolio": w.portfolios["FAR"].pk},
    ),
    on_place("GET", "portfolio:portfolio-edit", "portfolio", WRITE_PLACE),
    on_place("POST", "portfolio:portfolio-edit", "portfolio", WRITE_PLACE),
    on_place("GET", "portfolio:programme-edit", "programme", WRITE_PLACE),
    on_place("POST", "portfolio:programme-edit", "programme", WRITE_PLACE),
]

LISTS = [
    page("reporting:dashboard"),
    page("reporting:project-table"),
    page("reporting:roadmap"),
    page("reporting:budget-list"),
    page("reporting:palette"),
    page("reporting:my-work"),
    page("reporting:report-list"),
    page("reporting:measure-rows", args=lambda w, t: ["EAC"]),
    deed("reporting:saved-view-create", ALL, data=lambda w, t: {"name": "Late", "query": "late=1", "page": "projects"}),
    Row(
        "POST",
        "reporting:saved-view-delete",
        {"-": some("analyst")},
        {"-": some("analyst")},
        args=thing("view"),
        done=302,
        changes=True,
    ),
]

KPIS = [
    page("reporting:kpi-list"),
    page("reporting:kpi", args=lambda w, t: ["satisfaction"]),
    page("reporting:kpi-create", ANALYSTS),
    deed(
        "reporting:kpi-create",
        ANALYSTS,
        data=lambda w, t: {"code": "fresh", "name": "New", "direction": "higher", "frequency": "monthly"},
    ),
    page("reporting:kpi-edit", ANALYSTS, args=lambda w, t: ["satisfaction"]),
    deed(
        "reporting:kpi-edit",
        ANALYSTS,
        args=lambda w, t: ["satisfaction"],
        data=lambda w, t: written(w.things["kpi"], name="New"),
    ),
    page("reporting:kpi-measure", ANALYSTS, args=lambda w, t: ["satisfaction"]),
    deed(
        "reporting:kpi-measure",
        ANALYSTS,
        args=lambda w, t: ["satisfaction"],
        data=lambda w, t: {"on": "2026-06-15", "value": "7"},
    ),
]

PROJECTS = [
    on_project("GET", "reporting:project"),
    on_project("GET", "reporting:project-history"),
    on_project("GET", "projects:project-money"),
    page("projects:project-create", WRITERS),
    deed("projects:project-create", ANALYSTS, door=WRITERS, refused=422, data=new_project),
    on_project("GET", "projects:project-edit", WRITE),
    on_project("POST", "projects:project-edit", WRITE, data=lambda w, t: written(w.targets[t].project, name="New")),
    Row(
        "POST",
        "reporting:project-bulk-edit",
        WRITE,
        dict.fromkeys(SEE, ALL),
        refused=302,
        data=lambda w, t: {"project": [w.targets[t].project.uuid], "priority": "low"},
        done=302,
        changes=True,
    ),
]

REPORTS = [
    on_project("GET", "reporting:status-report", args=lambda w, t: [w.targets[t].report.uuid]),
    on_project("GET", "reporting:status-report-edit", WRITE),
    on_project("POST", "reporting:status-report-edit", WRITE, data=lambda w, t: report_data(w, t)),
    on_project("POST", "reporting:status-report-autosave", WRITE, data=lambda w, t: report_data(w, t), done=200),
    on_project("GET", "reporting:status-report-preview", WRITE),
    on_project(
        "POST",
        "reporting:status-report-preview",
        WRITE,
        data=lambda w, t: {"version": w.targets[t].draft.version},
    ),
    on_project("POST", "reporting:status-report-discard", WRITE),
]

# One kind is asked about on every target, the others where they could differ: that keeps the matrix quick.
WHOLE = {"risks", "decisions", "budget"}


def where(kind: str, allowed: Reach) -> Reach:
    return allowed if kind in WHOLE else {target: allowed[target] for target in ("OWN", "SECRET")}


def register_rows(register: str) -> list[Row]:
    here: Args = lambda w, t: [register]  # noqa: E731
    writers, post = where(register, WRITE_REGISTERS), {"done": 302, "changes": True}
    # Those who decide may answer a question or a change that they may not otherwise write.
    answered = register in ("decisions", "changes")
    editors = where(register, ANSWER) if answered else writers
    edited = {"done": 302, "changes": not answered, "data": entry_data(register)}
    created = post | {"args": here, "data": in_project(register), "refused": 422, "door": REGISTER_WRITERS}
    return [
        page("projects:register", args=here),
        page("projects:register-create", REGISTER_WRITERS, args=here),
        Row("POST", "projects:register-create", writers, dict.fromkeys(SEE, ALL), **created),
        on_entry("GET", "projects:register-entry", register, where(register, SEE)),
        on_entry("GET", "projects:register-edit", register, editors),
        on_entry("POST", "projects:register-edit", register, editors, **edited),
        on_entry("GET", "projects:register-delete", register, writers),
        on_entry("POST", "projects:register-delete", register, writers, **post),
    ]


def money_rows(kind: str) -> list[Row]:
    new: Args = lambda w, t: [t, kind]  # noqa: E731
    writers, line = where(kind, WRITE), line_args(kind)
    return [
        on_project("GET", "projects:money-create", writers, args=new),
        on_project("POST", "projects:money-create", writers, args=new, data=new_line(kind)),
        on_project("GET", "projects:money-edit", writers, args=line),
        on_project("POST", "projects:money-edit", writers, args=line, data=new_line(kind)),
        on_project("GET", "projects:money-delete", writers, args=line),
        on_project("POST", "projects:money-delete", writers, args=line),
    ]


REGISTERS = [row for register in REGISTER_MAKERS for row in register_rows(register)]
MONEY = [row for kind in MONEY_MAKERS for row in money_rows(kind)]

MATRIX: list[Row] = [
    *FLOOR,
    *ACCOUNT,
    *ADMINISTRATION,
    *IMPORTS,
    *PLACES,
    *LISTS,
    *KPIS,
    *PROJECTS,
    *REPORTS,
    *REGISTERS,
    *MONEY,
]

"""US federal IT portfolio: agency › investment › project, costs in millions of US dollars."""

from ..formats.dates import DAY_FIRST, ISO, MONTH_FIRST
from ..formats.profile import Column, Kind, Level, Measure, Profile, Target
from ..formats.reasons import gettext_noop as _

_UII = r"\d{3}-\d{9}"

US_IT = Profile(
    name="us-it",
    title=_("US federal IT portfolio"),
    currency="USD",
    unit="M",
    date_formats=(ISO, DAY_FIRST),
    key_fields=("project_id",),
    portfolio=Level("US-{portfolio_id}", "{portfolio_id}", "{portfolio_name}"),
    programme=Level("{programme_id}", "{programme_id}", "{programme_name}"),
    project=Level("US-{project_id}", "{project_id}", "{project_name}"),
    # An earlier cleaning swapped day and month of some dates, so a finish may lie before its start.
    dates_unreliable=True,
    columns=(
        Column(
            "programme_id",
            ("Unique_Investment_Identifier", "UII"),
            kind=Kind.KEY,
            required=True,
            may_be_blank=False,
            shape=_UII,
            shape_hint=_("an investment identifier such as 009-000267389"),
        ),
        Column(
            "portfolio_id",
            ("Agency_Code",),
            kind=Kind.KEY,
            required=True,
            may_be_blank=False,
            digits=True,
            shape=r"\d{1,4}",
            shape_hint=_("an agency code of digits"),
        ),
        Column(
            "portfolio_name",
            ("Agency_Name",),
            required=True,
            may_be_blank=False,
            shape=r"(?s).*[^\W\d_].*",
            shape_hint=_("the name of an agency"),
        ),
        Column("programme_name", ("Investment_Title",), required=True, may_be_blank=False),
        Column(
            "project_id",
            ("Project_ID",),
            kind=Kind.KEY,
            required=True,
            may_be_blank=False,
            digits=True,
            shape=r"\d+",
            shape_hint=_("a project number"),
        ),
        Column("project_name", ("Project_Name",), required=True, may_be_blank=False),
        Column("description", ("Project_Description",), kind=Kind.LONG_TEXT),
        Column("start", ("Start_Date",), kind=Kind.DATE),
        Column("finish", ("Completion_Date",), kind=Kind.DATE),
        Column(
            "planned_cost",
            ("Planned_Cost_M", "Planned Cost ($ M)", "Planned Cost"),
            kind=Kind.MONEY,
            required=True,
            target=Target(Measure.APPROVED, "planned_cost"),
        ),
        Column(
            "projected_cost",
            ("Projected_Actual_Cost_M", "Projected/Actual Cost ($ M)", "Projected Actual Cost"),
            kind=Kind.MONEY,
            required=True,
            target=Target(Measure.EAC, "projected_cost", on_field="updated"),
        ),
        Column("updated", ("Updated_Date",), kind=Kind.DATE, date_formats=(DAY_FIRST, ISO, MONTH_FIRST)),
        Column("updated_time", ("Updated_Time",), shape=r"\d{1,2}:\d{2}(:\d{2})?", shape_hint=_("a time of day")),
    ),
)

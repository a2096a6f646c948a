"""New York City capital projects: agency › plan category › project, in thousands of US dollars.

The two funding sources are stored; the combined columns are checked against them. The columns of years are found by
pattern, so that an edition with other years needs no other profile.
"""

from datetime import date

from ..formats.profile import Column, FiscalYear, Kind, Level, Measure, Period, Profile, SumRule, Target
from ..formats.reasons import gettext_noop as _

_PUBLISHED = date(2020, 11, 30)
_PRIOR_UNTIL = date(2020, 6, 30)


def _source(field: str, header: str, funding_source: str, *, keep_zero: bool) -> tuple[Column, ...]:
    """The columns of one funding source. Only the first source keeps its zeros: one known line makes a sum known."""
    return (
        Column(
            f"{field}:prior_actuals",
            (f"{header}_prior_actuals",),
            kind=Kind.MONEY,
            required=True,
            target=Target(Measure.ACTUAL, f"{field}:prior", funding_source, on=_PRIOR_UNTIL, keep_zero=keep_zero),
        ),
        Column(
            f"{field}:*",
            pattern=rf"{header.replace('_', ' ')} ?(?P<year>\d{{4}})",
            kind=Kind.MONEY,
            target=Target(Measure.PLANNED, f"{field}:*", funding_source, yearly=True, keep_zero=False),
        ),
        Column(
            f"{field}:r_t_c",
            (f"{header}_r_t_c", f"{header} required to complete"),
            kind=Kind.MONEY,
            required=True,
            target=Target(
                Measure.PLANNED,
                f"{field}:to_complete",
                funding_source,
                period=Period("to complete"),
                keep_zero=keep_zero,
            ),
        ),
        Column(f"{field}:total", (f"{header}_total",), kind=Kind.MONEY, required=True),
    )


NYC_CAPITAL = Profile(
    name="nyc-capital",
    title=_("New York City capital projects"),
    currency="USD",
    unit="k",
    key_fields=("portfolio_id", "project_id"),
    portfolio=Level("NYC-{portfolio_id}", "{portfolio_id}", "{portfolio_name}"),
    programme=Level("NYC-{portfolio_id}-{programme_name_slug}", "{portfolio_id}/{programme_name}", "{programme_name}"),
    project=Level("NYC-{portfolio_id}-{project_id}", "{portfolio_id}/{project_id}", "{project_name}"),
    fiscal_year=FiscalYear(first_month=7),
    stated_on=_PUBLISHED,
    sums=(
        SumRule("combined:*", ("city:*", "non_city:*")),
        SumRule("city:total", ("city:**",)),
        SumRule("non_city:total", ("non_city:**",)),
        SumRule("combined:total", ("combined:**",)),
    ),
    columns=(
        Column(
            "project_id",
            ("project_id",),
            kind=Kind.KEY,
            required=True,
            may_be_blank=False,
            shape=r"\S(.{0,38}\S)?",
            shape_hint=_("a project id of at most 40 characters"),
        ),
        Column("project_name", ("project_description",), required=True, may_be_blank=False),
        Column(
            "portfolio_id",
            ("managing_agency_id",),
            kind=Kind.KEY,
            required=True,
            may_be_blank=False,
            digits=True,
            shape=r"\d{1,4}",
            shape_hint=_("an agency number"),
        ),
        Column(
            "portfolio_name",
            ("managing_agency",),
            required=True,
            may_be_blank=False,
            shape=r".*[^\W\d_].*",
            shape_hint=_("the name of an agency"),
        ),
        Column(
            "programme_name",
            ("ten_year_plan_category",),
            required=True,
            may_be_blank=False,
            shape=r".*[^\W\d_].*",
            shape_hint=_("a plan category"),
        ),
        Column("borough", ("borough",), shape=r"\D*", shape_hint=_("a borough")),
        Column("budget_lines", ("budget_lines",), shape=r".*[^\W\d_].*", shape_hint=_("a list of budget lines")),
        Column(
            "original_budget",
            ("original_budget",),
            kind=Kind.MONEY,
            required=True,
            target=Target(Measure.APPROVED, "original_budget"),
        ),
        *_source("city", "city", "city", keep_zero=True),
        *_source("non_city", "non_city", "non-city", keep_zero=False),
        Column("combined:prior_actuals", ("combined_prior_actuals",), kind=Kind.MONEY, required=True),
        Column("combined:*", pattern=r"combined ?(?P<year>\d{4})", kind=Kind.MONEY),
        Column("combined:r_t_c", ("combined_r_t_c",), kind=Kind.MONEY, required=True),
        Column(
            "combined:total",
            ("combined_total",),
            kind=Kind.MONEY,
            required=True,
            target=Target(Measure.EAC, "combined_total", on=_PUBLISHED),
        ),
        Column("issue", ("explanation_for_delay",), kind=Kind.LONG_TEXT),
        Column("description", ("scope_summary",), kind=Kind.LONG_TEXT),
        Column("source_pdf", ("source_pdf",), shape=r".+\.pdf", shape_hint=_("the name of a PDF file")),
    ),
)

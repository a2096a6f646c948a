"""UK Government Major Projects Portfolio: department › category › project, in millions of pounds.

Editions word their headers differently, so they are known by how they begin. Cells hold sentences where a figure is
exempt or not ready: those are withheld and unknown values with the sentence as the reason.
"""

from ..formats.absence import AbsenceRules
from ..formats.dates import DAY_FIRST, ISO
from ..formats.profile import Column, FiscalYear, Kind, Level, Measure, Profile, Target
from ..formats.reasons import gettext_noop as _

_COLOURS = {
    "green": "green",
    "amber green": "amber",
    "amber": "amber",
    "amber red": "amber",
    "red": "red",
    "reset": "grey",
    "grey": "grey",
}


def _narrative(field: str, *prefixes: str) -> Column:
    """Not kept, but a bare number there means that the cells of the row slid to the right."""
    return Column(field, prefixes=prefixes, shape=r"(?s).*[^\W\d_].*", shape_hint=_("a narrative"))


GMPP = Profile(
    name="gmpp",
    title=_("UK Government Major Projects Portfolio"),
    currency="GBP",
    unit="M",
    date_formats=(ISO, DAY_FIRST),
    absence=AbsenceRules(sentences=True),
    key_fields=("project_id",),
    portfolio=Level("GMPP-{portfolio_key_slug}", "{portfolio_key}", "{portfolio_name}"),
    programme=Level(
        "GMPP-{portfolio_key_slug}-{programme_name_slug}", "{portfolio_key}/{programme_name}", "{programme_name}"
    ),
    project=Level("{project_id}", "{project_id}", "{project_name}"),
    programme_optional=True,
    fiscal_year=FiscalYear(first_month=4, two_years=True),
    year_pattern=r"20\d\d/(?P<year>\d\d)\b",
    default_year=2024,
    dates_unreliable=True,
    columns=(
        Column(
            "project_id",
            ("GMPP ID Number", "GMPP ID"),
            prefixes=("GMPP ID",),
            kind=Kind.KEY,
            required=True,
            may_be_blank=False,
            shape=r"[A-Za-z][\w&.-]*_\d[\w-]*",
            shape_hint=_("a GMPP number such as DFT_0048_2021-Q3"),
        ),
        Column("project_name", ("Project Name",), required=True, may_be_blank=False),
        Column(
            "portfolio_name",
            ("Department",),
            required=True,
            may_be_blank=False,
            shape=r".*[^\W\d_].*",
            shape_hint=_("a department"),
        ),
        Column("programme_name", ("Annual Report Category",), shape=r".*[^\W\d_].*", shape_hint=_("a category")),
        Column(
            "description", ("Description / Aims", "Project Description"), prefixes=("Description",), kind=Kind.LONG_TEXT
        ),
        Column(
            "health",
            ("Delivery Confidence Assessment",),
            kind=Kind.CHOICE,
            choices=_COLOURS,
            prefixes=(
                "IPA Delivery Confidence",
                "NISTA Delivery Confidence",
                "MPA Delivery Confidence",
                "IPA RAG",
                "NISTA RAG",
                "MPA RAG",
                "IPA DCA",
                "Delivery Confidence Assessment",
            ),
        ),
        Column(
            "health_other",
            prefixes=("SRO Delivery Confidence", "SRO RAG", "SRO DCA"),
            kind=Kind.CHOICE,
            choices=_COLOURS,
        ),
        Column("start", prefixes=("Project Start Date", "Start Date"), kind=Kind.DATE, required=True),
        Column("finish", prefixes=("Project End Date", "End Date"), kind=Kind.DATE, required=True),
        Column(
            "year_baseline",
            prefixes=("Financial Year Baseline", "FY Baseline", "In Year Baseline"),
            kind=Kind.MONEY,
            pattern=r"20\d\d \d\d( total)? baseline.*",
            required=True,
            target=Target(Measure.APPROVED, "financial_year_baseline", yearly=True),
        ),
        Column(
            "year_forecast",
            prefixes=("Financial Year Forecast", "FY Forecast", "In Year Forecast"),
            kind=Kind.MONEY,
            pattern=r"20\d\d \d\d( total)? forecast.*",
            required=True,
            target=Target(Measure.EAC, "financial_year_forecast", yearly=True),
        ),
        Column(
            "whole_life_cost",
            prefixes=(
                "TOTAL Baseline Whole Life Cost",
                "TOTAL Baseline Whole Life Costs",
                "Whole Life Cost Baseline",
                "Whole Life Cost",
                "Whole Life Costs",
            ),
            kind=Kind.MONEY,
            required=True,
            target=Target(Measure.WHOLE_LIFE, "whole_life_cost", yearly=True),
        ),
        Column(
            "benefits",
            prefixes=("TOTAL Baseline Benefits", "Benefits Baseline", "Monetised Benefits", "Benefits"),
            kind=Kind.MONEY,
            target=Target(Measure.BENEFITS, "benefits", yearly=True),
        ),
        Column(
            "variance",
            prefixes=("Financial Year Variance",),
            shape=r"(?is)[-+]?[\d.,]+ ?%?|\D*|exempt.*|armp.*",
            shape_hint=_("a percentage"),
        ),
        _narrative("on_confidence", "Departmental commentary"),
        _narrative("on_schedule", "Departmental narrative on schedule"),
        _narrative("on_variance", "Departmental narrative on budget forecast variance"),
        _narrative(
            "on_whole_life_cost",
            "Departmental narrative on budgeted whole life cost",
            "Departmental narrative on budgeted whole life costs",
        ),
        _narrative("on_benefits", "Departmental narrative on budgeted benefits"),
    ),
)

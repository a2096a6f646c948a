"""Who may do what through the API, route by route, written out by hand as tests/rights/matrix.py is for pages."""

from tests.rights.api_core_rows import CORE
from tests.rights.api_portfolio_rows import PORTFOLIO
from tests.rights.api_project_rows import PROJECTS
from tests.rights.api_reporting_rows import REPORTING
from tests.rights.rows import ALL, Row

DESCRIPTION = [
    Row("GET", "api:explorer", {"-": ALL}, {"-": ALL}),
    Row("GET", "api:openapi", {"-": ALL}, {"-": ALL}),
]


API_MATRIX: list[Row] = [
    *DESCRIPTION,
    *CORE,
    *REPORTING,
    *PROJECTS,
    *PORTFOLIO,
]

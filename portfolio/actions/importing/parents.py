"""Portfolios and programmes a file names: made when they do not exist, never renamed when they do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pmo.core.models import User
from portfolio.actions.importing.changes import ChangeSet
from portfolio.actions.portfolio import create_portfolio
from portfolio.interop.formats.plan import RowPlan
from portfolio.models import Portfolio, Programme


@dataclass(frozen=True)
class Parents:
    """By code. A programme may meanwhile stand in another portfolio than the file says; its projects follow it."""

    portfolios: dict[str, Portfolio]
    programmes: dict[str, Programme]

    def of(self, row: RowPlan) -> tuple[int, int | None]:
        """(portfolio id, programme id) of a row."""
        if row.programme is None:
            return self.portfolios[row.portfolio.code].pk, None
        programme = self.programmes[row.programme.code]
        return programme.portfolio_id, programme.pk


def ensure_parents(*, rows: Sequence[RowPlan], source: str, by: User | None, at: datetime) -> Parents:
    """Portfolios come first and one by one, because each needs its path; there are few of them."""
    wanted = {row.portfolio.code: row.portfolio for row in rows}
    portfolios = {one.code: one for one in Portfolio.objects.select_for_update().order_by("pk") if one.code in wanted}
    for code, named in wanted.items():
        if code not in portfolios:
            portfolios[code] = create_portfolio(
                code=code, name=named.name, by=by, at=at, source=source, external_id=named.external_id
            )
    return Parents(portfolios, _ensure_programmes(rows, portfolios, source, by, at))


def _ensure_programmes(
    rows: Sequence[RowPlan], portfolios: dict[str, Portfolio], source: str, by: User | None, at: datetime
) -> dict[str, Programme]:
    wanted = {row.programme.code: (row.programme, row.portfolio.code) for row in rows if row.programme}
    programmes = {one.code: one for one in Programme.objects.select_for_update().order_by("pk") if one.code in wanted}
    changes = ChangeSet(by=by, at=at)
    for code, (named, portfolio) in wanted.items():
        if code not in programmes:
            programmes[code] = Programme(
                code=code,
                name=named.name,
                portfolio=portfolios[portfolio],
                source=source,
                external_id=named.external_id,
            )
            changes.create(programmes[code])
    changes.flush()
    return programmes

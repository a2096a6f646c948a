"""Portfolios and programmes a file names: made when they do not exist, never renamed when they do."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from pmo.core.models import User
from portfolio.actions.importing.changes import ChangeSet
from portfolio.actions.portfolio import create_portfolio
from portfolio.interop.formats.plan import Named, RowPlan
from portfolio.interop.formats.profile import Profile
from portfolio.models import Portfolio, Programme

Parent = TypeVar("Parent", Portfolio, Programme)


@dataclass(frozen=True)
class Parents:
    """By the code in the file. A programme may stand in another portfolio by now; projects follow it."""

    portfolios: dict[str, Portfolio]
    programmes: dict[str, Programme]

    def of(self, row: RowPlan) -> tuple[int, int | None]:
        """(portfolio id, programme id) of a row."""
        if row.programme is None:
            return self.portfolios[row.portfolio.code].pk, None
        programme = self.programmes[row.programme.code]
        return programme.portfolio_id, programme.pk


def ensure_parents(*, rows: Sequence[RowPlan], profile: Profile, by: User | None, at: datetime) -> Parents:
    """Portfolios come first and one by one, because each needs its path; there are few of them.

    Their locks let others write below them (``no_key``): a large import takes minutes.
    """
    stored = list(Portfolio.objects.select_for_update(no_key=True).order_by("pk"))
    wanted = {row.portfolio.code: row.portfolio for row in rows}
    portfolios = _found(wanted, stored, by_name=profile.match_parents_by_name)
    for code, named in wanted.items():
        if code not in portfolios:
            portfolios[code] = create_portfolio(
                code=code, name=named.name, by=by, at=at, source=profile.name, external_id=named.external_id
            )
    return Parents(portfolios, _ensure_programmes(rows, portfolios, profile, by, at))


def _ensure_programmes(
    rows: Sequence[RowPlan], portfolios: dict[str, Portfolio], profile: Profile, by: User | None, at: datetime
) -> dict[str, Programme]:
    stored = list(Programme.objects.select_for_update(no_key=True).order_by("pk"))
    homes = {row.programme.code: portfolios[row.portfolio.code] for row in rows if row.programme}
    wanted = {row.programme.code: row.programme for row in rows if row.programme}
    programmes = _found(wanted, stored, by_name=profile.match_parents_by_name)
    changes = ChangeSet(by=by, at=at)
    for code, named in wanted.items():
        if code not in programmes:
            programmes[code] = Programme(
                code=code,
                name=named.name,
                portfolio=homes[code],
                source=profile.name,
                external_id=named.external_id,
            )
            changes.create(programmes[code])
    changes.flush()
    return programmes


def _found(wanted: dict[str, Named], stored: Sequence[Parent], *, by_name: bool) -> dict[str, Parent]:
    """By the code in the file; else what the file calls it may be the code, or a name that only one has."""
    codes = {one.code: one for one in stored}
    times = Counter(one.name for one in stored)
    names = {one.name: one for one in stored if times[one.name] == 1}
    found: dict[str, Parent] = {}
    for code, named in wanted.items():
        match = codes.get(code)
        if match is None and by_name:
            match = codes.get(named.name) or names.get(named.name)
        if match is not None:
            found[code] = match
    return found

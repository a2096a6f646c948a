"""Portfolios and programmes: the tree above projects."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from pmo.core.access import portfolio_reach, programme_reach
from pmo.core.models import Record, User
from pmo.core.roles import Permission
from projects.models import Project


class PortfolioQuerySet(models.QuerySet["Portfolio"]):
    def visible_to(self, user: User | None, permission: Permission = Permission.VIEW) -> "PortfolioQuerySet":
        """Portfolios granted on; to *view*, also those that hold something this person sees: its place in the tree."""
        reach = portfolio_reach(user, permission)
        if permission is Permission.VIEW:
            inside = Project.objects.visible_to(user).filter(portfolio__path__startswith=OuterRef("path"))
            programmes = Programme.objects.reached_by(user, permission).filter(
                portfolio__path__startswith=OuterRef("path")
            )
            reach = reach | Exists(inside) | Exists(programmes) if reach else reach
        return self.filter(reach)

    def within(self, path: str) -> "PortfolioQuerySet":
        return self.filter(path__startswith=path)


class Portfolio(Record):
    """Programmes and projects managed to reach strategic objectives; may nest.

    ``path`` is the ids from the root to itself, ``/1/4/``; :mod:`portfolio.actions.portfolio` keeps it.
    """

    code = models.CharField(_("code"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, related_name="children", null=True, blank=True, verbose_name=_("parent portfolio")
    )
    path = models.CharField(max_length=200, db_index=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="portfolios",
        null=True,
        blank=True,
        verbose_name=_("owner"),
    )
    thresholds = models.ForeignKey(
        "portfolio.ThresholdSet",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("threshold set"),
        related_name="+",
    )

    objects = PortfolioQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [models.CheckConstraint(condition=~Q(path=""), name="portfolio_has_a_path")]

    def __str__(self) -> str:
        return self.name


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def reached_by(self, user: User | None, permission: Permission) -> "ProgrammeQuerySet":
        return self.filter(programme_reach(user, permission))

    def visible_to(self, user: User | None, permission: Permission = Permission.VIEW) -> "ProgrammeQuerySet":
        """Programmes granted on; to *view*, also those that hold a project this person sees."""
        reach = programme_reach(user, permission)
        if permission is Permission.VIEW:
            inside = Project.objects.visible_to(user).filter(programme=OuterRef("pk"))
            reach = reach | Exists(inside) if reach else reach
        return self.filter(reach)


class Programme(Record):
    """Related projects managed together for a benefit; belongs to one portfolio."""

    code = models.CharField(_("code"), max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    portfolio = models.ForeignKey(Portfolio, models.PROTECT, related_name="programmes", verbose_name=_("portfolio"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="programmes",
        null=True,
        blank=True,
        verbose_name=_("owner"),
    )

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

"""A grant: one role, on one scope, to one person or one group."""

import uuid

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pmo.core.roles import Permission, Role, roles_with


class Scope(models.TextChoices):
    ORGANISATION = "organisation", _("Organisation")
    PORTFOLIO = "portfolio", _("Portfolio")
    PROGRAMME = "programme", _("Programme")
    PROJECT = "project", _("Project")


class GrantQuerySet(models.QuerySet["Grant"]):
    def held_by(self, user: object) -> "GrantQuerySet":
        """Grants of the person, their own and those of their groups."""
        return self.filter(Q(user=user) | Q(group__user=user))

    def giving(self, permission: Permission) -> "GrantQuerySet":
        return self.filter(role__in=roles_with(permission))


class Grant(models.Model):
    """Inherited down the tree: organisation, portfolio and its sub-portfolios, programme, project."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="grants", null=True, blank=True, verbose_name=_("person")
    )
    group = models.ForeignKey(
        Group, models.CASCADE, related_name="grants", null=True, blank=True, verbose_name=_("group")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    scope = models.CharField(_("scope"), max_length=12, choices=Scope)
    portfolio = models.ForeignKey("portfolio.Portfolio", models.CASCADE, related_name="grants", null=True, blank=True)
    programme = models.ForeignKey("portfolio.Programme", models.CASCADE, related_name="grants", null=True, blank=True)
    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="grants", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, group__isnull=True) | Q(user__isnull=True, group__isnull=False),
                name="grant_to_a_person_or_a_group",
            ),
            models.CheckConstraint(
                condition=Q(scope="organisation", portfolio=None, programme=None, project=None)
                | Q(scope="portfolio", portfolio__isnull=False, programme=None, project=None)
                | Q(scope="programme", portfolio=None, programme__isnull=False, project=None)
                | Q(scope="project", portfolio=None, programme=None, project__isnull=False),
                name="grant_scope_names_its_object",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} → {self.target or self.get_scope_display()}"

    @property
    def target(self) -> object:
        """The object granted on, or None for the organisation."""
        return self.portfolio or self.programme or self.project

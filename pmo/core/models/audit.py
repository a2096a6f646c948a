"""Who changed what, when, from what to what. This is also the history of every business object."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One write to one object. Append-only: the database refuses UPDATE and DELETE (migration ``audit_append_only``).

    ``changes`` maps each field to ``[before, after]`` in JSON values; a creation has ``null`` before, a deletion
    ``null`` after, so the state at any instant can be rebuilt. ``project_id`` and ``portfolio_id`` say where the object
    hangs, which decides who may read the entry; they are plain numbers because history outlives what it tells of.
    """

    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    actor_name = models.CharField(_("who"), max_length=200)
    verb = models.CharField(_("what"), max_length=40)
    object_type = models.CharField(max_length=60)
    object_uuid = models.UUIDField()
    object_label = models.CharField(max_length=300)
    project_id = models.BigIntegerField(null=True, db_index=True)
    portfolio_id = models.BigIntegerField(null=True, db_index=True)
    changes = models.JSONField(default=dict)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["object_type", "object_uuid"], name="audit_by_object")]
        constraints = [models.CheckConstraint(condition=~Q(verb=""), name="audit_says_what")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.verb} {self.object_label}"

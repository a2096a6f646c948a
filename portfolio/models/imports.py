"""Imports of tabular files: profiles made by people, and every run with its file."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pmo.core.models import JobRun, Record


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", _("Uploaded")
    CHECKED = "checked", _("Checked")
    APPLIED = "applied", _("Applied")
    REFUSED = "refused", _("Refused")


class ImportProfile(Record):
    """A variation of the generic profile saved by the office: aliases, formats, units, constants (docs/imports.md)."""

    name = models.SlugField(_("name"), max_length=60, unique=True)
    label = models.CharField(_("label"), max_length=120)
    settings = models.JSONField(default=dict)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.label or self.name


class ImportRun(Record):
    """One file, read once: who, which profile, the original bytes and their hash, the report."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="import_runs")
    profile = models.CharField(_("profile"), max_length=60)
    file = models.FileField(upload_to="imports/%Y/%m/")
    file_name = models.CharField(_("file"), max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("size"))
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.UPLOADED)
    job = models.ForeignKey(JobRun, models.SET_NULL, null=True, related_name="import_runs")
    report = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name

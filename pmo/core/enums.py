"""Choices every app uses."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Missing(models.TextChoices):
    """Why an amount is not there. An amount is either a number or one of these, with a reason in words."""

    UNKNOWN = "unknown", _("Not known")
    WITHHELD = "withheld", _("Withheld")


class Stance(models.TextChoices):
    """How the office holds its rules: the same rule hints, asks for a reason, or stops."""

    SUPPORTIVE = "supportive", _("Supportive: advises")
    CONTROLLING = "controlling", _("Controlling: asks for a reason")
    DIRECTIVE = "directive", _("Directive: blocks")


class Language(models.TextChoices):
    ENGLISH = "en", "English"
    FRENCH = "fr", "Français"


class Theme(models.TextChoices):
    AUTO = "auto", _("As the system")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class JobState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    SUCCEEDED = "succeeded", _("Done")
    FAILED = "failed", _("Failed")

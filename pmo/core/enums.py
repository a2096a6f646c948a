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


class SecondFactorFor(models.TextChoices):
    """Of whom the organisation asks a second factor, such as an authenticator app."""

    NOBODY = "nobody", _("Nobody: everybody chooses")
    OFFICE = "office", _("Those who manage grants, and administrators")
    EVERYONE = "everyone", _("Everyone")


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


class DeliveryState(models.TextChoices):
    """How far a webhook's delivery is. What failed is tried again until it is given up."""

    WAITING = "waiting", _("Waiting")
    FAILED = "failed", _("Failed, to be tried again")
    DELIVERED = "delivered", _("Delivered")
    GIVEN_UP = "given_up", _("Given up")


class DeliveryFault(models.TextChoices):
    """Why a delivery was not taken."""

    ADDRESS = "address", _("The address of the webhook is not allowed")
    PRIVATE = "private", _("The name leads into a private network")
    UNKNOWN_NAME = "unknown_name", _("The name of the host is not known")
    NO_CONNECTION = "no_connection", _("No connection")
    CERTIFICATE = "certificate", _("The certificate is not accepted")
    TIME = "time", _("No answer in time")
    NO_HTTP = "no_http", _("The answer was not HTTP")
    STATUS = "status", _("The answer was not a success")
    SECRET = "secret", _("The secret cannot be read any more: give the webhook a new one")

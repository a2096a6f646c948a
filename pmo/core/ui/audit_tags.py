"""The words of the audit trail: entries keep codes, so that they outlive a language; readers get words."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import template
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from pmo.core.models import AuditEntry
from pmo.core.queries.audit import Names, is_key, names_in, related_table
from pmo.core.ui import formats

register = template.Library()

VERBS: dict[str, Promise] = {
    "created": _("created"),
    "edited": _("edited"),
    "deleted": _("deleted"),
    "moved": _("moved"),
    "declared": _("declared"),
    "published": _("published"),
    "granted": _("granted"),
    "revoked": _("revoked"),
    "measured": _("measured"),
    "uploaded": _("uploaded"),
    "queued": _("queued"),
    "applied": _("applied"),
    "deactivated": _("deactivated"),
    "reactivated": _("reactivated"),
    "password reset": _("password reset"),
    "password changed": _("password changed"),
    "signed in": _("signed in"),
    "locked out": _("locked out"),
    "sessions ended": _("sessions ended"),
    "second factor added": _("second factor added"),
    "second factor removed": _("second factor removed"),
    "second factors reset": _("second factors reset"),
    "recovery code used": _("recovery code used"),
    "linked": _("linked"),
    "seen as": _("seen as"),
    "no longer seen as": _("no longer seen as"),
    "paused": _("paused"),
    "resumed": _("resumed"),
    "switched off": _("switched off"),
    "secret replaced": _("secret replaced"),
    "tested": _("tested"),
    "sent again": _("sent again"),
}
KINDS: dict[str, Promise] = {
    "core.user": _("Person"),
    "core.grant": _("Grant"),
    "auth.group": _("Group of people"),
    "core.organisation": _("Organisation"),
    "core.exchangerate": _("Exchange rate"),
    "core.apitoken": _("API token"),
    "core.savedview": _("Saved view"),
    "core.webhook": _("Webhook"),
    "portfolio.portfolio": _("Portfolio"),
    "portfolio.programme": _("Programme"),
    "portfolio.thresholdset": _("Threshold set"),
    "portfolio.importrun": _("Import"),
    "portfolio.importprofile": _("Import profile"),
    "projects.project": _("Project"),
    "projects.milestone": _("Milestone"),
    "projects.budgetline": _("Budget line"),
    "projects.commitment": _("Commitment"),
    "projects.actualcost": _("Actual cost"),
    "projects.forecast": _("Forecast"),
    "projects.risk": _("Risk"),
    "projects.issue": _("Issue"),
    "projects.decision": _("Decision"),
    "projects.action": _("Action"),
    "projects.changerequest": _("Change request"),
    "projects.statusreport": _("Status report"),
    "reporting.kpi": _("KPI"),
}

# What entries about signing in tell, which is no field of a person, and the codes in it.
TOLD: dict[str, Promise] = {
    "method": _("Method"),
    "address": _("Address"),
    "second_factor": _("Second factor"),
    "sessions": _("Open sessions"),
    "single_sign_on": _("Single sign-on"),
}
CODES: dict[str, Promise] = {
    "password": _("Password"),
    "totp": _("Authenticator app"),
    "webauthn": _("Passkey"),
    "recovery_codes": _("Recovery codes"),
}


@register.filter
def verb_label(verb: str) -> str:
    """What was done, in the reader's language."""
    return str(VERBS.get(verb, verb))


@register.filter
def kind_label(object_type: str) -> str:
    """The kind of object, in the reader's language."""
    return str(KINDS.get(object_type, object_type))


@register.filter
def field_label(name: str, object_type: str) -> str:
    """The name of a field as forms call it; the field's own name where the table has no such field any more."""
    field = _field(name, object_type)
    return capfirst(str(field.verbose_name)) if field is not None else str(TOLD.get(name, name))


@register.simple_tag(takes_context=True)
def names_behind(context: template.Context, entries: Iterable[AuditEntry]) -> Names:
    """The names that the changes of these entries point at, for `change_value`."""
    return names_in(context["request"].user, entries)


@register.simple_tag
def change_value(value: Any, name: str, object_type: str, names: Names | None = None) -> str:
    """A value of the trail as lists show it: choices by their words, days and numbers in the reader's writing, rows by
    their names as far as the reader sees them."""
    if value is None or value == "":
        return "–"
    table = related_table(object_type, name)
    if table is not None and is_key(table, value):
        return (names or {}).get((table._meta.label_lower, str(value)), str(_("not in sight")))
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if name in ("method", "second_factor"):
        return ", ".join(_in_words(code) for code in str(value).split(", "))
    field = _field(name, object_type)
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.DecimalField) and (amount := formats.to_decimal(value)) is not None:
        return formats.exact_text(amount)
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        return formats.day_text(dt.date.fromisoformat(value))
    return str(value)


def _in_words(code: str) -> str:
    """``webauthn: Laptop`` is a passkey with its name."""
    kind, separator, name = code.partition(": ")
    return f"{CODES.get(kind, kind)}{separator}{name}"


def _field(name: str, object_type: str) -> "models.Field[Any, Any] | None":
    try:
        field = apps.get_model(object_type)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None
    return field if isinstance(field, models.Field) else None

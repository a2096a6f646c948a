"""Filters of the audit trail."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pmo.core.models import User
from pmo.core.ui.audit_tags import KINDS, VERBS

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AuditFilter(forms.Form):
    q = forms.CharField(label=_("Search the trail"), required=False)
    verb = forms.ChoiceField(label=_("What was done"), required=False, choices=[("", _("All")), *VERBS.items()])
    object_type = forms.ChoiceField(label=_("Kind of object"), required=False, choices=[("", _("All")), *KINDS.items()])
    actor = forms.ModelChoiceField(
        label=_("Who"), queryset=User.objects.all(), required=False, to_field_name="username"
    )
    since = forms.DateField(label=_("From"), required=False, widget=DAY)
    until = forms.DateField(label=_("To"), required=False, widget=DAY)
    object_uuid = forms.UUIDField(label=_("Object"), required=False, widget=forms.HiddenInput)

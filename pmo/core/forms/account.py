"""Forms of a person's own account."""

from django import forms

from pmo.core.models import User


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    """Not the e-mail address: it says who somebody is to single sign-on, so administrators type it."""

    class Meta:
        model = User
        fields = ["first_name", "last_name", "job_title", "language", "theme"]

"""People who sign in."""

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from pmo.core.enums import Language, Theme


class User(AbstractUser):
    """A person. Nobody is deleted: leaving is ``is_active = False``, so that history keeps its names."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.ENGLISH)
    theme = models.CharField(_("theme"), max_length=5, choices=Theme, default=Theme.AUTO)

    class Meta:
        ordering = ["last_name", "first_name", "username"]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

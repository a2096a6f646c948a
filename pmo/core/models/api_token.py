"""Keys with which programs sign in."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken


class TokenAccess(models.TextChoices):
    """How far a token reaches into what its person may do; each level holds the ones before it."""

    READ = "read", _("Read only")
    WRITE = "write", _("Read and write")
    ADMINISTER = "administer", _("Everything, administration included")


class ApiToken(AbstractAuthToken):
    """A person's key for one program. Only its SHA-512 is kept; ``token_key``, its first characters, names it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=80)
    access = models.CharField(_("access"), max_length=10, choices=TokenAccess, default=TokenAccess.READ)
    used_at = models.DateTimeField(_("last used"), null=True)

    class Meta:
        ordering = ["-created"]

    def __str__(self) -> str:
        return self.name

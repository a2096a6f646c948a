"""A list as somebody wants to find it again."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """A named query string of one list, private or shared. A shared view shows each reader only what they may see."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    page = models.CharField(max_length=40)
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(max_length=2000, blank=True)
    shared = models.BooleanField(_("shared with everybody"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["owner", "page", "name"], name="saved_view_name_once_per_page")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def offered_to(cls, user: object, page: str) -> "models.QuerySet[SavedView]":
        return cls.objects.filter(Q(owner=user) | Q(shared=True), page=page).select_related("owner")

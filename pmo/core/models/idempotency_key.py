"""Answers already given to requests that may be sent twice."""

from django.conf import settings
from django.db import models


class IdempotencyKey(models.Model):
    """The answer to a POST that carried an ``Idempotency-Key``, written in the transaction of what it did.

    ``fingerprint`` is the SHA-256 of method, path and body: the same key with another request is refused.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    created_at = models.DateTimeField(db_index=True)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=b"")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="idempotency_key_once_a_person")]

    def __str__(self) -> str:
        return self.key

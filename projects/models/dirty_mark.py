"""The outbox of the roll-up."""

from django.db import models

from projects.models.project import Project


class DirtyMark(models.Model):
    """Facts of this project are older than its data. Written in the same transaction as the data.

    Each write adds one to ``dirty``; the worker deletes the mark only where it still holds the value it read, so a
    write that came meanwhile keeps its own. After 5 failed attempts the mark is parked and shown to administrators.
    """

    project = models.OneToOneField(Project, models.CASCADE, primary_key=True, related_name="dirty_mark")
    dirty = models.PositiveIntegerField(default=0)
    marked_at = models.DateTimeField(db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    parked = models.BooleanField(default=False)
    error = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.project_id}: {self.dirty}"

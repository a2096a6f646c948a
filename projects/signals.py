"""News of delivery for the apps above."""

from django.dispatch import Signal

# Sent after commit with ``project_ids`` (a list of primary keys): data behind the facts of these projects changed.
projects_changed = Signal()

"""News of the floor for the apps above."""

from django.dispatch import Signal

# Sent after commit, without arguments: the reporting currency or a rate changed, so converted amounts are out of date.
conversions_changed = Signal()

# Sent after commit, with the ids of deliveries that were put out for webhooks, and whether a person asked for them.
deliveries_waiting = Signal()

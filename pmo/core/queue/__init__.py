"""Handing work to workers, and knowing whether they live."""

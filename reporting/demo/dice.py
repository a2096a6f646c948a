"""Chance that always falls the same way."""

from random import Random


def dice(*names: object) -> Random:
    """A generator that depends only on the names: the order in which things are built changes nothing."""
    return Random("·".join(map(str, names)))  # noqa: S311  (a story, not a secret)

"""Refusals of strategy and governance."""

from pmo.core.errors import DomainError


class CodeTaken(DomainError):
    """Another object already has this code."""


class NameTaken(DomainError):
    """Another object already has this name."""


class PortfolioCycle(DomainError):
    """A portfolio cannot stand under itself."""


class ThresholdsOutOfOrder(DomainError):
    """Red would begin before amber."""

"""Refusals of reporting."""

from pmo.core.errors import DomainError


class InvalidFormula(DomainError):
    """The formula of a KPI cannot be accepted; the message says where and why."""


class CodeTaken(DomainError):
    """Another KPI has this code."""


class ThresholdsContradict(DomainError):
    """Red would begin before amber, in the direction of the KPI."""


class MeasuredByFormula(DomainError):
    """A value cannot be typed for a KPI that is computed."""


class ReasonMissing(DomainError):
    """Neither a value nor the reason why there is none."""

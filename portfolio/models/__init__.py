"""Tables of strategy and governance."""

from portfolio.models.imports import ImportProfile, ImportRun, ImportState
from portfolio.models.portfolio import Portfolio, Programme
from portfolio.models.threshold_set import ThresholdSet

__all__ = ["ImportProfile", "ImportRun", "ImportState", "Portfolio", "Programme", "ThresholdSet"]

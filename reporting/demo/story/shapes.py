"""The shapes of the story. Times are months from today, amounts thousands of the project's currency."""

from dataclasses import dataclass
from enum import StrEnum


class Course(StrEnum):
    """How a project goes; :mod:`reporting.demo.courses` turns it into figures."""

    STEADY = "steady"
    STRAINED = "strained"
    FAILING = "failing"
    RECOVERING = "recovering"
    SILENT = "silent"
    HELD = "held"
    STOPPED = "stopped"
    CLOSED = "closed"
    PROPOSED = "proposed"


Planned = tuple[str, str]
"""A risk and the plan against it."""


@dataclass(frozen=True)
class ProjectStory:
    """One project. ``declared`` is a colour that differs from the computed one, and why.

    ``absent`` says which money is missing: ``budget`` (withheld) or ``eac`` (not known yet).
    """

    code: str
    name: str
    about: str
    manager: str
    course: Course
    budget: int
    begin: int
    months: int
    risks: tuple[Planned, ...]
    issue: str
    done: str
    coming: str
    currency: str = "EUR"
    methodology: str = "hybrid"
    priority: str = "medium"
    value: int = 6
    decision: str = ""
    opportunity: str = ""
    declared: tuple[str, str] | None = None
    absent: tuple[str, str] | None = None
    confidential: bool = False


@dataclass(frozen=True)
class ProgrammeStory:
    """A programme, the words its projects share, and its projects.

    ``milestones`` are (name, share of the duration, gate); ``elements`` are (cost element, cost type, share);
    ``funding`` are (source, share).
    """

    code: str
    portfolio: str
    name: str
    about: str
    owner: str
    language: str
    milestones: tuple[tuple[str, float, bool], ...]
    elements: tuple[tuple[str, str, int], ...]
    funding: tuple[tuple[str, int], ...]
    suppliers: tuple[str, ...]
    risks: tuple[Planned, ...]
    issues: tuple[str, ...]
    actions: tuple[str, ...]
    decisions: tuple[str, ...]
    changes: tuple[str, ...]
    projects: tuple[ProjectStory, ...]

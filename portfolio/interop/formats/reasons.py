"""Why something was not taken: a template and its values, so that a reason can be shown in any language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


def gettext_noop(message: str) -> str:
    """Mark a message for the translators without importing Django; xgettext knows this name."""
    return message


@dataclass(frozen=True)
class Reason:
    """``str(reason)`` is the English sentence; a page translates ``template`` and fills in ``params``."""

    template: str
    params: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, template: str, **params: object) -> "Reason":
        return cls(template, {name: str(value) for name, value in params.items()})

    def __str__(self) -> str:
        return self.template % self.params if self.params else self.template

    def as_json(self) -> dict[str, Any]:
        return {"template": self.template, "params": dict(self.params)}


class Refused(Exception):
    """Base of the two refusals; carries the reason."""

    def __init__(self, template: str, **params: object) -> None:
        self.reason = Reason.of(template, **params)
        super().__init__(str(self.reason))


class FileRefused(Refused):
    """The file as a whole cannot be taken: nothing of it is imported."""


class CellRefused(Refused):
    """One cell cannot be understood: its row is rejected."""

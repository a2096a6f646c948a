"""Errors of the domain. Views turn them into form errors, the API into its one error shape."""


class DomainError(Exception):
    """A refusal with a sentence a person can act on. ``field`` names the place where there is one."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotAllowed(DomainError):
    """The person may see the object but not do this to it."""


class AlreadyTaken(DomainError):
    """Another row has this name or code; somebody may have taken it a moment ago."""


class EditConflict(DomainError):
    """Somebody saved the object after this person opened it. ``theirs`` maps each contested field to its value now."""

    def __init__(self, message: str, *, theirs: dict[str, object]) -> None:
        super().__init__(message)
        self.theirs = theirs

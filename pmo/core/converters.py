"""URL converters."""


class CodeConverter:
    """The human code of a portfolio, programme or project, as imported: anything but a slash."""

    regex = r"[^/]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value

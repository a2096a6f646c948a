"""How Vigie logs: JSON lines in production, readable lines elsewhere, each with the id of the request it belongs to.

Free of Django, so that gunicorn can use it before an application is loaded.
"""

import logging
import re
from typing import Any

from pythonjsonlogger.orjson import OrjsonFormatter

# Only these reach a line. A library may hang whole requests, arguments or addresses with their parameters on a record.
FIELDS = (
    "time", "level", "logger", "message", "request_id", "user_id", "method", "path", "route", "status", "duration_ms",
    "process", "exc_info", "stack_info",
)  # fmt: skip

# Line breaks and what steers a terminal: an address that somebody asks for may hold either.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class JsonLine(OrjsonFormatter):
    """One record, one line of JSON, with the fields of ``FIELDS`` that are known."""

    def __init__(self) -> None:
        super().__init__(
            "{levelname} {name} {message} {request_id} {process}",
            style="{",
            timestamp="time",
            rename_fields={"levelname": "level", "name": "logger"},
        )

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        return {name: log_data[name] for name in FIELDS if log_data.get(name) is not None}

    def formatException(self, ei: Any) -> str:
        """PostgreSQL quotes the row it refused in DETAIL; a name or an address in it is nobody's business here."""
        lines = super().formatException(ei).splitlines()
        return "\n".join(line for line in lines if not line.lstrip().startswith("DETAIL:"))


class ReadableLine(logging.Formatter):
    """For people at a terminal. A message is one line, whatever stands in it; a trace follows in lines of its own."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name} {message}", style="{")

    def formatMessage(self, record: logging.LogRecord) -> str:
        return _CONTROL.sub(lambda found: ascii(found[0])[1:-1], super().formatMessage(record))


def logging_config(*, json: bool, level: str, quiet_tasks: bool) -> dict[str, Any]:
    """The one configuration of web, worker, beat and commands. Everything goes to standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "request": {"()": "django_guid.log_filters.CorrelationId", "correlation_id_field": "request_id"},
        },
        "formatters": {
            "json": {"()": "pmo.core.telemetry.logs.JsonLine"},
            "readable": {"()": "pmo.core.telemetry.logs.ReadableLine"},
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "json" if json else "readable",
                "filters": ["request"],
            },
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # Django writes to the console on its own where DEBUG is on; here it goes the way of all lines.
            "django": {"handlers": [], "level": level, "propagate": True},
            # What was refused is in the line of the request already; only faults have more to say.
            "django.request": {"level": "ERROR"},
            "gunicorn.error": {"handlers": [], "level": level, "propagate": True},
            # Says of each request where its id came from.
            "django_guid": {"level": "WARNING"},
            # One line per task is the worker's own log; an eager task is only noise in a command's output.
            **({"celery.app.trace": {"level": "WARNING"}} if quiet_tasks else {}),
        },
    }

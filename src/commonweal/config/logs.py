"""How this installation writes its log: as data, and without personal data."""

from __future__ import annotations

import logging
import re
from collections.abc import MutableMapping
from typing import Any

import structlog

# What a line may not hold, and what stands in its stead. Queries come first: they may hold any.
HIDDEN: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\?[^\s\"']*=[^\s\"']*"), "?(query)"),
    (re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+"), "(e-mail)"),
    (re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b"), "(address)"),
    (re.compile(r"\b(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}\b", re.IGNORECASE), "(address)"),
    (re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?(?:\s|%20|\+)*\d[A-Z]{2}\b", re.IGNORECASE), "(postcode)"),
)


def without_personal_data(text: str) -> str:
    """The text, with e-mail and network addresses, postcodes and queries hidden."""
    for pattern, instead in HIDDEN:
        text = pattern.sub(instead, text)
    return text


def hide(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Hide personal data in every word of a line; a request's own number stays."""
    for key, value in event.items():
        if key not in {"timestamp", "request", "level"} and isinstance(value, str):
            event[key] = without_personal_data(value)
    return event


def render(as_json: bool) -> list[Any]:
    """The last steps of a line: hide, then write. What failed is written before it is hidden."""
    # Traces are written plainly: the richer kind tells the value of every variable.
    words = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    return [
        structlog.processors.format_exc_info,
        hide,
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.JSONRenderer() if as_json else words,
    ]


def logging_settings(*, as_json: bool, level: str) -> dict[str, Any]:
    """Django's LOGGING, and structlog set to write through it."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": shared,
        "processors": render(as_json),
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "propagate": True},
            # Its lines repeat ours, with the whole address in them.
            "django.server": {"handlers": [], "propagate": False, "level": logging.CRITICAL},
            "django.request": {"level": logging.ERROR},
            # Says twice a second that there is nothing to do.
            "django_tasks_db": {"level": logging.WARNING},
            # Says of every HEAD that it leaves out the body, as it should.
            "gunicorn.http.wsgi": {"level": logging.ERROR},
        },
    }

"""Logs without personal data: what happened, to which id, for how long; on stderr.

No bodies, no query strings, no addresses, no names; of an exception only its class and where it
was raised (:func:`api.problems.trace_of`), because messages may quote what people typed.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from enum import StrEnum
from typing import Any, TextIO

import structlog
from structlog.stdlib import ProcessorFormatter, add_log_level, add_logger_name

from api.problems import trace_of


class Style(StrEnum):
    """What log lines look like."""

    AUTO = "auto"
    JSON = "json"
    TEXT = "text"


Event = MutableMapping[str, Any]


def no_messages_of_exceptions(_logger: object, _method: str, event: Event) -> Event:
    """Keep of an exception where it was raised, nothing of what it says."""
    told = event.pop("exc_info", None)
    if told is True:
        told = sys.exc_info()
    error = told[1] if isinstance(told, tuple) else told
    event.pop("stack_info", None)
    if isinstance(error, BaseException):
        event["exception"] = trace_of(error)
    return event


_SHARED: tuple[structlog.typing.Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    add_log_level,
    add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    no_messages_of_exceptions,
)
structlog.configure(  # at import: before it, structlog would print to stdout
    processors=[structlog.stdlib.filter_by_level, *_SHARED, ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)


class _ToStderr(logging.StreamHandler[TextIO]):
    """Writes to what ``sys.stderr`` is at that moment."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)


def configure(style: Style = Style.AUTO) -> None:
    """Send all logs of this process to stderr, those of the libraries too."""
    for_people = style is Style.TEXT or (style is Style.AUTO and sys.stderr.isatty())
    last: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
        if for_people
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    handler = _ToStderr()
    handler.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=_SHARED,
            processors=[ProcessorFormatter.remove_processors_meta, last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("api").setLevel(logging.INFO)


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """Return the logger of a module."""
    made: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return made

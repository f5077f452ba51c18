"""Logs for people or machines, in which no secret can stand."""

import logging
import re
import sys
from collections.abc import Iterable

import structlog

_TOKEN = re.compile(r"\b\d{5,}:[A-Za-z0-9_-]{10,}")


class Redactor(logging.Formatter):
    """Takes secrets out of what another formatter wrote: the last thing before the stream.

    Every Bot API address holds the token, and tracebacks hold addresses.
    """

    def __init__(self, inner: logging.Formatter, secrets: Iterable[str]) -> None:
        super().__init__()
        self._inner = inner
        self._secrets = [secret for secret in secrets if len(secret) >= 8]

    def format(self, record: logging.LogRecord) -> str:
        """The line, without secrets."""
        line = self._inner.format(record)
        for secret in self._secrets:
            line = line.replace(secret, "[secret]")
        return _TOKEN.sub("[token]", line)


def configure(log_format: str, secrets: Iterable[str]) -> None:
    """Send everybody's log, ours and the libraries', to stderr as `text` or `json`."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    last: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    inner = structlog.stdlib.ProcessorFormatter(processor=last, foreign_pre_chain=shared)
    handler.setFormatter(Redactor(inner, secrets))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    for chatty in ("apscheduler", "telegram", "aiohttp", "asyncio"):
        logging.getLogger(chatty).setLevel(logging.WARNING)

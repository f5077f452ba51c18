"""Column types that both databases must agree on."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeDecorator, TypeEngine

_WIDTH = len("2026-07-14 19:05:00.000000")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC, timezone-aware in Python; a naive value is refused with `ValueError`.

    SQLite keeps it as fixed-width text with microseconds, which sorts as time does.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """What goes to the database: UTC; `ValueError` for a naive value."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"A moment needs its time zone: {value.isoformat()} has none.")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002, ANN401 the signature is SQLAlchemy's
        """What comes from the database: an aware moment in UTC."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)

    # SQLAlchemy's own way by both hooks above and a format of its own costs ten times as much, and
    # every row of the hot tables holds several moments.

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any] | None:
        """The way into a database."""
        return _as_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """The way out of it."""
        on_server = dialect.name != "sqlite"
        return super().result_processor(dialect, coltype) if on_server else _from_text


def _as_text(value: datetime | None) -> str | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError(f"A moment needs its time zone: {value.isoformat()} has none.")
    moment = value if value.tzinfo is UTC else value.astimezone(UTC)
    return moment.isoformat(" ", "microseconds")[:_WIDTH]  # without the zone


def _from_text(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value).replace(tzinfo=UTC)


def big_id() -> BigInteger:
    """A 64-bit key; SQLite numbers rows by itself only in a column called INTEGER."""
    return BigInteger().with_variant(Integer, "sqlite")


def json_value() -> TypeEngine[Any]:
    """A JSON value. PostgreSQL compares `jsonb`, not `json`; None is the database's NULL."""
    return JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")

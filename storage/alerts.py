"""Alerts, every edition of them: what a desk or a central system tells the people it concerns."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, Select, UniqueConstraint, func, insert, select, update
from sqlmodel import Field, SQLModel

from storage.columns import UtcDateTime, json_value
from storage.metadata import metadata
from storage.session import Session


class Status(StrEnum):
    """Where an edition of an alert stands."""

    DRAFT = "draft"  # came from outside and waits for a desk, or for a second person's release
    ACTIVE = "active"
    SUPERSEDED = "superseded"  # by a newer edition
    CANCELLED = "cancelled"
    ALL_CLEAR = "all_clear"
    EXPIRED = "expired"
    DROPPED = "dropped"  # a draft that nobody wants sent


class Severity(StrEnum):
    """CAP 1.2's words, gravest first (OASIS CAP-v1.2, 3.2.2)."""

    EXTREME = "Extreme"
    SEVERE = "Severe"
    MODERATE = "Moderate"
    MINOR = "Minor"
    UNKNOWN = "Unknown"


class AlertRow(SQLModel, table=True):
    """One edition of an alert; all editions of one alert have its number. Degrees, metres, UTC.

    `severity`, `urgency` and `certainty` are CAP's words. `texts`: what is said, by language tag;
    `sr` is what somebody typed, in whichever script, and `sr-Cyrl` with `sr-Latn` what was written
    in one and derived for the other. `audience` as of `services.alert_audiences`. `shown` counts
    the looks of its messages, so that it is known who has not seen the newest. `cap`: what came by
    CAP and has no column of its own. `changed`: what an update changed in the edition before it.
    Of its reminders: `needed` confirmations of each side, the sides at which somebody has `stopped`
    them (with the time, ISO 8601), and the last `step` of its ladder that was taken. `alarmed_at`:
    when it was last found without a next step.
    """

    __tablename__ = "alert"
    __table_args__ = (
        UniqueConstraint("number", "edition"),
        Index(None, "status", "side"),
    )

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(max_length=16)
    edition: int = Field(default=1)
    side: str = Field(max_length=2)
    exercise: bool = Field(default=False)
    author_id: int | None = Field(default=None, foreign_key="person.id")
    sender_id: int | None = Field(default=None)
    status: str = Field(max_length=12)
    version: int = Field(default=1)
    shown: int = Field(default=1)
    severity: str = Field(max_length=10)
    urgency: str = Field(max_length=10)
    certainty: str = Field(max_length=10)
    event: str = Field(default="", max_length=80)
    texts: dict[str, str] = Field(default_factory=dict, sa_type=json_value())
    audience: dict[str, Any] = Field(default_factory=dict, sa_type=json_value())
    latitude: float | None = None
    longitude: float | None = None
    radius: float | None = None
    sector: str | None = Field(default=None, max_length=80)
    replies: bool = Field(default=False)
    file_key: str | None = Field(default=None, max_length=64)
    file_kind: str | None = Field(default=None, max_length=10)
    file_name: str | None = Field(default=None, max_length=120)
    cap: dict[str, Any] = Field(default_factory=dict, sa_type=json_value())
    reason: str = Field(default="")
    created_at: datetime = Field(sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_by: int | None = Field(default=None, foreign_key="person.id")
    changed: list[str] = Field(
        default_factory=list, sa_type=json_value(), sa_column_kwargs={"server_default": "[]"}
    )
    needed: dict[str, int] = Field(
        default_factory=dict, sa_type=json_value(), sa_column_kwargs={"server_default": "{}"}
    )
    stopped: dict[str, str] = Field(
        default_factory=dict, sa_type=json_value(), sa_column_kwargs={"server_default": "{}"}
    )
    step: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    alarmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


alert = metadata.tables["alert"]


def add(session: Session, row: AlertRow) -> AlertRow:
    """A new edition, with its id."""
    values = row.model_dump(exclude={"id"})
    row.id = session.execute(insert(alert).values(values).returning(alert.c.id)).scalar_one()
    return row


def by_id(session: Session, alert_id: int, *, hold: bool = False) -> AlertRow | None:
    """One edition; with `hold`, nobody else changes it until the end of the transaction."""
    query = select(alert).where(alert.c.id == alert_id)
    return _first(session, query.with_for_update() if hold else query)


def by_number(session: Session, number: str, *, hold: bool = False) -> AlertRow | None:
    """The newest edition of an alert."""
    query = select(alert).where(alert.c.number == number).order_by(alert.c.edition.desc()).limit(1)
    return _first(session, query.with_for_update() if hold else query)


def editions(session: Session, number: str) -> list[AlertRow]:
    """Every edition of an alert, oldest first."""
    return _many(session, select(alert).where(alert.c.number == number).order_by(alert.c.edition))


def with_status(
    session: Session, statuses: Collection[Status], *, since: datetime | None = None
) -> list[AlertRow]:
    """Editions that stand there, newest first; made since then, if a time is given."""
    query = select(alert).where(alert.c.status.in_(sorted(statuses)))
    if since:
        query = query.where(alert.c.created_at >= since)
    return _many(session, query.order_by(alert.c.id.desc()))


def usage(session: Session, side: str) -> dict[str, int]:
    """How often a side has sent each template."""
    counted = select(alert.c.event, func.count()).where(alert.c.side == side, alert.c.edition == 1)
    return {row[0]: row[1] for row in session.execute(counted.group_by(alert.c.event))}


def gone_astray(session: Session) -> int:
    """How many editions were ever found without a next step."""
    query = select(func.count()).select_from(alert).where(alert.c.alarmed_at.is_not(None))
    return int(session.scalar(query) or 0)


def change(session: Session, row: AlertRow, **values: Any) -> AlertRow | None:  # noqa: ANN401 whatever a column holds
    """The edition with these columns, one version on; None where somebody was first."""
    same = (alert.c.id == row.id, alert.c.version == row.version)
    changed = update(alert).where(*same).values(version=row.version + 1, **values)
    found = session.execute(changed.returning(alert)).one_or_none()
    return _row(found) if found else None


def _first(session: Session, query: Select[*tuple[Any, ...]]) -> AlertRow | None:
    found = session.execute(query).one_or_none()
    return _row(found) if found else None


def _many(session: Session, query: Select[*tuple[Any, ...]]) -> list[AlertRow]:
    return [_row(each) for each in session.execute(query)]


def _row(found: Any) -> AlertRow:  # noqa: ANN401 a row of the table
    return AlertRow(**found._mapping)  # noqa: SLF001 the documented way to a row's names

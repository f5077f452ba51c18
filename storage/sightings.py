"""Sightings, and how each side handles them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, Integer, bindparam, func, insert, select, update
from sqlmodel import Field, SQLModel

from storage.columns import UtcDateTime, json_value
from storage.metadata import metadata
from storage.prepared import Prepared
from storage.session import Session


class Sharing(StrEnum):
    """Who a record is for: the side it belongs to, or both."""

    OWN = "own"
    BOTH = "both"


class Handling(StrEnum):
    """Where a side stands with a sighting."""

    NEW = "new"
    IN_PROGRESS = "in_progress"
    RESOLVED = "resolved"
    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    HANDED_OVER = "handed_over"  # to the competent authority
    WITHDRAWN = "withdrawn"  # by whoever reported it


OPEN = (Handling.NEW, Handling.IN_PROGRESS, Handling.CONFIRMED)
LATEST = 200  # reports of a side that say what it reports most; older ones say little of now


class Told(StrEnum):
    """How a caller told the desk what it enters."""

    TELEPHONE = "telephone"
    RADIO = "radio"


class SightingRow(SQLModel, table=True):
    """What an officer saw, or was told by a caller. Degrees WGS 84, metres, UTC.

    `observer_*` is where the officer stood while what they saw was elsewhere; it is for the sides
    of `observer_sharing`. `details` as of `storage.sighting_details`, its plate as of
    `storage.plates` in `plate_key`. `released`: the names of what the other side may know of a
    report of one side only; None while it knows nothing of it.
    """

    __tablename__ = "sighting"
    __table_args__ = (Index(None, "side", "id"), Index(None, "seen_at"))

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True, max_length=16)
    side: str = Field(max_length=2)
    sharing: str = Field(max_length=4)
    exercise: bool = Field(default=False)
    reporter_id: int = Field(foreign_key="person.id", index=True)
    category: str = Field(max_length=40)
    latitude: float | None = None
    longitude: float | None = None
    accuracy: float | None = None
    sector: str | None = Field(default=None, max_length=80)
    direction: str = Field(max_length=20)
    note: str = Field(default="")
    seen_at: datetime = Field(sa_type=UtcDateTime)
    reported_at: datetime = Field(sa_type=UtcDateTime, index=True)
    observer_latitude: float | None = None
    observer_longitude: float | None = None
    observer_sharing: str | None = Field(default=None, max_length=4)
    told_by: str | None = Field(default=None, max_length=10)
    caller_id: int | None = Field(default=None, foreign_key="person.id")
    caller_name: str | None = Field(default=None, max_length=120)  # of whoever the roster lacks
    details: dict[str, Any] = Field(
        default_factory=dict, sa_type=json_value(), sa_column_kwargs={"server_default": "{}"}
    )
    plate_key: str | None = Field(default=None, index=True, max_length=40)
    released: list[str] | None = Field(default=None, sa_type=json_value())
    # All of it in the plain form in which things are found; only to narrow a search down.
    search_text: str | None = None


class HandlingRow(SQLModel, table=True):
    """One side's handling of a sighting."""

    __tablename__ = "sighting_handling"

    sighting_id: int = Field(primary_key=True, foreign_key="sighting.id", ondelete="CASCADE")
    side: str = Field(primary_key=True, max_length=2)
    state: str = Field(default=Handling.NEW, max_length=20)
    version: int = Field(default=1)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)


class StepRow(SQLModel, table=True):
    """One step of a side's handling of a sighting; never changed, but a reason may be added once.

    `reason`: a name of `views.judgements.REASONS`, or somebody's own words.
    """

    __tablename__ = "sighting_step"

    id: int | None = Field(default=None, primary_key=True)
    sighting_id: int = Field(foreign_key="sighting.id", index=True, ondelete="CASCADE")
    side: str = Field(max_length=2)
    state: str = Field(max_length=20)
    version: int
    person_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)
    reason: str | None = Field(default=None, max_length=200)


sighting = metadata.tables["sighting"]
handling = metadata.tables["sighting_handling"]
step = metadata.tables["sighting_step"]


_latest = (
    select(sighting.c.category)
    .where(sighting.c.side == bindparam("of_side"))
    .order_by(sighting.c.id.desc())
    .limit(bindparam("latest", type_=Integer))
    .subquery()
)
_USAGE = Prepared(
    select(_latest.c.category, func.count().label("times")).group_by(_latest.c.category)
)


def add(session: Session, row: SightingRow, sides: tuple[str, ...]) -> SightingRow:
    """A new sighting, waiting at the desks of these sides."""
    values = row.model_dump(exclude={"id"})
    row.id = session.execute(insert(sighting).values(values).returning(sighting.c.id)).scalar_one()
    for side in sides:
        new = {"sighting_id": row.id, "side": side, "state": Handling.NEW, "version": 1}
        session.execute(insert(handling).values(new | {"at": row.reported_at}))
    return row


def keep_search_text(session: Session, row: SightingRow, text: str) -> None:
    """What the report is found by from now on."""
    session.execute(update(sighting).where(sighting.c.id == row.id).values(search_text=text))


def by_number(session: Session, number: str, *, hold: bool = False) -> SightingRow | None:
    """The sighting of this number; held, nobody else holds it until this transaction ends."""
    query = select(sighting).where(sighting.c.number == number)
    row = session.execute(query.with_for_update() if hold else query).one_or_none()
    return SightingRow(**row._mapping) if row else None  # noqa: SLF001 the documented way to a row's names


def by_id(session: Session, sighting_id: int, *, hold: bool = False) -> SightingRow | None:
    """The sighting of this key, held as by number."""
    query = select(sighting).where(sighting.c.id == sighting_id)
    row = session.execute(query.with_for_update() if hold else query).one_or_none()
    return SightingRow(**row._mapping) if row else None  # noqa: SLF001 the documented way to a row's names


def open_of(session: Session, person_id: int, *, limit: int) -> list[SightingRow]:
    """What somebody reported and a side has not closed, newest first."""
    not_closed = select(handling.c.sighting_id).where(handling.c.state.in_(OPEN))
    query = select(sighting).where(
        sighting.c.reporter_id == person_id, sighting.c.id.in_(not_closed)
    )
    rows = session.execute(query.order_by(sighting.c.id.desc()).limit(limit))
    return [SightingRow(**row._mapping) for row in rows]  # noqa: SLF001 the documented way to a row's names


def open_at(session: Session, side: str) -> list[SightingRow]:
    """What waits or is being handled at the desk of a side, oldest first; held as by number."""
    query = (
        select(sighting)
        .join(handling, handling.c.sighting_id == sighting.c.id)
        .where(handling.c.side == side, handling.c.state.in_(OPEN))
        .order_by(sighting.c.id)
        .with_for_update(of=sighting)
    )
    return [SightingRow(**row._mapping) for row in session.execute(query)]  # noqa: SLF001 the documented way to a row's names


def between(session: Session, after: datetime, until: datetime, *, limit: int) -> list[SightingRow]:
    """What was reported after one moment and until another, on either side; the newest first."""
    query = (
        select(sighting)
        .where(sighting.c.reported_at > after, sighting.c.reported_at <= until)
        .order_by(sighting.c.reported_at.desc(), sighting.c.id.desc())
        .limit(limit)
    )
    return [SightingRow(**row._mapping) for row in session.execute(query)]  # noqa: SLF001 the documented way to a row's names


def of_reporter(
    session: Session, person_id: int, *, since: datetime, limit: int, offset: int = 0
) -> list[SightingRow]:
    """What somebody has reported since then, newest first."""
    query = (
        select(sighting)
        .where(sighting.c.reporter_id == person_id, sighting.c.reported_at >= since)
        .order_by(sighting.c.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return [SightingRow(**row._mapping) for row in session.execute(query)]  # noqa: SLF001 the documented way to a row's names


def change(session: Session, sighting_id: int, values: dict[str, Any]) -> None:
    """Columns of a sighting, which the caller holds, become different."""
    session.execute(update(sighting).where(sighting.c.id == sighting_id).values(values))


def usage(session: Session, side: str) -> dict[str, int]:
    """How often a side has reported each category, of its latest reports.

    Of all reports would cost more with each one stored, and tell what was usual years ago.
    """
    return {
        row.category: row.times for row in _USAGE.all(session, {"of_side": side, "latest": LATEST})
    }


def handled(session: Session, sighting_id: int) -> dict[str, HandlingRow]:
    """How each side that has it handles a sighting, by side."""
    rows = session.execute(select(handling).where(handling.c.sighting_id == sighting_id))
    return {row.side: HandlingRow(**row._mapping) for row in rows}  # noqa: SLF001 the documented way to a row's names


def move(
    session: Session, at: HandlingRow, state: Handling, *, person_id: int | None, now: datetime
) -> bool:
    """One side's handling goes on to this state; False where somebody was first."""
    moved = (
        update(handling)
        .where(
            handling.c.sighting_id == at.sighting_id,
            handling.c.side == at.side,
            handling.c.version == at.version,
        )
        .values(state=state, version=at.version + 1, person_id=person_id, at=now)
        .returning(handling.c.version)
    )
    if session.execute(moved).one_or_none() is None:
        return False
    keys = {"sighting_id": at.sighting_id, "side": at.side, "version": at.version + 1}
    session.execute(insert(step).values(keys | {"state": state, "person_id": person_id, "at": now}))
    return True


def steps(session: Session, sighting_id: int) -> list[StepRow]:
    """Every step either side has taken with a sighting, in order."""
    query = select(step).where(step.c.sighting_id == sighting_id).order_by(step.c.id)
    return [StepRow(**row._mapping) for row in session.execute(query)]  # noqa: SLF001 the documented way to a row's names


def give_reason(session: Session, step_id: int, reason: str) -> None:
    """Why a step was taken."""
    session.execute(update(step).where(step.c.id == step_id).values(reason=reason))

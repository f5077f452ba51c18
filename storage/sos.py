"""Calls for help, and which side has taken each over."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Select, case, func, insert, select, update
from sqlmodel import Field, SQLModel

from storage.columns import UtcDateTime
from storage.metadata import metadata
from storage.session import Session
from storage.sightings import sighting as seen


class State(StrEnum):
    """Where a call for help stands."""

    OPEN = "open"
    BY_MISTAKE = "by_mistake"  # withdrawn by the caller
    CLOSED = "closed"  # by a desk


class SosRow(SQLModel, table=True):
    """A call for help; both sides have it. Degrees WGS 84, metres, UTC.

    The place is the last known one until the caller sends where they are (`place_sent`); from a
    live location that goes on, or went on, until `live_until`.
    """

    __tablename__ = "sos"

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True, max_length=16)
    side: str = Field(max_length=2)
    exercise: bool = Field(default=False)
    caller_id: int = Field(foreign_key="person.id", index=True)
    raised_at: datetime = Field(sa_type=UtcDateTime)
    pressed_at: datetime = Field(sa_type=UtcDateTime)
    state: str = Field(default=State.OPEN, max_length=12)
    latitude: float | None = None
    longitude: float | None = None
    accuracy: float | None = None
    located_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    place_sent: bool = Field(default=False)
    live_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class TakenRow(SQLModel, table=True):
    """One side has a call for help in hand, and who there."""

    __tablename__ = "sos_taken"

    sos_id: int = Field(primary_key=True, foreign_key="sos.id", ondelete="CASCADE")
    side: str = Field(primary_key=True, max_length=2)
    person_id: int = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)


sos = metadata.tables["sos"]
taken = metadata.tables["sos_taken"]


def add(session: Session, row: SosRow) -> SosRow:
    """A new call for help."""
    values = row.model_dump(exclude={"id"})
    row.id = session.execute(insert(sos).values(values).returning(sos.c.id)).scalar_one()
    return row


def open_of(session: Session, caller_id: int) -> SosRow | None:
    """The open call for help of this person; held until this transaction ends."""
    mine = select(sos).where(sos.c.caller_id == caller_id, sos.c.state == State.OPEN)
    return _one(session, mine.order_by(sos.c.id.desc()).limit(1).with_for_update())


def by_number(session: Session, number: str) -> SosRow | None:
    """The call for help of this number; held until this transaction ends."""
    return _one(session, select(sos).where(sos.c.number == number).with_for_update())


def all_open(session: Session) -> list[SosRow]:
    """Every open call for help, oldest first; each held until this transaction ends."""
    query = select(sos).where(sos.c.state == State.OPEN).order_by(sos.c.id).with_for_update()
    return [SosRow(**row._mapping) for row in session.execute(query)]  # noqa: SLF001 the documented way to a row's names


def change(session: Session, row: SosRow, **values: object) -> SosRow:
    """Set columns of a call for help; as it is then."""
    changed = update(sos).where(sos.c.id == row.id).values(values).returning(sos)
    return SosRow(**session.execute(changed).one()._mapping)  # noqa: SLF001 the documented way to a row's names


def last_place_of(
    session: Session, person_id: int, since: datetime
) -> tuple[datetime, float, float, float | None] | None:
    """Where this person stood at their latest report: when it was, degrees, accuracy in metres."""
    there = func.coalesce(seen.c.observer_latitude, seen.c.latitude)
    columns = (
        seen.c.reported_at,
        there,
        func.coalesce(seen.c.observer_longitude, seen.c.longitude),
    )
    accuracy = case((seen.c.observer_latitude.is_(None), seen.c.accuracy), else_=None)
    query = (
        select(*columns, accuracy)
        .where(seen.c.reporter_id == person_id, seen.c.reported_at >= since)
        .where(there.is_not(None), seen.c.told_by.is_(None))
    )
    row = session.execute(query.order_by(seen.c.id.desc()).limit(1)).one_or_none()
    return (row[0], row[1], row[2], row[3]) if row else None


def take(session: Session, row: SosRow, side: str, *, person_id: int, now: datetime) -> None:
    """A side has it in hand from now on; the row must be held and the side new to it."""
    values = {"sos_id": row.id, "side": side, "person_id": person_id, "at": now}
    session.execute(insert(taken).values(values))


def pass_on(session: Session, row: SosRow, side: str, *, before: int, person_id: int) -> bool:
    """Another officer of a side has it in hand; False where `before` does not any more."""
    same = (taken.c.sos_id == row.id, taken.c.side == side, taken.c.person_id == before)
    moved = update(taken).where(*same).values(person_id=person_id).returning(taken.c.sos_id)
    return session.execute(moved).one_or_none() is not None


def taken_by(session: Session, sos_id: int) -> dict[str, TakenRow]:
    """Who has it in hand, by side, in the order in which they took it."""
    query = select(taken).where(taken.c.sos_id == sos_id).order_by(taken.c.at, taken.c.side)
    return {row.side: TakenRow(**row._mapping) for row in session.execute(query)}  # noqa: SLF001 the documented way to a row's names


def _one(session: Session, query: Select[*tuple[object, ...]]) -> SosRow | None:
    row = session.execute(query).one_or_none()
    return SosRow(**row._mapping) if row else None  # noqa: SLF001 the documented way to a row's names

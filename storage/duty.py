"""Shifts at a desk, and what was open when one person handed it to the next."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Row,
    String,
    Table,
    Text,
    insert,
    select,
    update,
)

from storage.columns import UtcDateTime
from storage.metadata import metadata
from storage.session import Session

shift = Table(
    "shift",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", Integer, ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    Column("side", String(2), nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Index(None, "person_id", "ended_at"),
)

handover = Table(
    "handover",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("side", String(2), nullable=False),
    Column("exercise", Boolean, nullable=False),
    Column("giver_id", Integer, ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    Column("taker_id", Integer, ForeignKey("person.id", ondelete="SET NULL")),
    Column("state", String(20), nullable=False),
    Column("version", Integer, nullable=False, default=1),
    Column("matters", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("settled_at", UtcDateTime),
    Index(None, "side", "state"),
)


class Standing(StrEnum):
    """Where a handover stands."""

    OFFERED = "offered"  # to its taker
    DECLINED = "declined"  # by its taker; whoever gives chooses again
    TO_ALL = "to_all"  # every duty officer of the side may accept
    ACCEPTED = "accepted"  # by its taker


@dataclass(frozen=True)
class Shift:
    """One time at the desk; over once `ended_at` is known. UTC."""

    id: int
    person_id: int
    side: str
    since: datetime
    until: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class Matter:
    """Something open at a desk, as it stood then.

    `what` and `state` are keys of the glossary, empty where it has none; `feature` and `number`
    lead to its card, `holder` is the id of whoever deals with it. `label` is what people call it,
    where not by its number.
    """

    feature: str
    number: str
    what: str
    state: str
    since: datetime
    holder: int | None = None
    exercise: bool = False
    label: str = ""


@dataclass(frozen=True)
class Handover:
    """What was open when somebody's duty ended, from whom it goes to whom."""

    id: int
    side: str
    exercise: bool
    giver_id: int
    taker_id: int | None
    state: Standing
    version: int
    matters: tuple[Matter, ...]
    at: datetime
    settled_at: datetime | None


def begin(
    session: Session, person_id: int, side: str, *, since: datetime, until: datetime
) -> Shift:
    """Somebody is at the desk of a side until then."""
    new = {"person_id": person_id, "side": side, "since": since, "until": until}
    return _shift(session.execute(insert(shift).values(new).returning(shift)).one())


def open_shift(session: Session, person_id: int) -> Shift | None:
    """The shift somebody is in."""
    query = select(shift).where(shift.c.person_id == person_id, shift.c.ended_at.is_(None))
    row = session.execute(query.order_by(shift.c.id.desc()).limit(1)).one_or_none()
    return _shift(row) if row else None


def last_end(session: Session, person_id: int) -> datetime | None:
    """When somebody's last shift ended; None where they have had none."""
    query = select(shift.c.ended_at).where(shift.c.person_id == person_id)
    ended = query.where(shift.c.ended_at.is_not(None)).order_by(shift.c.ended_at.desc())
    row = session.execute(ended.limit(1)).one_or_none()
    return row.ended_at if row else None


def shift_by_id(session: Session, shift_id: int) -> Shift | None:
    """Any shift, be it over or not."""
    row = session.execute(select(shift).where(shift.c.id == shift_id)).one_or_none()
    return _shift(row) if row else None


def extend(session: Session, before: Shift, until: datetime) -> bool:
    """The shift ends then; False where it has been changed or is over."""
    return _change(session, before, until=until)


def end(session: Session, before: Shift, now: datetime) -> bool:
    """The shift is over; False where it has been changed or was over."""
    return _change(session, before, ended_at=now)


def offer(
    session: Session,
    side: str,
    matters: tuple[Matter, ...],
    *,
    giver_id: int,
    taker_id: int | None,
    exercise: bool,
    now: datetime,
) -> Handover:
    """A new handover; without a taker it waits for whoever gives to choose one."""
    new = {
        "side": side,
        "exercise": exercise,
        "giver_id": giver_id,
        "taker_id": taker_id,
        "state": Standing.OFFERED if taker_id else Standing.DECLINED,
        "version": 1,
        "matters": json.dumps([_written(matter) for matter in matters]),
        "at": now,
    }
    return _handover(session.execute(insert(handover).values(new).returning(handover)).one())


def handover_by_id(session: Session, handover_id: int) -> Handover | None:
    """Any handover; nobody else holds it until this transaction ends."""
    query = select(handover).where(handover.c.id == handover_id).with_for_update()
    row = session.execute(query).one_or_none()
    return _handover(row) if row else None


def unaccepted(session: Session, since: datetime) -> list[Handover]:
    """Handovers begun after then that nobody has accepted."""
    waits = (handover.c.state != Standing.ACCEPTED, handover.c.at >= since)
    query = select(handover).where(*waits).order_by(handover.c.id).with_for_update()
    return [_handover(row) for row in session.execute(query)]


def move(
    session: Session,
    before: Handover,
    state: Standing,
    *,
    taker_id: int | None,
    settled_at: datetime | None = None,
) -> Handover | None:
    """The handover one step on; None where somebody was first."""
    same = (handover.c.id == before.id, handover.c.version == before.version)
    values = {"state": state, "taker_id": taker_id, "settled_at": settled_at}
    moved = update(handover).where(*same).values(version=before.version + 1, **values)
    row = session.execute(moved.returning(handover)).one_or_none()
    return _handover(row) if row else None


def _change(session: Session, before: Shift, **values: object) -> bool:
    same = (shift.c.id == before.id, shift.c.until == before.until, shift.c.ended_at.is_(None))
    changed = update(shift).where(*same).values(values).returning(shift.c.id)
    return session.execute(changed).one_or_none() is not None


def _written(matter: Matter) -> dict[str, Any]:
    return asdict(matter) | {"since": matter.since.isoformat()}


def _shift(row: Row[*tuple[Any, ...]]) -> Shift:
    return Shift(**row._mapping)  # noqa: SLF001 the documented way to a row's names


def _handover(row: Row[*tuple[Any, ...]]) -> Handover:
    values = dict(row._mapping)  # noqa: SLF001 the documented way to a row's names
    matters = tuple(
        Matter(**each | {"since": datetime.fromisoformat(each["since"])})
        for each in json.loads(row.matters)
    )
    return Handover(**values | {"state": Standing(row.state), "matters": matters})

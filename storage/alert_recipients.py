"""Who an alert is for, who has it, and what each has answered: the ledger of an edition."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    Row,
    String,
    Table,
    Text,
    false,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from storage.alerts import Status, alert
from storage.columns import UtcDateTime, big_id
from storage.metadata import metadata
from storage.session import Session


class Held(StrEnum):
    """Why an alert has not been sent to somebody it is for."""

    NO = ""
    TEXT = "text"  # there is no text in their language yet
    OFF_DUTY = "off_duty"  # a routine alert waits until they are on duty
    UNREACHABLE = "unreachable"  # they cannot be written to
    OVER = "over"  # it was over before it could be sent
    REVOKED = "revoked"  # they have no access any more


class Answer(StrEnum):
    """What somebody answers; each says that they have it."""

    RECEIVED = "received"
    ON_MY_WAY = "on_my_way"
    CANNOT = "cannot"
    NEED_DETAILS = "need_details"
    WORDS = "words"
    PLACE = "place"


recipient = Table(
    "alert_recipient",
    metadata,
    Column("alert_id", Integer, ForeignKey("alert.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Integer, ForeignKey("person.id"), primary_key=True),
    Column("side", String(2), nullable=False),
    Column("unit", String(120), nullable=False),
    Column("held", String(12), nullable=False),
    Column("shown", Integer, nullable=False),  # the look of the alert they were last shown; 0: none
    Column("queued_at", UtcDateTime),
    Column("accepted_at", UtcDateTime),  # by Telegram, which does not tell whether it was read
    Column("failed", Text),  # why Telegram refused it
    Column("answer", String(12)),
    Column("answered_at", UtcDateTime),
    Column("reminded", Integer, nullable=False, server_default=text("0")),
    Column("reminded_at", UtcDateTime),
    Column("silent", Boolean, nullable=False, server_default=false()),  # sent without a sound
    # The step of its ladder at which they were seen to last.
    Column("step", Integer, nullable=False, server_default=text("0")),
    Column("before", String(12)),  # what they had answered to the edition before this one
    Index(None, "person_id"),
)

answer = Table(
    "alert_answer",
    metadata,
    Column("id", big_id(), primary_key=True),
    Column("alert_id", Integer, ForeignKey("alert.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", Integer, ForeignKey("person.id"), nullable=False),
    Column("answer", String(12), nullable=False),
    Column("words", Text, nullable=False),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "alert_id", "person_id"),
)


@dataclass(frozen=True)
class Recipient:
    """One line of the ledger."""

    alert_id: int
    person_id: int
    side: str
    unit: str
    held: str
    shown: int = 0
    queued_at: datetime | None = None
    accepted_at: datetime | None = None
    failed: str | None = None
    answer: str | None = None
    answered_at: datetime | None = None
    reminded: int = 0
    reminded_at: datetime | None = None
    silent: bool = False
    step: int = 0
    before: str | None = None


@dataclass(frozen=True)
class Answered:
    """One answer of somebody; the newest counts, and all are kept. Degrees WGS 84, UTC."""

    alert_id: int
    person_id: int
    answer: str
    at: datetime
    words: str = ""
    latitude: float | None = None
    longitude: float | None = None


_RECIPIENT = [recipient.c[name] for name in Recipient.__dataclass_fields__]
_FIRST = ("alert_id", "person_id", "side", "unit", "held", "shown", "step", "before")
_ANSWERED = [answer.c[name] for name in Answered.__dataclass_fields__]


def add(session: Session, lines: Iterable[Recipient]) -> None:
    """New lines of a ledger, of which only the first columns say anything yet.

    Whoever is in it stays as they are.
    """
    rows = [{name: getattr(each, name) for name in _FIRST} for each in lines]
    if rows:
        adding = (postgresql if session.on_server else sqlite).insert(recipient)
        session.execute(adding.on_conflict_do_nothing(), rows)


def of(session: Session, alert_id: int) -> list[Recipient]:
    """The whole ledger of an edition."""
    mine = recipient.c.alert_id == alert_id
    return _many(session.execute(select(*_RECIPIENT).where(mine).order_by(recipient.c.person_id)))


def of_person(session: Session, alert_id: int, person_id: int) -> Recipient | None:
    """One person's line."""
    query = select(*_RECIPIENT).where(*_line(alert_id, person_id))
    found = _many(session.execute(query))
    return found[0] if found else None


def to_show(session: Session, alert_id: int, shown: int, limit: int) -> list[Recipient]:
    """Lines, at most so many, of people who have not been shown this look of an alert.

    Whoever got nothing and is not to get it yet is not among them.
    """
    due = (recipient.c.alert_id == alert_id, recipient.c.shown < shown, recipient.c.held == "")
    return _many(
        session.execute(
            select(*_RECIPIENT).where(*due).order_by(recipient.c.person_id).limit(limit)
        )
    )


def showed(
    session: Session, alert_id: int, people: Collection[int], shown: int, now: datetime
) -> None:
    """These people's messages with this look are on their way."""
    these = (recipient.c.alert_id == alert_id, recipient.c.person_id.in_(people))
    first = func.coalesce(recipient.c.queued_at, now)
    session.execute(update(recipient).where(*these).values(shown=shown, queued_at=first))


def silenced(session: Session, alert_id: int, people: Collection[int]) -> None:
    """These people's messages come without a sound."""
    these = (recipient.c.alert_id == alert_id, recipient.c.person_id.in_(people))
    if people:
        session.execute(update(recipient).where(*these).values(silent=True))


def hold(session: Session, alert_id: int, people: Collection[int], held: Held) -> None:
    """Why these people do not get it, or that nothing is in the way any more."""
    these = (recipient.c.alert_id == alert_id, recipient.c.person_id.in_(people))
    session.execute(update(recipient).where(*these).values(held=held))


def call_off(session: Session, alert_id: int) -> None:
    """Whoever has not been sent it is not sent it any more."""
    unsent = (recipient.c.alert_id == alert_id, recipient.c.queued_at.is_(None))
    session.execute(update(recipient).where(*unsent).values(held=Held.OVER))


def change(session: Session, alert_id: int, person_id: int, **values: object) -> None:
    """Set columns of a line."""
    session.execute(update(recipient).where(*_line(alert_id, person_id)).values(values))


def active_for(session: Session, person_id: int) -> list[int]:
    """Ids of the active editions somebody was sent, newest first."""
    mine = (recipient.c.person_id == person_id, recipient.c.queued_at.is_not(None))
    query = (
        select(alert.c.id)
        .join(recipient, recipient.c.alert_id == alert.c.id)
        .where(*mine, alert.c.status == Status.ACTIVE)
    )
    return list(session.scalars(query.order_by(alert.c.sent_at.desc(), alert.c.id.desc())))


def proved(session: Session, alert_id: int, person_id: int, now: datetime) -> None:
    """Somebody has answered, so they have it, whatever is known of its way."""
    values = {"accepted_at": func.coalesce(recipient.c.accepted_at, now), "failed": None}
    session.execute(update(recipient).where(*_line(alert_id, person_id)).values(values))


def put_answer(session: Session, given: Answered) -> None:
    """An answer, which is somebody's newest from now on; the first one's time stays."""
    session.execute(insert(answer).values(vars(given)))
    newest = {
        "answer": given.answer,
        "answered_at": func.coalesce(recipient.c.answered_at, given.at),
    }
    session.execute(update(recipient).where(*_line(given.alert_id, given.person_id)).values(newest))


def answers(session: Session, alert_id: int, person_id: int | None = None) -> list[Answered]:
    """All answers to an edition, or somebody's, oldest first."""
    query = select(*_ANSWERED).where(answer.c.alert_id == alert_id)
    if person_id is not None:
        query = query.where(answer.c.person_id == person_id)
    return [Answered(*row) for row in session.execute(query.order_by(answer.c.id))]


def overdue(
    session: Session, alert_id: int, sides: Collection[str], step: int, limit: int
) -> list[Recipient]:
    """Lines, at most so many, of people who were sent it and have not answered.

    Whoever was seen to at this step of its ladder is not among them.
    """
    told = recipient.c
    sent = (told.alert_id == alert_id, told.held == "", told.queued_at.is_not(None))
    still = (told.side.in_(sides), told.answer.is_(None), told.step < step)
    query = select(*_RECIPIENT).where(*sent, *still)
    return _many(session.execute(query.order_by(told.person_id).limit(limit)))


def unanswered(session: Session, alert_id: int, after: int, limit: int) -> list[Recipient]:
    """Lines, at most so many, of people beyond this one who were sent it and have not answered."""
    told = recipient.c
    sent = (told.alert_id == alert_id, told.held == "", told.queued_at.is_not(None))
    query = select(*_RECIPIENT).where(*sent, told.answer.is_(None), told.person_id > after)
    return _many(session.execute(query.order_by(told.person_id).limit(limit)))


def confirmed(session: Session, alert_id: int) -> dict[str, int]:
    """How many of each side have answered an edition."""
    query = select(recipient.c.side, func.count().label("number")).where(
        recipient.c.alert_id == alert_id, recipient.c.answered_at.is_not(None)
    )
    return {row.side: row.number for row in session.execute(query.group_by(recipient.c.side))}


def sent_to(session: Session, alert_id: int) -> int:
    """How many an edition was sent to, and not called back from."""
    sent = (recipient.c.alert_id == alert_id, recipient.c.queued_at.is_not(None))
    query = select(func.count()).where(*sent, recipient.c.held == "").select_from(recipient)
    return int(session.scalar(query) or 0)


def _line(alert_id: int, person_id: int) -> tuple[Any, Any]:
    return recipient.c.alert_id == alert_id, recipient.c.person_id == person_id


def _many(rows: Iterable[Row[*tuple[Any, ...]]]) -> list[Recipient]:
    return [Recipient(*row) for row in rows]

"""Who an alert is for, who has it, and what each has answered: the ledger of an edition."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Float,
    ForeignKey,
    Index,
    Integer,
    Row,
    String,
    Table,
    Text,
    and_,
    case,
    exists,
    func,
    insert,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from storage.alerts import Status, alert
from storage.columns import UtcDateTime, big_id
from storage.metadata import metadata
from storage.outbox import State, outbox
from storage.session import Session


class Held(StrEnum):
    """Why an alert has not been sent to somebody it is for."""

    NO = ""
    TEXT = "text"  # there is no text in their language yet
    OFF_DUTY = "off_duty"  # a routine alert waits until they are on duty
    UNREACHABLE = "unreachable"  # they cannot be written to
    OVER = "over"  # it was over before it could be sent


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


@dataclass(frozen=True)
class Tally:
    """How many of a unit stand where, by name, like `accepted`, `held_text`, `said_received`."""

    side: str
    unit: str
    counts: dict[str, int]


_RECIPIENT = [recipient.c[name] for name in Recipient.__dataclass_fields__]
_ANSWERED = [answer.c[name] for name in Answered.__dataclass_fields__]


def add(session: Session, lines: Iterable[Recipient]) -> int:
    """New lines of a ledger; whoever is in it stays as they are. How many were new."""
    rows = [vars(each) for each in lines]
    if not rows:
        return 0
    adding = (postgresql if session.on_server else sqlite).insert(recipient)
    added = adding.on_conflict_do_nothing().returning(recipient.c.person_id)
    return len(session.execute(added, rows).all())


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


def hold(session: Session, alert_id: int, person_id: int, held: Held) -> None:
    """Why somebody does not get it, or that nothing is in the way any more."""
    session.execute(update(recipient).where(*_line(alert_id, person_id)).values(held=held))


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


def settle(session: Session, alert_id: int, subject: str) -> int:
    """Write into the ledger what has become of the messages with this subject; how many changed.

    The outbox forgets after some days what was sent; the ledger does not.
    """
    message = (outbox.c.subject == subject, outbox.c.person_id == recipient.c.person_id)
    sent = (
        select(func.min(outbox.c.finished_at))
        .where(*message, outbox.c.state == State.SENT, outbox.c.method.like("send%"))
        .scalar_subquery()
    )
    refused = (
        select(func.max(outbox.c.outcome))
        .where(*message, outbox.c.state == State.DEAD)
        .scalar_subquery()
    )
    waits = and_(recipient.c.alert_id == alert_id, recipient.c.accepted_at.is_(None))
    accepted = (
        update(recipient).where(waits, sent.is_not(None)).values(accepted_at=sent, failed=None)
    )
    changed = session.execute(accepted.returning(recipient.c.person_id)).all()
    dead = (
        update(recipient)
        .where(waits, recipient.c.failed.is_(None), refused.is_not(None))
        .values(failed=refused)
    )
    return len(changed) + len(session.execute(dead.returning(recipient.c.person_id)).all())


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


def unfinished(session: Session, alert_id: int, subject: str) -> bool:
    """Whether a message of an edition still waits to be sent, or to be queued."""
    unsent = exists().where(
        outbox.c.subject == subject,
        outbox.c.state.in_((State.QUEUED, State.SENDING, State.DOUBT)),
    )
    newest = select(alert.c.shown).where(alert.c.id == alert_id).scalar_subquery()
    unqueued = exists().where(
        recipient.c.alert_id == alert_id, recipient.c.held == "", recipient.c.shown < newest
    )
    return bool(session.scalar(select(or_(unsent, unqueued))))


def tally(session: Session, alert_id: int) -> list[Tally]:
    """The ledger counted, by country and unit."""
    told = recipient.c
    columns = {
        "recipients": func.count(),
        "accepted": func.count(told.accepted_at),
        "failed": func.count(told.failed),
        "answered": func.count(told.answered_at),
        **{f"held_{held.value}": _how_many(told.held == held.value) for held in Held if held.value},
        **{f"said_{each.value}": _how_many(told.answer == each.value) for each in Answer},
    }
    query = select(told.side, told.unit, *(each.label(name) for name, each in columns.items()))
    grouped = query.where(told.alert_id == alert_id).group_by(told.side, told.unit)
    found = session.execute(grouped.order_by(told.side, told.unit))
    return [
        Tally(row.side, row.unit, {name: int(getattr(row, name)) for name in columns})
        for row in found
    ]


def _how_many(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((which, 1), else_=0)), 0)


def _line(alert_id: int, person_id: int) -> tuple[Any, Any]:
    return recipient.c.alert_id == alert_id, recipient.c.person_id == person_id


def _many(rows: Iterable[Row[*tuple[Any, ...]]]) -> list[Recipient]:
    return [Recipient(*row) for row in rows]

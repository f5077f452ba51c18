"""The ledger of an alert as desks read it: counted, listed, and who still owes an answer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, case, exists, extract, func, or_, select

from storage.alert_recipients import Answer, Answered, Held, Recipient, answer, recipient
from storage.alerts import Status, alert
from storage.people import person
from storage.session import Session


class Part(StrEnum):
    """Which lines of a ledger a desk looks at."""

    OPEN = "open"  # sent, and not answered
    CONFIRMED = "confirmed"
    FAILED = "failed"
    HELD = "held"
    CALL = "call"  # who has not answered, be it sent or not


@dataclass(frozen=True)
class Tally:
    """How many of a unit stand where, by name, like `accepted`, `held_text`, `said_received`."""

    side: str
    unit: str
    counts: dict[str, int]


@dataclass(frozen=True)
class Line:
    """One line of the ledger, and whose it is."""

    recipient: Recipient
    name: str
    phone: str
    on_duty: bool


@dataclass(frozen=True)
class Said:
    """An answer in words or a place; `name` of whoever gave it."""

    given: Answered
    side: str
    name: str
    unit: str


_TOLD = recipient.c
# Who was sent it and owes an answer.
_MISSING = and_(_TOLD.queued_at.is_not(None), _TOLD.held == Held.NO, _TOLD.answer.is_(None))
# Who has not answered and cannot have, but should be told: a desk can call them.
_UNTOLD = and_(_TOLD.held.in_((Held.TEXT, Held.UNREACHABLE)), _TOLD.answer.is_(None))
_PARTS: dict[Part, ColumnElement[bool]] = {
    Part.OPEN: _MISSING,
    Part.CONFIRMED: _TOLD.answer.is_not(None),
    Part.FAILED: and_(_TOLD.failed.is_not(None), _TOLD.held == Held.NO),
    Part.HELD: and_(_TOLD.held != Held.NO, _TOLD.answer.is_(None)),
    Part.CALL: or_(_MISSING, _UNTOLD),
}
_WORDED = (Answer.WORDS, Answer.PLACE)
_HAS_WORDED = exists().where(
    answer.c.alert_id == _TOLD.alert_id,
    answer.c.person_id == _TOLD.person_id,
    answer.c.answer.in_(_WORDED),
)
_RECIPIENT = [_TOLD[name] for name in Recipient.__dataclass_fields__]
_ANSWERED = [answer.c[name] for name in Answered.__dataclass_fields__]


def tally(session: Session, alert_id: int, *, late_after: timedelta) -> list[Tally]:
    """The ledger counted, by country and unit; `late` was answered so long after it was queued."""
    took = extract("epoch", _TOLD.answered_at) - extract("epoch", _TOLD.queued_at)
    columns = {
        "recipients": func.count(),
        "accepted": func.count(_TOLD.accepted_at),
        "failed": _how_many(_PARTS[Part.FAILED]),
        "answered": func.count(_TOLD.answered_at),
        "late": _how_many(took > late_after.total_seconds()),
        "missing": _how_many(_MISSING),
        "silent": _how_many(_TOLD.silent),
        "reminded": _how_many(_TOLD.reminded > 0),
        "worded": _how_many(_HAS_WORDED),
        **{f"held_{each.value}": _how_many(_not_sent(each)) for each in Held if each.value},
        **{f"said_{each.value}": _how_many(_TOLD.answer == each.value) for each in Answer},
    }
    query = select(_TOLD.side, _TOLD.unit, *(each.label(name) for name, each in columns.items()))
    grouped = query.where(_TOLD.alert_id == alert_id).group_by(_TOLD.side, _TOLD.unit)
    found = session.execute(grouped.order_by(_TOLD.side, _TOLD.unit))
    return [
        Tally(row.side, row.unit, {name: int(getattr(row, name)) for name in columns})
        for row in found
    ]


def failures(session: Session, alert_id: int) -> list[tuple[str, str, int]]:
    """Why messages were not accepted: side, Telegram's or our own word for it, and how many."""
    these = (_TOLD.alert_id == alert_id, _PARTS[Part.FAILED])
    query = select(_TOLD.side, _TOLD.failed, func.count()).where(*these)
    grouped = query.group_by(_TOLD.side, _TOLD.failed).order_by(func.count().desc(), _TOLD.failed)
    return [(side, reason, number) for side, reason, number in session.execute(grouped)]


def lines(
    session: Session, alert_id: int, part: Part | None, side: str, *, limit: int, offset: int = 0
) -> list[Line]:
    """Lines of a side's own people, by unit and name; who has confirmed by their time.

    Without a `part`, all of them.
    """
    by_name = (_TOLD.unit, person.c.name, person.c.id)
    order = (_TOLD.answered_at, person.c.id) if part == Part.CONFIRMED else by_name
    query = (
        select(*_RECIPIENT, person.c.name, person.c.phone, person.c.on_duty_since)
        .join(person, person.c.id == _TOLD.person_id)
        .where(*_of_side(alert_id, part, side))
    )
    found = session.execute(query.order_by(*order).limit(limit).offset(offset))
    many = len(_RECIPIENT)
    return [Line(Recipient(*row[:many]), row[-3], row[-2], row[-1] is not None) for row in found]


def count(session: Session, alert_id: int, part: Part, side: str) -> int:
    """How many lines of a side's own people there are."""
    query = select(func.count()).select_from(recipient)
    joined = query.join(person, person.c.id == _TOLD.person_id)
    return int(session.scalar(joined.where(*_of_side(alert_id, part, side))) or 0)


def said(session: Session, alert_id: int, sides: Collection[str]) -> list[Said]:
    """Every answer in words and every place of these sides' people, newest first."""
    query = (
        select(*_ANSWERED, _TOLD.side, person.c.name, _TOLD.unit)
        .join(person, person.c.id == answer.c.person_id)
        .join(
            recipient,
            and_(_TOLD.alert_id == answer.c.alert_id, _TOLD.person_id == answer.c.person_id),
        )
        .where(answer.c.alert_id == alert_id, answer.c.answer.in_(_WORDED), _TOLD.side.in_(sides))
    )
    found = session.execute(query.order_by(answer.c.id.desc()))
    many = len(_ANSWERED)
    return [Said(Answered(*row[:many]), *row[many:]) for row in found]


def missing(
    session: Session,
    alert_id: int,
    sides: Collection[str],
    *,
    before: datetime,
    limit: int | None = None,
) -> list[Recipient]:
    """Who was sent it and owes an answer, and was neither told nor reminded since then."""
    quiet = or_(_TOLD.reminded_at.is_(None), _TOLD.reminded_at <= before)
    query = select(*_RECIPIENT).where(
        _TOLD.alert_id == alert_id, _TOLD.side.in_(sides), _MISSING, _TOLD.queued_at <= before
    )
    found = session.execute(query.where(quiet).order_by(_TOLD.person_id).limit(limit))
    return [Recipient(*row) for row in found]


def waited_for(session: Session, side: str) -> dict[int, int]:
    """How many answers each active edition lacks from people of a side, where any are lacking."""
    query = (
        select(_TOLD.alert_id, func.count())
        .join(alert, alert.c.id == _TOLD.alert_id)
        .where(alert.c.status == Status.ACTIVE, _TOLD.side == side, _PARTS[Part.CALL])
        .group_by(_TOLD.alert_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _of_side(alert_id: int, part: Part | None, side: str) -> tuple[ColumnElement[bool], ...]:
    """Of the side when it was sent and of the side now: who has changed over is nobody's here."""
    own = (_TOLD.side == side, person.c.country == side)
    return (_TOLD.alert_id == alert_id, *own, *((_PARTS[part],) if part else ()))


def _not_sent(held: Held) -> ColumnElement[bool]:
    return and_(_TOLD.held == held.value, _TOLD.answer.is_(None))


def _how_many(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((which, 1), else_=0)), 0)

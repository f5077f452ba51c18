"""The courier's side of the outbox: what it takes next, and what became of it."""

import json
from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Integer,
    Select,
    Text,
    all_,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    true,
    union_all,
    update,
)
from sqlalchemy.dialects import postgresql

from storage import installation, leases
from storage.columns import UtcDateTime
from storage.outbox import COLUMNS, Lane, OutboxRow, State, as_row, finish, outbox
from storage.people import person
from storage.prepared import Prepared
from storage.session import Session

COURIER = "courier"  # the lease of the one who sends
HELD = "429"  # the outcome of a queued row that Telegram refused for the pace
_HOLD_ALL = "outbox.held_until"
_MANY = 30_000  # attempts are counted up to here: the column is small, an outage may be long
_WAITING = outbox.c.state.in_((State.QUEUED, State.DOUBT))

# What the courier takes. `lanes` says in which order, and for each which chats are not free.

_NOW = bindparam("now", type_=UtcDateTime)


def _candidates(dialect: str) -> Select[int, datetime | None]:
    if dialect == "postgresql":
        closed = bindparam("closed", type_=postgresql.ARRAY(BigInteger))
        is_open = outbox.c.chat_id != all_(closed)
    else:
        listed = func.json_each(bindparam("closed", type_=Text)).table_valued("value")
        is_open = outbox.c.chat_id.not_in(select(listed.c.value))
    return _WAITING_IN_LANE.where(is_open)


_WAITING_IN_LANE = (
    select(outbox.c.id, outbox.c.expires_at)
    .where(
        outbox.c.state == State.QUEUED,
        outbox.c.lane == bindparam("lane"),
        outbox.c.due_at <= _NOW,
        outbox.c.not_before <= _NOW,
        or_(
            outbox.c.card_id.is_(None),
            outbox.c.card_id.not_in(
                select(outbox.c.card_id).where(
                    outbox.c.state == State.DOUBT, outbox.c.card_id.is_not(None)
                )
            ),
        ),
    )
    .order_by(outbox.c.due_at, outbox.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_CANDIDATE = Prepared(_candidates)
_TAKE = Prepared(
    update(outbox)
    .where(
        outbox.c.id == bindparam("row_id"),
        outbox.c.state == State.QUEUED,
        leases.stands(COURIER, bindparam("leader", type_=Integer)),
    )
    .values(
        state=State.SENDING,
        attempts=case((outbox.c.attempts < _MANY, outbox.c.attempts + 1), else_=_MANY),
        epoch=bindparam("leader", type_=Integer),
        outcome=None,
    )
    .returning(*COLUMNS)
)
_OUT_OF_GRACE = Prepared(
    update(outbox)
    .where(outbox.c.state == State.DOUBT, outbox.c.not_before <= _NOW)
    .values(state=State.QUEUED, repeated=True)
)


def claim(
    session: Session,
    lanes: Iterable[tuple[Lane, Collection[int]]],
    *,
    epoch: int,
    now: datetime,
) -> OutboxRow | None:
    """The next call, now `SENDING`: the first lane that has one due for a chat that is free.

    `lanes`: in order of precedence, each with the chats that are not free for it. Calls in doubt
    whose grace is over are due again, as repeats; expired ones are cancelled. A call of a card
    waits while an earlier one is in doubt. None as well when another courier leads.
    """
    _OUT_OF_GRACE.run(session, {"now": now})
    for lane, closed in lanes:
        row_id = _candidate(session, lane, closed, now)
        if row_id is not None:
            taken = _TAKE.first(session, {"row_id": row_id, "leader": epoch})
            return as_row(taken) if taken else None
    return None


def _candidate(session: Session, lane: Lane, closed: Collection[int], now: datetime) -> int | None:
    chats = list(closed)
    given = {
        "lane": int(lane),
        "now": now,
        "closed": chats if session.on_server else json.dumps(chats),
    }
    found = _CANDIDATE.first(session, given)
    if found and found.expires_at and found.expires_at <= now:
        expire(session, now)
        found = _CANDIDATE.first(session, given)
    return found.id if found else None


def expire(session: Session, now: datetime) -> None:
    """Cancel every queued call that has become useless by now."""
    useless = and_(outbox.c.state == State.QUEUED, outbox.c.expires_at <= now)
    finish(session, useless, State.CANCELLED, now, outcome="expired")


_LATER = union_all(
    *(
        select(func.min(outbox.c.due_at).label("due")).where(
            outbox.c.state == State.QUEUED, outbox.c.lane == lane, outbox.c.due_at > _NOW
        )
        for lane in Lane
    ),
    select(func.min(outbox.c.not_before)).where(
        outbox.c.state == State.DOUBT, outbox.c.not_before > _NOW
    ),
).subquery()
_NEXT_DUE = Prepared(select(func.min(_LATER.c.due).label("due")))


def next_due(session: Session, now: datetime) -> datetime | None:
    """When the next call that is not due yet will be, or the grace of one in doubt will be over.

    When a retry is due is not looked for, so that this stays quick behind a long queue: who asked
    for the retry knows.
    """
    due: datetime | None = _NEXT_DUE.one(session, {"now": now}).due
    return due


# What became of it. A leader that was replaced may still report that a call was accepted, for
# that is true whoever leads; any other outcome of its is too late.


def retry(session: Session, row: OutboxRow, *, not_before: datetime, outcome: str) -> bool:
    """Surely not accepted: queued again, to be sent then at the earliest."""
    return _settle(session, row, state=State.QUEUED, not_before=not_before, outcome=outcome)


def doubt(session: Session, row: OutboxRow, *, until: datetime, outcome: str) -> bool:
    """Perhaps accepted: sent again, as a repeat, unless something proves it until then."""
    return _settle(session, row, state=State.DOUBT, not_before=until, outcome=outcome)


def withdraw(session: Session, row: OutboxRow, now: datetime) -> bool:
    """Cancel what would be sent again but is for nobody any more; True where that is so.

    Who was revoked, or has another account, while a call was being made gets no second try of it:
    what waited was cancelled then, but this call did not wait. The person is held until the end of
    the transaction, so that nobody is revoked between this look and what is written next.
    """
    if row.person_id is None:
        return False
    # What is said in a group goes to its chat, whoever it answers.
    here = person.c.telegram_id == row.chat_id if row.chat_id > 0 else true()
    still = (person.c.id == row.person_id, person.c.revoked_at.is_(None), here)
    held = select(person.c.id).where(*still).with_for_update(read=True)
    if session.execute(held).one_or_none():
        return False
    over = {"state": State.CANCELLED, "finished_at": now, "outcome": "access withdrawn"}
    return _settle(session, row, **over)


def bury(session: Session, row: OutboxRow, now: datetime, *, outcome: str) -> bool:
    """Refused for good."""
    return _settle(session, row, state=State.DEAD, finished_at=now, outcome=outcome)


def bury_chat(session: Session, chat_id: int, now: datetime, *, outcome: str) -> int:
    """Nothing that waits for this chat will ever arrive; how many calls that were."""
    waiting = and_(outbox.c.chat_id == chat_id, _WAITING)
    doubtful = and_(waiting, outbox.c.state == State.DOUBT)  # should it ever go again, as a repeat
    session.execute(update(outbox).where(doubtful).values(repeated=True))
    return finish(session, waiting, State.DEAD, now, outcome=outcome)


def give_back(session: Session, *, epoch: int, called: Collection[int]) -> int:
    """Queue again what this leader took and never called, `called` being the rest; how many.

    Where the connection was lost at the commit of a claim, or the process stood still after it.
    """
    untouched = (
        outbox.c.state == State.SENDING,
        outbox.c.epoch == epoch,
        outbox.c.id.not_in(called),
    )
    given = update(outbox).where(*untouched).values(state=State.QUEUED).returning(outbox.c.id)
    return len(session.execute(given).all())


# What must outlive a restart.


def left_sending(session: Session, *, epoch: int) -> list[OutboxRow]:
    """Calls that an earlier leader was making when it ended."""
    query = select(*COLUMNS).where(outbox.c.state == State.SENDING, outbox.c.epoch < epoch)
    return [as_row(row) for row in session.execute(query.order_by(outbox.c.id))]


def held(session: Session, now: datetime) -> dict[int, datetime]:
    """Chats that Telegram refused for the pace, each with the end of its hold."""
    query = (
        select(outbox.c.chat_id, func.max(outbox.c.not_before).label("until"))
        .where(outbox.c.state == State.QUEUED, outbox.c.outcome == HELD, outbox.c.not_before > now)
        .group_by(outbox.c.chat_id)
    )
    return {row.chat_id: row.until for row in session.execute(query)}


def hold_all(session: Session, until: datetime, now: datetime) -> None:
    """Everything but SOS waits until then."""
    installation.write(session, _HOLD_ALL, until.isoformat(), now=now)


def all_held_until(session: Session) -> datetime | None:
    """The end of the latest hold of everything but SOS, be it over or not."""
    written = installation.read(session, _HOLD_ALL)
    return datetime.fromisoformat(written) if written else None


def _settle(session: Session, row: OutboxRow, **values: object) -> bool:
    """Only what is still being sent, by the leader that took it, has an outcome to be written."""
    being_sent = (
        outbox.c.id == row.id,
        outbox.c.state == State.SENDING,
        outbox.c.epoch == row.epoch,
    )
    settled = update(outbox).where(*being_sent).values(values).returning(outbox.c.id)
    return session.execute(settled).one_or_none() is not None

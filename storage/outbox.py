"""Calls to Telegram, from the moment they are decided until their outcome is known."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    and_,
    bindparam,
    column,
    delete,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    table,
    update,
)

from storage.columns import UtcDateTime, big_id
from storage.metadata import metadata
from storage.prepared import Prepared
from storage.session import Session
from storage.store import wake


class Lane(IntEnum):
    """How urgent a message is; lower goes first."""

    SOS = 0
    ALERT = 1
    REPLY = 2
    NOTICE = 3
    ROUTINE = 4


class State(IntEnum):
    """Where a call stands. `DOUBT`: Telegram may have accepted it and we may not know."""

    QUEUED = 0
    SENDING = 1
    SENT = 2
    DOUBT = 3
    DEAD = 4
    CANCELLED = 5


outbox = Table(
    "outbox",
    metadata,
    Column("id", big_id(), primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("person_id", Integer, ForeignKey("person.id", ondelete="SET NULL")),
    Column("lane", SmallInteger, nullable=False),
    Column("method", String(40), nullable=False),
    Column("payload", Text, nullable=False),
    Column("subject", String(80)),
    Column("card_id", big_id(), ForeignKey("card.id", ondelete="CASCADE")),
    Column("card_version", Integer),
    Column("repeat_mark", Text),
    Column("state", SmallInteger, nullable=False, default=State.QUEUED),
    Column("attempts", SmallInteger, nullable=False, default=0),
    Column("due_at", UtcDateTime, nullable=False),
    Column("not_before", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime),
    Column("leased_until", UtcDateTime),
    Column("epoch", Integer),
    Column("message_id", BigInteger),
    Column("repeated", Boolean, nullable=False, default=False),
    Column("outcome", Text),
    Column("created_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
    Index(None, "state", "lane", "due_at", "id"),
    Index(None, "chat_id", "state"),
    Index(None, "subject"),
)


@dataclass(frozen=True)
class Call:
    """A call to queue: a Bot API method and its parameters as JSON-able data.

    The courier adds `chat_id`; 0 is a call about the bot itself. `repeat_mark` is what a possible
    second copy is marked with, in the reader's language. Of the calls of one draft (subject
    `draft:…`) a newer one makes the repeat of an older one needless.
    """

    chat_id: int
    lane: Lane
    method: str
    payload: dict[str, Any]
    person_id: int | None = None
    subject: str | None = None
    card_id: int | None = None
    card_version: int | None = None
    repeat_mark: str | None = None
    due_at: datetime | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True)
class OutboxRow:
    """A call whose turn has come, and what happened to it before."""

    id: int
    chat_id: int
    person_id: int | None
    lane: Lane
    method: str
    payload: dict[str, Any]
    subject: str | None
    card_id: int | None
    card_version: int | None
    repeat_mark: str | None
    repeated: bool
    attempts: int
    epoch: int | None
    due_at: datetime


# The methods by which something is said; what is said is the same whatever it hangs on.
SAYING = ("sendMessage", "sendPhoto", "sendDocument", "sendVideo", "sendVoice")
UNFINISHED = (State.QUEUED, State.SENDING, State.DOUBT)
KEEP_SENT = timedelta(days=7)
COLUMNS = [outbox.c[name] for name in OutboxRow.__dataclass_fields__]
_PAYLOAD = [*OutboxRow.__dataclass_fields__].index("payload")

# The part of the table of `storage.cards`, which imports this module, that a delivery changes.
_card = table(
    "card", column("id"), column("chat_id"), column("message_id"), column("pinned", Boolean)
)


def _stands_at(*states: State) -> ColumnElement[bool]:
    """One of these states, in the one form that leads both databases by the index of a chat."""
    return outbox.c.state.in_([literal_column(str(int(state))) for state in states])


_NOW = bindparam("now", type_=UtcDateTime)
_QUEUE = Prepared(
    insert(outbox)
    .values(
        {name: bindparam(name) for name in Call.__dataclass_fields__}
        | {
            "state": State.QUEUED,
            "attempts": 0,
            "repeated": False,
            "not_before": bindparam("due_at"),
            "created_at": bindparam("created_at"),
        }
    )
    .returning(outbox.c.id)
)
_DROP_REPEATS = Prepared(
    update(outbox)
    .where(
        outbox.c.chat_id == bindparam("chat"),
        outbox.c.subject == bindparam("of"),
        _stands_at(State.QUEUED, State.DOUBT),
        or_(outbox.c.state == State.DOUBT, outbox.c.repeated),
    )
    .values(state=State.CANCELLED, finished_at=_NOW, outcome=bindparam("why"))
)
_SENT = Prepared(
    update(outbox)
    .where(outbox.c.id == bindparam("row_id"), _stands_at(*UNFINISHED))
    .values(state=State.SENT, message_id=bindparam("shown_in"), finished_at=_NOW, outcome=None)
    .returning(outbox.c.card_id, outbox.c.chat_id, outbox.c.method)
)


_DOUBTFUL = Prepared(
    select(*COLUMNS)
    .where(
        outbox.c.chat_id == bindparam("chat"),
        _stands_at(State.QUEUED, State.SENDING, State.DOUBT),
        or_(outbox.c.state != State.QUEUED, outbox.c.repeated),
    )
    .order_by(outbox.c.id)
)


def queue(session: Session, call: Call, now: datetime) -> int:
    """Put a call in the outbox; its id. The courier is woken when this transaction commits."""
    if call.subject and call.subject.startswith("draft:"):
        same = {"chat": call.chat_id, "of": call.subject, "now": now}
        _DROP_REPEATS.run(session, same | {"why": "a newer one followed"})
    text = json.dumps(call.payload, ensure_ascii=True)
    due = {"due_at": call.due_at or now, "payload": text, "created_at": now}
    added = _QUEUE.one(session, vars(call) | due)
    wake(session, "outbox")
    return int(added.id)


def cancel(
    session: Session,
    now: datetime,
    *,
    reason: str,
    subject: str | None = None,
    person_id: int | None = None,
    chat_id: int | None = None,
) -> int:
    """Withdraw what is queued or in doubt and fits everything given; how many calls that were.

    A call that is being sent cannot be called back. Raises `ValueError` where nothing is given.
    """
    wanted = {"subject": subject, "person_id": person_id, "chat_id": chat_id}
    fits = [outbox.c[name] == value for name, value in wanted.items() if value is not None]
    if not fits:
        raise ValueError("Cancelling needs a subject, a person or a chat.")
    waiting = outbox.c.state.in_((State.QUEUED, State.DOUBT))
    return finish(session, and_(waiting, *fits), State.CANCELLED, now, outcome=reason)


def sent(session: Session, row_id: int, *, message_id: int | None, now: datetime) -> bool:
    """Telegram has accepted the call; False where its outcome was settled before."""
    row = _SENT.first(session, {"row_id": row_id, "shown_in": message_id, "now": now})
    if row and row.card_id and message_id and row.method.startswith("send"):
        _hang(session, row.card_id, row.chat_id, message_id, now)
    return row is not None


def _hang(session: Session, card_id: int, chat_id: int, message_id: int, now: datetime) -> None:
    """A message that was sent is the card from now on; it is pinned where the card wants that.

    An edit says nothing of where the card hangs: it may have been sent anew in the meantime.
    """
    hung = (_card.c.id == card_id, _card.c.chat_id == chat_id)
    moved = update(_card).where(*hung).values(message_id=message_id).returning(_card.c.pinned)
    if session.scalar(moved):
        quiet = {"message_id": message_id, "disable_notification": True}
        queue(session, Call(chat_id, Lane.ROUTINE, "pinChatMessage", quiet), now)


def prove(session: Session, chat_id: int, message_id: int, text: str, now: datetime) -> bool:
    """A person tapped or answered the bot's message with this text: so it was delivered.

    A call of that chat that is in doubt and says the same is `SENT` then, and not repeated. White
    space does not count, for Telegram trims it.
    """
    doubtful = _DOUBTFUL.all(session, {"chat": chat_id})
    if not doubtful:
        return False
    known = select(outbox.c.id).where(
        outbox.c.chat_id == chat_id,
        outbox.c.state == State.SENT,
        outbox.c.message_id == message_id,
    )
    if session.execute(known.limit(1)).one_or_none():
        return False
    for row in map(as_row, doubtful):
        said = str(row.payload.get("text") or row.payload.get("caption") or "")
        if text.split() in (said.split(), f"{row.repeat_mark} {said}".split()):
            return sent(session, row.id, message_id=message_id, now=now)
    return False


def migrate(session: Session, old_chat: int, new_chat: int) -> None:
    """A group goes on under another id, where its messages have other ids as well."""
    moved = update(outbox).where(outbox.c.chat_id == old_chat, outbox.c.state.in_(UNFINISHED))
    session.execute(moved.values(chat_id=new_chat))
    cards = update(_card).where(_card.c.chat_id == old_chat)
    session.execute(cards.values(chat_id=new_chat, message_id=None))


def spoken_since(session: Session, chat_id: int, since: datetime) -> bool:
    """Whether anything was said in a chat since then, or is to be."""
    said = exists().where(outbox.c.chat_id == chat_id, outbox.c.created_at > since)
    return bool(session.scalar(select(said)))


def counts(session: Session) -> dict[State, int]:
    """How many calls stand where; every state has its number."""
    rows = session.execute(
        select(outbox.c.state, func.count().label("number")).group_by(outbox.c.state)
    )
    found = {State(row.state): row.number for row in rows}
    return {state: found.get(state, 0) for state in State}


def forget(session: Session, before: datetime) -> None:
    """Drop what was sent or cancelled before then; what was refused stays to be looked into."""
    over = outbox.c.state.in_((State.SENT, State.CANCELLED))
    session.execute(delete(outbox).where(over, outbox.c.finished_at < before))


def as_row(row: Sequence[Any]) -> OutboxRow:
    """From the columns `COLUMNS`."""
    known = OutboxRow(*row)
    return replace(known, lane=Lane(known.lane), payload=json.loads(row[_PAYLOAD]))


def finish(
    session: Session, which: ColumnElement[bool], state: State, now: datetime, *, outcome: str
) -> int:
    """End these calls with this state; how many they were."""
    over = {"state": state, "finished_at": now, "outcome": outcome}
    ended = update(outbox).where(which).values(over).returning(outbox.c.id)
    return len(session.execute(ended).all())

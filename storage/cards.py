"""Messages that show the state of a thing, and where each of them hangs."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    Row,
    Select,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
    case,
    exists,
    false,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from storage.columns import big_id
from storage.metadata import metadata
from storage.outbox import UNFINISHED, Call, Lane, OutboxRow, State, finish, outbox, queue
from storage.session import Session
from storage.store import wake

card = Table(
    "card",
    metadata,
    Column("id", big_id(), primary_key=True),
    Column("subject", String(80), nullable=False),
    Column("person_id", Integer, ForeignKey("person.id", ondelete="CASCADE"), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger),
    Column("version", Integer, nullable=False, default=1),
    Column("payload", Text, nullable=False),
    Column("pinned", Boolean, nullable=False, default=False, server_default=false()),
    UniqueConstraint("subject", "person_id"),
    Index(None, "chat_id", "message_id"),
)

# What of a message's parameters can be changed later; the rest is settled when it is sent.
_EDITABLE = (
    "text",
    "parse_mode",
    "entities",
    "link_preview_options",
    "reply_markup",
    "attachment",
)
_OF_MEDIA = ("caption", "caption_entities")


@dataclass(frozen=True)
class Card:
    """A message that shows a subject to a person; `message_id` once Telegram has told it."""

    id: int
    subject: str
    person_id: int
    chat_id: int
    message_id: int | None
    version: int
    payload: dict[str, Any]
    pinned: bool = False  # each message that becomes the card is pinned when Telegram has it


@dataclass(frozen=True)
class Showing:
    """How a subject (`sighting:17`) looks to a person now; `payload` as for sendMessage.

    With an `attachment` it is as for the method that sends such a file, and a picture, a film or a
    document: a voice message cannot be changed. `replies_to` is the subject of another card of
    theirs, which this one is sent as a reply to.
    """

    subject: str
    person_id: int
    chat_id: int
    payload: dict[str, Any]
    lane: Lane = Lane.NOTICE
    repeat_mark: str | None = None
    expires_at: datetime | None = None
    message_id: int | None = None  # a message of theirs that becomes the card, the first time
    pinned: bool = False
    replies_to: str | None = None


def show(session: Session, showing: Showing, now: datetime) -> int:
    """Bring a person's card of a subject up to date: sent the first time, edited later; its id.

    A call that still waits in the outbox is changed in its place, so only the newest look goes.
    Nothing is queued where the card looks like this already.
    """
    if showing.replies_to:
        answering = {"replies_to": showing.replies_to}
        showing = replace(showing, payload=showing.payload | answering, replies_to=None)
    before = _one(session, _of(showing.subject, showing.person_id))
    if before and _unchanged(session, before, showing):
        return before.id
    if before and before.chat_id != showing.chat_id:
        elsewhere = and_(outbox.c.chat_id == before.chat_id, outbox.c.card_id == before.id)
        waiting = outbox.c.state.in_((State.QUEUED, State.DOUBT))
        finish(session, and_(elsewhere, waiting), State.CANCELLED, now, outcome="moved")
    if before and ("attachment" in before.payload) != ("attachment" in showing.payload):
        lost(session, before.id)  # a text cannot become a file, nor a file a text
    after = _write(session, showing)
    if not _replace_queued(session, showing, after):
        _queue(session, showing, after, now)
    wake(session, "outbox")
    return after.id


def show_first(session: Session, showings: Sequence[Showing], now: datetime) -> int:
    """The first look of a subject for many people at once; how many it was sent to.

    Whoever has a card of it already is passed over, so that it is sent to nobody twice.
    """
    if not showings:
        return 0
    insert = postgresql.insert if session.on_server else sqlite.insert
    rows = [_row(each) for each in showings]
    added = insert(card).on_conflict_do_nothing().returning(card)
    by_person = {each.person_id: each for each in showings}
    hung = [_card(row) for row in session.execute(added, rows)]
    for each in sorted(hung, key=lambda added: added.id):
        _queue(session, by_person[each.person_id], each, now)
    return len(hung)


def of(session: Session, subject: str) -> list[Card]:
    """Everybody's card of a subject."""
    rows = session.execute(select(card).where(card.c.subject == subject).order_by(card.c.id))
    return [_card(row) for row in rows]


def hanging(session: Session, subject: str, *, after: int, limit: int) -> list[Card]:
    """The cards of a subject that hang in a chat, at most so many, beyond this one."""
    query = select(card).where(
        card.c.subject == subject, card.c.message_id.is_not(None), card.c.id > after
    )
    return [_card(row) for row in session.execute(query.order_by(card.c.id).limit(limit))]


def of_person(session: Session, subject: str, person_id: int) -> Card | None:
    """One person's card of a subject."""
    return _one(session, _of(subject, person_id))


def by_message(session: Session, chat_id: int, message_id: int) -> Card | None:
    """The card that this message is."""
    here = and_(card.c.chat_id == chat_id, card.c.message_id == message_id)
    return _one(session, select(card).where(here))


def latest(session: Session, row: OutboxRow, now: datetime) -> OutboxRow:
    """A call of a card that is about to be made, for the card as it looks and hangs now.

    What else is queued for the card is cancelled: this call carries the newest look.
    """
    found = _one(session, select(card).where(card.c.id == row.card_id)) if row.card_id else None
    if found is None:
        return row
    others = and_(_queued(found.id, row.chat_id), outbox.c.id != row.id)
    finish(session, others, State.CANCELLED, now, outcome="a newer one followed")
    method, payload = _call(found, _answered(session, found))
    current = {"method": method, "card_version": found.version}
    text = json.dumps(payload, ensure_ascii=True)
    session.execute(update(outbox).where(outbox.c.id == row.id).values(current | {"payload": text}))
    return replace(row, payload=payload, method=method, card_version=found.version)


def lost(session: Session, card_id: int) -> None:
    """Its message is gone; the next call of the card sends it anew."""
    session.execute(update(card).where(card.c.id == card_id).values(message_id=None))


def call_back(session: Session, subject: str, person_id: int, now: datetime) -> bool:
    """A card that was never sent is not sent any more; False where it is being sent just now.

    Nor is one that was refused, when its reader can be reached again.
    """
    mine = and_(outbox.c.subject == subject, outbox.c.person_id == person_id)
    waiting = outbox.c.state.in_((State.QUEUED, State.DOUBT, State.DEAD))
    finish(session, and_(mine, waiting), State.CANCELLED, now, outcome="over")
    under_way = exists().where(mine, outbox.c.state == State.SENDING)
    return not session.scalar(select(under_way))


def unhook(session: Session, subject: str, person_id: int) -> int | None:
    """The card's next look will be a new message; the message that was it until now, if any."""
    before = _one(session, _of(subject, person_id))
    if before is None or before.message_id is None:
        return None
    lost(session, before.id)
    return before.message_id


def _call(shown: Card, answered: int | None = None) -> tuple[str, dict[str, Any]]:
    """The call that shows it; where it is sent, it is a reply to the message `answered`."""
    attachment = shown.payload.get("attachment")
    if shown.message_id is None:
        sent = {name: each for name, each in shown.payload.items() if name != "replies_to"}
        if answered:
            reply = {"message_id": answered, "allow_sending_without_reply": True}
            sent["reply_parameters"] = reply
        return f"send{attachment['kind'].capitalize()}" if attachment else "sendMessage", sent
    edited = {name: shown.payload[name] for name in _EDITABLE if name in shown.payload}
    if attachment:
        edited["media"] = {name: shown.payload[name] for name in _OF_MEDIA if name in shown.payload}
    method = "editMessageMedia" if attachment else "editMessageText"
    return method, edited | {"message_id": shown.message_id}


def _answered(session: Session, shown: Card) -> int | None:
    """The message of the card that this one replies to, if it hangs in the same chat."""
    subject = shown.payload.get("replies_to")
    other = _one(session, _of(subject, shown.person_id)) if subject else None
    return other.message_id if other and other.chat_id == shown.chat_id else None


def _write(session: Session, showing: Showing) -> Card:
    """The card one version on; in another chat than before it hangs nowhere yet."""
    insert = postgresql.insert if session.on_server else sqlite.insert
    row = _row(showing)
    shown = {name: row[name] for name in ("chat_id", "pinned", "payload")}
    added = insert(card).values(row)
    there = case((card.c.chat_id == showing.chat_id, card.c.message_id), else_=None)
    written = added.on_conflict_do_update(
        index_elements=["subject", "person_id"],
        set_={"version": card.c.version + 1, "message_id": there, **shown},
    )
    return _card(session.execute(written.returning(card)).one())


def _row(showing: Showing) -> dict[str, Any]:
    """The columns of a card that is shown for the first time."""
    return {
        "subject": showing.subject,
        "person_id": showing.person_id,
        "chat_id": showing.chat_id,
        "message_id": showing.message_id,
        "version": 1,
        "pinned": showing.pinned,
        "payload": json.dumps(showing.payload, ensure_ascii=True),
    }


def _replace_queued(session: Session, showing: Showing, after: Card) -> bool:
    """Change what waits. A repeat that waits keeps the words that could still be proved."""
    method, payload = _call(after)
    changed = {
        "method": method,
        "payload": json.dumps(payload, ensure_ascii=True),
        "card_version": after.version,
        "repeat_mark": showing.repeat_mark,
        "expires_at": showing.expires_at,
        "lane": case((outbox.c.lane < showing.lane, outbox.c.lane), else_=int(showing.lane)),
    }
    waiting = and_(_queued(after.id, after.chat_id), ~outbox.c.repeated)
    replaced = update(outbox).where(waiting).values(changed).returning(outbox.c.id)
    return session.execute(replaced).first() is not None


def _queue(session: Session, showing: Showing, after: Card, now: datetime) -> None:
    method, payload = _call(after)
    call = Call(
        chat_id=after.chat_id,
        lane=showing.lane,
        method=method,
        payload=payload,
        person_id=after.person_id,
        subject=after.subject,
        card_id=after.id,
        card_version=after.version,
        repeat_mark=showing.repeat_mark,
        expires_at=showing.expires_at,
    )
    queue(session, call, now)


def _unchanged(session: Session, before: Card, showing: Showing) -> bool:
    if (before.chat_id, before.payload) != (showing.chat_id, showing.payload):
        return False
    under_way = exists().where(
        outbox.c.chat_id == before.chat_id,
        outbox.c.state.in_(UNFINISHED),
        outbox.c.card_id == before.id,
    )
    return before.message_id is not None or bool(session.scalar(select(under_way)))


def _queued(card_id: int, chat_id: int) -> ColumnElement[bool]:
    return and_(
        outbox.c.chat_id == chat_id,
        outbox.c.state == State.QUEUED,
        outbox.c.card_id == card_id,
    )


def _of(subject: str, person_id: int) -> Select[*tuple[Any, ...]]:
    return select(card).where(card.c.subject == subject, card.c.person_id == person_id)


def _one(session: Session, query: Select[*tuple[Any, ...]]) -> Card | None:
    row = session.execute(query).one_or_none()
    return _card(row) if row else None


def _card(row: Row[*tuple[Any, ...]]) -> Card:
    values = dict(row._mapping)  # noqa: SLF001 the documented way to a row's names
    return Card(**values | {"payload": json.loads(row.payload)})

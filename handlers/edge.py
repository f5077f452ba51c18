"""The edge of the house: who is it? one transaction; refusals explained."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from handlers import enrolment
from handlers.incoming import Incoming, Kind, parse
from handlers.router import ROUTER, Router
from services import notify, reach
from services.errors import NotAllowed, Refusal, Revoked
from storage import inbox, outbox, people
from storage.audit import Deed
from storage.people import Person
from storage.session import Session
from storage.unit_of_work import Installation, UnitOfWork
from views import faults, refusals
from views.message import Message

# In a group a refusal is said once in this while; nothing else is ever said there.
HUSH = timedelta(hours=1)


@dataclass(frozen=True)
class Toast:
    """The answer to a tap, given after the commit: it is worthless when late, and may get lost."""

    callback_id: str
    text: str = ""
    alert: bool = False


@dataclass(frozen=True)
class Edge:
    """Where updates enter."""

    installation: Installation
    router: Router = ROUTER

    def handle(self, session: Session, row_id: int, now: datetime) -> Toast | None:
        """One update, one transaction: done, refused and explained, or raised for a retry."""
        row = inbox.claim(session, row_id)
        if row is None:
            return None
        incoming = parse(row.body)
        toast = None
        if incoming.kind != Kind.NOTHING:
            toast = self._act(self._unit(session, incoming, now), incoming)
        inbox.done(session, row.id, now)
        return toast

    def give_up(
        self, session: Session, row_id: int, now: datetime, *, reference: str
    ) -> Toast | None:
        """Bury an update that failed in every try, and say so to whoever sent it."""
        row = inbox.claim(session, row_id)
        if row is None:
            return None
        inbox.bury(session, row.id, now, reference=reference)
        incoming = _as_far_as_readable(row.body, row.sender)
        uow = replace(self._unit(session, incoming, now), chat_id=row.sender)
        asked_in_private = incoming.private and incoming.kind != Kind.NOTHING
        if uow.actor.id or asked_in_private:
            notify.reply(uow, faults.apology(notify.reader_of(uow.actor), reference))
        return Toast(incoming.callback_id) if incoming.callback_id else None

    def _unit(self, session: Session, incoming: Incoming, now: datetime) -> UnitOfWork:
        stranger = notify.stranger(incoming.language_code)
        actor = people.by_telegram(session, incoming.sender)
        if actor is None:
            actor = enrolment.reading(session, incoming.sender, stranger)
        return UnitOfWork(session, actor, now, self.installation, incoming.chat_id)

    def _act(self, uow: UnitOfWork, incoming: Incoming) -> Toast | None:
        _note_contact(uow, incoming)
        text = None
        try:
            with uow.session.begin_nested():
                if incoming.kind not in {Kind.BLOCKED, Kind.UNBLOCKED}:
                    _must_not_be_revoked(uow, incoming)
                    text = self.router.route(uow, incoming)
        except Refusal as refusal:  # its own rows are gone; what must outlive it is written here
            return _refused(uow, incoming, refusal)
        return Toast(incoming.callback_id, text or "") if incoming.callback_id else None


def _as_far_as_readable(body: str, sender: int) -> Incoming:
    """An update in our words, or only whose it was where that is why it failed."""
    try:
        return parse(body)
    except Exception:  # noqa: BLE001 Telegram's types raise what they like
        return Incoming(Kind.NOTHING, sender, sender)


def _note_contact(uow: UnitOfWork, incoming: Incoming) -> None:
    """What the mere arrival of an update tells: that messages of ours have arrived, or will not."""
    if incoming.seen_message:
        outbox.prove(uow.session, incoming.chat_id, *incoming.seen_message, uow.now)
    if incoming.kind == Kind.BLOCKED and incoming.private:
        reach.lost(uow, uow.actor)
    elif incoming.private:  # what is said in a group does not open the private chat again
        reach.back(uow, uow.actor)


def _must_not_be_revoked(uow: UnitOfWork, incoming: Incoming) -> None:
    if incoming.kind == Kind.MOVED:  # a phone says it by itself, every few seconds
        return
    if uow.actor.id is None and incoming.private:  # in a group it is nobody's business
        known = people.ever_by_telegram(uow.session, incoming.sender)
        if known and known.revoked_at:
            raise Revoked


def _refused(uow: UnitOfWork, incoming: Incoming, refusal: Refusal) -> Toast | None:
    refusal.outlive(uow)
    if isinstance(refusal, NotAllowed):
        uow.record(Deed.REFUSAL, f"person:{uow.actor.id}", verb=str(refusal.values.get("verb")))
    reader = notify.reader_of(_addressee(uow, incoming))
    text = refusals.explain(reader, type(refusal).__name__, refusal.values)
    if incoming.callback_id:
        return Toast(incoming.callback_id, refusals.toast(text), alert=True)
    if incoming.private or not outbox.spoken_since(uow.session, uow.chat_id, uow.now - HUSH):
        notify.reply(uow, Message(text, protected=False, thread_id=incoming.thread_id))
    return None


def _addressee(uow: UnitOfWork, incoming: Incoming) -> Person:
    """Somebody revoked is still answered in the language the roster has for them."""
    known = people.ever_by_telegram(uow.session, incoming.sender) if uow.actor.id is None else None
    return known or uow.actor

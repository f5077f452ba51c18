"""Put messages in the outbox, and keep cards current. Nobody sends; everybody queues."""

from collections.abc import Sequence
from datetime import datetime

from storage import cards, outage, outbox
from storage.outage import Blind
from storage.outbox import Call, Lane
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from views import open_items, repeats
from views.language import Language, Reader, hinted
from views.message import FileKind, Message


def reader_of(person: Person) -> Reader:
    """How this person reads."""
    return Reader(Language(person.language), person.country)


def stranger(language_code: str | None) -> Person:
    """Somebody the roster does not know, read to in the language their phone hints at."""
    return Person(language=hinted(language_code))


def reply(uow: UnitOfWork, message: Message, *, subject: str | None = None) -> None:
    """Answer the actor where they are looking."""
    for part in message.parts():
        call = Call(
            chat_id=uow.chat_id,
            lane=Lane.REPLY,
            method=part.method,
            payload=part.payload(uow.chat_id),
            person_id=uow.actor.id,
            subject=subject,
            repeat_mark=repeats.mark(reader_of(uow.actor)),
        )
        outbox.queue(uow.session, call, uow.now)


def replace(
    uow: UnitOfWork, message_id: int, message: Message, *, subject: str | None = None
) -> None:
    """Change the message the actor has just pressed a button of."""
    call = Call(
        chat_id=uow.chat_id,
        lane=Lane.REPLY,
        method="editMessageText",
        payload=message.edit(uow.chat_id, message_id),
        person_id=uow.actor.id,
        subject=subject,
    )
    outbox.queue(uow.session, call, uow.now)


def answer(uow: UnitOfWork, message: Message, *, shown_in: int | None) -> None:
    """Answer in the message the actor has just pressed a button of, or in a new one.

    A file is always a new one: a text cannot become one.
    """
    if shown_in and message.attachment is None:
        replace(uow, shown_in, message)
    else:
        reply(uow, message)


def tell(uow: UnitOfWork, person: Person, message: Message, *, shown_in: int | None = None) -> None:
    """Answer the actor as `answer` does; anybody else is given notice."""
    if person.id == uow.actor.id:
        answer(uow, message, shown_in=shown_in)
    else:
        notice(uow, person, message)


def notice(
    uow: UnitOfWork,
    person: Person,
    message: Message,
    *,
    subject: str | None = None,
    lane: Lane = Lane.NOTICE,
    expires_at: datetime | None = None,
) -> None:
    """Tell somebody something; people who cannot be written to are passed over.

    After `expires_at` it would be useless, so it is not sent late.
    """
    if person.telegram_id is None or person.revoked_at:
        return
    for part in message.parts():
        call = Call(
            chat_id=person.telegram_id,
            lane=lane,
            method=part.method,
            payload=part.payload(person.telegram_id),
            person_id=person.id,
            subject=subject,
            repeat_mark=repeats.mark(reader_of(person)),
            expires_at=expires_at,
        )
        outbox.queue(uow.session, call, uow.now)


def card(
    uow: UnitOfWork,
    person: Person,
    message: Message,
    *,
    subject: str,
    lane: Lane = Lane.NOTICE,
    shown_in: int | None = None,
    pinned: bool = False,
    anew: bool = False,
    blind: Blind | None = None,
    expires_at: datetime | None = None,
) -> None:
    """Show somebody the state of a thing: a new message the first time, an edit of it later.

    `shown_in` is a message of theirs that becomes the card instead of a new one; `pinned` keeps it
    at the top of their chat; `anew` brings it to the end. With `blind`, what waits for a tap is
    asked again, marked, where the tap may have been lost in that time. After `expires_at` this look
    is not sent late. People who cannot be written to are passed over.
    """
    if person.telegram_id is None or person.id is None or person.revoked_at:
        return
    if blind:
        if not message.buttons or not _hung(uow, subject, person.id, blind):
            return
        message, anew = repeats.asked_again(reader_of(person), message, blind, uow.now), True
    left = cards.unhook(uow.session, subject, person.id) if anew else None
    showing = cards.Showing(
        subject=subject,
        person_id=person.id,
        chat_id=person.telegram_id,
        payload=message.payload(person.telegram_id),
        lane=lane,
        repeat_mark=repeats.mark(reader_of(person)),
        message_id=shown_in,
        pinned=pinned,
        expires_at=expires_at,
    )
    cards.show(uow.session, showing, uow.now)
    if left:
        _leave_behind(uow, person, left, lane)


def first_cards(
    uow: UnitOfWork,
    told: Sequence[tuple[Person, Message]],
    *,
    subject: str,
    lane: Lane,
    expires_at: datetime | None = None,
) -> None:
    """Show many people the state of a thing for the first time.

    Whoever has a card of it, or cannot be written to, is passed over.
    """
    showings = [
        cards.Showing(
            subject=subject,
            person_id=person.id or 0,
            chat_id=person.telegram_id or 0,
            payload=message.payload(person.telegram_id or 0),
            lane=lane,
            repeat_mark=repeats.mark(reader_of(person)),
            expires_at=expires_at,
        )
        for person, message in told
        if person.telegram_id is not None and person.revoked_at is None
    ]
    cards.show_first(uow.session, showings, uow.now)


def picture(
    uow: UnitOfWork,
    person: Person,
    caption: Message,
    *,
    subject: str,
    replies_to: str,
    lane: Lane = Lane.NOTICE,
) -> None:
    """Show somebody a picture beside a card of theirs: sent once, as a reply to it, changed later.

    `subject` (`map:17`) is the picture's own, `replies_to` (`sighting:17`) the card's. The picture
    is the attachment of `caption`, whose words are cut where they do not fit below it. People who
    cannot be written to are passed over. Raises `ValueError` where there is no picture.
    """
    if caption.attachment is None or caption.attachment.kind == FileKind.VOICE:
        raise ValueError("A picture needs a file that can be changed later.")
    if person.telegram_id is None or person.id is None or person.revoked_at:
        return
    showing = cards.Showing(
        subject=subject,
        person_id=person.id,
        chat_id=person.telegram_id,
        payload=caption.payload(person.telegram_id),
        lane=lane,
        repeat_mark=repeats.mark(reader_of(person)),
        replies_to=replies_to,
    )
    cards.show(uow.session, showing, uow.now)


def _hung(uow: UnitOfWork, subject: str, person_id: int, blind: Blind) -> bool:
    """Whether the card could be tapped before the end of a blind time, and so in it."""
    shown = cards.of_person(uow.session, subject, person_id)
    if shown is None or shown.message_id is None:
        return False
    return not outage.sent_after(uow.session, shown.chat_id, shown.message_id, blind.until)


def _leave_behind(uow: UnitOfWork, person: Person, message_id: int, lane: Lane) -> None:
    """The message that was a card says that it is none any more, so that nobody goes by it."""
    chat_id = person.telegram_id or 0
    call = Call(
        chat_id=chat_id,
        lane=lane,
        method="editMessageText",
        payload=open_items.moved(reader_of(person)).edit(chat_id, message_id),
        person_id=person.id,
    )
    outbox.queue(uow.session, call, uow.now)


def photo(uow: UnitOfWork, person: Person, file_id: str, message: Message) -> None:
    """Send somebody a photo that Telegram keeps, with a message as its caption."""
    if person.telegram_id is None or person.revoked_at:
        return
    call = Call(
        chat_id=person.telegram_id,
        lane=Lane.NOTICE,
        method="sendPhoto",
        payload=message.caption(person.telegram_id, file_id),
        person_id=person.id,
        repeat_mark=repeats.mark(reader_of(person)),
    )
    outbox.queue(uow.session, call, uow.now)

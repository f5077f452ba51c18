"""Bulletins: what a desk publishes for the officers of both sides, until it is valid no more."""

from dataclasses import dataclass, replace
from datetime import timedelta

from services import bulletin_known, desk, notify, policy, search_text
from services.bulletin_known import language_of
from services.errors import Stale
from services.numbers import draw
from services.policy import Verb
from storage import bulletins, cards, deadlines, media, organisation, people
from storage.audit import Deed
from storage.bulletins import BulletinReadingRow, BulletinRow, BulletinTextRow, Kind
from storage.outbox import Lane
from storage.people import Person, Role
from storage.sightings import Sharing
from storage.unit_of_work import UnitOfWork
from views import bulletin_forms as told
from views import bulletins as views
from views.language import Reader
from views.message import Message

VALID = (7, 30, 90)  # days
AT_ONCE = 50  # cards changed in one transaction, so that nobody waits long for it


@dataclass(frozen=True)
class BulletinForm:
    """A bulletin as its author has filled it in; `days` it is valid."""

    kind: Kind
    text: str
    sharing: Sharing
    days: int
    sector: str | None = None
    draft_id: int | None = None


def publish(uow: UnitOfWork, form: BulletinForm, *, shown_in: int | None = None) -> BulletinRow:
    """Put a bulletin before the officers of the actor's side, and the other desk, if for both.

    `shown_in` is the message of the form just pressed: it becomes the card. Raises `NotAllowed`.
    """
    policy.require(uow.actor, Verb.PUBLISH_BULLETIN)
    row = BulletinRow(
        number=draw(uow, "bulletin", uow.actor.country),
        side=uow.actor.country,
        sharing=form.sharing,
        exercise=uow.installation.exercise,
        author_id=uow.actor.id or 0,
        kind=form.kind,
        sector=form.sector,
        published_at=uow.now,
        valid_until=uow.now + timedelta(days=form.days),
    )
    bulletins.add(uow.session, row)
    add_text(uow, row, 0, form.text)
    _read(uow, row)
    sent = media.of_draft(uow.session, form.draft_id) if form.draft_id else []
    media.put(uow.session, [each.id or 0 for each in sent], bulletin=row.id)
    _record_publishing(uow, row, photo=bool(sent))
    deadlines.set_for(uow.session, "bulletin-expire", row.number, due_at=row.valid_until)
    show(uow, uow.actor, row, shown_in=shown_in, lane=Lane.REPLY)
    for side in policy.sides_that_get(form.sharing, row.side)[1:]:
        for officer in desk.officers(uow, side):
            show(uow, officer, row)
    tell_on_duty(uow, row, row.side)
    return row


def preview(uow: UnitOfWork, form: BulletinForm) -> tuple[Message, Message | None, str]:
    """The card as the officers of the actor's side will read it, and of the other (which), if any.

    Raises `NotAllowed`.
    """
    policy.require(uow.actor, Verb.PUBLISH_BULLETIN)
    reader = notify.reader_of(uow.actor)
    side, *others = policy.sides_that_get(form.sharing, uow.actor.country)
    sector = organisation.sector_by_code(uow.session, form.sector) if form.sector else None
    ours = views.Bulletin(
        number="",
        side=side,
        sides=(side, *others),
        kind=form.kind,
        published_at=uow.now,
        valid_until=uow.now + timedelta(days=form.days),
        parts=(views.Part(0, side, form.text, uow.now),),
        sector=sector,
        exercise=uow.installation.exercise,
        photo=bool(form.draft_id and media.of_draft(uow.session, form.draft_id)),
    )
    other = next(iter(others), "")
    words = views.Part(0, other, told.theirs(reader, other), uow.now)
    theirs = views.card(reader, replace(ours, parts=(words,))) if other else None
    return views.card(reader, ours), theirs, other


def see(uow: UnitOfWork, number: str) -> None:
    """Put a bulletin and its photo at the end of the actor's chat. Raises `NotAllowed`, `Stale`."""
    row = readable(uow, number)
    bring(uow, uow.actor, row.number)
    photo = bulletin_known.photo(uow, row)
    if photo:
        reader = notify.reader_of(uow.actor)
        notify.reply(uow, views.photo(reader, number, photo, exercise=row.exercise))
    if uow.actor.country != row.side:
        uow.record(Deed.CONSULTATION, _subject(row), side=row.side, reason="bulletin")


def bring(uow: UnitOfWork, person: Person, number: str) -> None:
    """Put a bulletin's card at the end of somebody's chat. Raises `Stale`."""
    row = bulletins.by_number(uow.session, number)
    if row is None or not _holds(uow, row) or not policy.may_read_bulletin(person, row):
        raise Stale
    show(uow, person, row, lane=Lane.REPLY, anew=True)


def mark_read(uow: UnitOfWork, number: str) -> str | None:
    """The actor has read it; the toast where they had before. Raises `NotAllowed`, `Stale`."""
    row = readable(uow, number)
    first = _read(uow, row)
    show(uow, uow.actor, row, lane=Lane.REPLY)
    return None if first else told.read_already(notify.reader_of(uow.actor))


def ask_withdrawal(uow: UnitOfWork, number: str) -> None:
    """Whether the actor means it. Raises `NotAllowed`, `Stale`."""
    _own(uow, number)
    notify.reply(uow, told.ask_withdrawal(notify.reader_of(uow.actor), number))


def withdraw(uow: UnitOfWork, number: str, *, shown_in: int) -> None:
    """Nobody has it any more; what was read is known. Raises `NotAllowed`, `Stale`."""
    row = _own(uow, number)
    if not bulletins.withdraw(uow.session, row.id or 0, uow.now):
        raise Stale
    deadlines.drop(uow.session, "bulletin-expire", number)
    recipients = list(policy.sides_that_get(Sharing(row.sharing), row.side))[1:]
    subject = _subject(row)
    uow.record(Deed.ALTERATION, subject, side=row.side, withdrawn=True, recipients=recipients)
    row.withdrawn_at = uow.now
    refresh(uow, row)
    notify.replace(uow, shown_in, told.withdrawn(notify.reader_of(uow.actor), number))


def expire(uow: UnitOfWork, number: str) -> bool:
    """It is valid no more: its cards say so and lose their buttons; for the clock."""
    row = bulletins.by_number(uow.session, number)
    if row and row.valid_until <= uow.now and row.withdrawn_at is None:
        refresh(uow, row)
    return True


def photo_kept(uow: UnitOfWork, bulletin_id: int) -> None:
    """Its photo has been fetched and is clean: its cards tell so."""
    row = bulletins.by_id(uow.session, bulletin_id)
    if row:
        refresh(uow, row)


def readable(uow: UnitOfWork, number: str, *, hold: bool = False) -> BulletinRow:
    """A bulletin that holds and that the actor may read. Raises `NotAllowed`, `Stale`."""
    policy.require(uow.actor, Verb.READ_BULLETIN)
    row = bulletins.by_number(uow.session, number, hold=hold)
    if row is None or not _holds(uow, row) or not policy.may_read_bulletin(uow.actor, row):
        raise Stale  # the same answer for what does not exist and what is not theirs
    return row


def refresh(uow: UnitOfWork, row: BulletinRow, *, after: int = 0) -> None:
    """Everybody's card of it shows it as they may know it now; the clock goes on with the rest.

    `after`: the key of the last card that has been changed already.
    """
    held = [each for each in cards.of(uow.session, _subject(row)) if each.id > after]
    batch, rest = held[:AT_ONCE], held[AT_ONCE:]
    lane = Lane.NOTICE if row.withdrawn_at else Lane.ROUTINE
    for person in people.enrolled(uow.session, [each.person_id for each in batch]):
        show(uow, person, row, lane=lane)
    if rest:
        subject = f"{row.number}:{batch[-1].id}"
        deadlines.set_for(uow.session, "bulletin-refresh", subject, due_at=uow.now)


def go_on(uow: UnitOfWork, subject: str) -> bool:
    """The cards after those changed already; for the clock."""
    number, _, after = subject.partition(":")
    row = bulletins.by_number(uow.session, number)
    if row:
        refresh(uow, row, after=int(after))
    return True


def show(
    uow: UnitOfWork,
    person: Person,
    row: BulletinRow,
    *,
    shown_in: int | None = None,
    lane: Lane = Lane.NOTICE,
    anew: bool = False,
) -> None:
    """Its card, to somebody who may read it; to whoever may not any more, that it is withdrawn."""
    known = bulletin_known.bulletin(uow, row, person)
    at_desk = bulletin_known.at_desk(uow, row, person)
    message = views.card(notify.reader_of(person), known, at_desk)
    subject = _subject(row)
    notify.card(uow, person, message, subject=subject, lane=lane, shown_in=shown_in, anew=anew)


def add_text(uow: UnitOfWork, row: BulletinRow, part: int, text: str) -> None:
    """What the actor wrote of a part, in the language of their side."""
    written = BulletinTextRow(
        bulletin_id=row.id or 0,
        part=part,
        language=language_of(uow.actor.country),
        text=text,
        search_text=search_text.of_typed(text),
        side=uow.actor.country,
        person_id=uow.actor.id or 0,
        at=uow.now,
    )
    bulletins.add_text(uow.session, written)


def tell_on_duty(uow: UnitOfWork, row: BulletinRow, side: str) -> None:
    """Whoever of a side is on duty and has no card of it reads at once that there is something."""
    told_already = _holders(uow, row)
    on_duty = {
        person.id: person
        for role in (Role.OFFICER, Role.DUTY)
        for person in people.with_role(uow.session, role, side=side, on_duty=True)
        if person.id not in told_already and not person.unreachable_since
    }
    worded: dict[Reader, Message] = {}  # the same for all who read alike
    for person in on_duty.values():
        reader = notify.reader_of(person)
        if reader not in worded:
            worded[reader] = views.fresh(reader, bulletin_known.bulletin(uow, row, person))
        lane, until = Lane.ROUTINE, row.valid_until
        notify.notice(uow, person, worded[reader], lane=lane, expires_at=until)


def _own(uow: UnitOfWork, number: str) -> BulletinRow:
    """A bulletin that the actor's desk has published."""
    policy.require(uow.actor, Verb.WITHDRAW_BULLETIN)
    row = readable(uow, number, hold=True)
    if not policy.may_withdraw_bulletin(uow.actor, row):
        raise Stale
    return row


def _holders(uow: UnitOfWork, row: BulletinRow) -> set[int]:
    return {each.person_id for each in cards.of(uow.session, _subject(row))}


def _read(uow: UnitOfWork, row: BulletinRow) -> bool:
    """The actor knows it from now on; False where they did before."""
    reading = BulletinReadingRow(
        bulletin_id=row.id or 0,
        person_id=uow.actor.id or 0,
        country=uow.actor.country,
        at=uow.now,
    )
    return bulletins.read(uow.session, reading)


def _holds(uow: UnitOfWork, row: BulletinRow) -> bool:
    return row.withdrawn_at is None and row.valid_until > uow.now


def _record_publishing(uow: UnitOfWork, row: BulletinRow, *, photo: bool) -> None:
    subject, side = _subject(row), row.side
    uow.record(Deed.COLLECTION, subject, side=side, sharing=row.sharing)
    if row.sharing == Sharing.BOTH:
        recipients = list(policy.sides_that_get(Sharing.BOTH, side))[1:]
        fields = [
            "kind",
            "text",
            *(["sector"] if row.sector else []),
            *(["photo"] if photo else []),
        ]
        detail = {"recipients": recipients, "fields": fields, "reason": "author's choice"}
        uow.record(Deed.DISCLOSURE, subject, side=side, **detail)


def _subject(row: BulletinRow) -> str:
    return f"bulletin:{row.number}"

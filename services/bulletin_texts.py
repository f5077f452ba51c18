"""Two texts, one bulletin: each desk writes, corrects and adds in the language of its side."""

from dataclasses import dataclass

from services import bulletins, desk, notify, policy
from services.bulletin_known import NOTES, language_of, latest
from services.errors import AlreadyWritten, Stale, TooManyNotes
from services.policy import Verb
from storage import bulletins as stored
from storage import people
from storage.audit import Deed
from storage.bulletins import BulletinRow, BulletinTextRow
from storage.people import Person
from storage.sightings import Sharing
from storage.unit_of_work import UnitOfWork
from views import bulletin_forms as views
from views.message import Message


@dataclass(frozen=True)
class Wanted:
    """What is to be written: a part, or None for a new note; over which text, if there is one.

    `before` is the key of the text that holds in that language when somebody begins to write.
    """

    part: int | None
    original: str = ""
    before: int | None = None


def wanted(uow: UnitOfWork, number: str, part: int | None) -> Wanted:
    """Before it is asked for. Raises `NotAllowed`, `Stale`, `TooManyNotes`."""
    row = _writable(uow, number)
    texts = stored.texts(uow.session, [row.id or 0])[row.id or 0]
    if part is None:
        _must_take_a_note(texts)
        return Wanted(None)
    first = next((each for each in texts if each.part == part), None)
    if first is None:
        raise Stale
    own = latest(texts, part, language_of(uow.actor.country))
    over = own or latest(texts, part, first.language)
    return Wanted(part, over.text if over else "", own.id if own else None)


def write(
    uow: UnitOfWork,
    number: str,
    part: int | None,
    text: str,
    *,
    before: int | None = None,
    shown_in: int | None = None,
) -> None:
    """The text of a part in the language of the actor's side, or a new note, for all who have it.

    Raises `NotAllowed`, `Stale`, `TooManyNotes`, and `AlreadyWritten` where somebody of the desk
    was faster.
    """
    desk.keep(uow, *people.SIDES)
    row = _writable(uow, number, hold=True)
    texts = stored.texts(uow.session, [row.id or 0])[row.id or 0]
    own = latest(texts, part or 0, language_of(uow.actor.country)) if part is not None else None
    if part is None:
        _must_take_a_note(texts)
    elif part not in {each.part for each in texts}:
        raise Stale
    elif own and own.id != before:
        first = people.by_id(uow.session, own.person_id) or Person()
        raise AlreadyWritten(name=first.name)
    number_of_part = max(each.part for each in texts) + 1 if part is None else part
    bulletins.add_text(uow, row, number_of_part, text)
    _record(uow, row, number_of_part, new=own is None)
    crossed = part == 0 and uow.actor.country != row.side and _cross(uow, row)
    bulletins.refresh(uow, row)
    notify.answer(uow, views.written(notify.reader_of(uow.actor), number), shown_in=shown_in)
    _tell_other_desk(uow, row, part, crossed=crossed, corrected=own is not None)


def other_texts(uow: UnitOfWork, number: str) -> None:
    """Show the actor what the other side's officers read. Raises `NotAllowed`, `Stale`."""
    row = _writable(uow, number)
    texts = stored.texts(uow.session, [row.id or 0])[row.id or 0]
    side = _other(uow, row)
    shown = [latest(texts, part, language_of(side)) for part in sorted({e.part for e in texts})]
    said = [each.text if each else "" for each in shown]
    reader = notify.reader_of(uow.actor)
    notify.reply(uow, views.as_other_side(reader, number, side, said))


def _writable(uow: UnitOfWork, number: str, *, hold: bool = False) -> BulletinRow:
    policy.require(uow.actor, Verb.WRITE_BULLETIN)
    row = bulletins.readable(uow, number, hold=hold)
    if not policy.may_write_bulletin(uow.actor, row):
        raise Stale
    return row


def _must_take_a_note(texts: list[BulletinTextRow]) -> None:
    if max(each.part for each in texts) >= NOTES:
        raise TooManyNotes(n=NOTES)


def _other(uow: UnitOfWork, row: BulletinRow) -> str:
    """The side beside the actor's that has it. Raises `Stale` for what is for one side only."""
    sides = policy.sides_that_get(Sharing(row.sharing), row.side)
    other = next((side for side in sides if side != uow.actor.country), None)
    if other is None:
        raise Stale
    return other


def _cross(uow: UnitOfWork, row: BulletinRow) -> bool:
    """Its officers have it from now on; False where they had it before."""
    if not stored.cross(uow.session, row.id or 0, uow.now):
        return False
    row.crossed_at = uow.now
    bulletins.tell_on_duty(uow, row, uow.actor.country)
    return True


def _record(uow: UnitOfWork, row: BulletinRow, part: int, *, new: bool) -> None:
    """What was written, and that it crosses the border where the other side has the bulletin."""
    subject, side = f"bulletin:{row.number}", uow.actor.country
    said: dict[str, object] = {"part": part, "language": language_of(side)}
    deed = Deed.COLLECTION if new else Deed.ALTERATION
    uow.record(deed, subject, side=side, **said)
    if row.sharing == Sharing.BOTH:
        said |= {"recipients": [_other(uow, row)], "reason": "written for both sides"}
        uow.record(Deed.DISCLOSURE, subject, side=side, **said)


def _tell_other_desk(
    uow: UnitOfWork, row: BulletinRow, part: int | None, *, crossed: bool, corrected: bool
) -> None:
    """What the other desk should do or know now, if anything."""
    if row.sharing != Sharing.BOTH:
        return
    side, other = uow.actor.country, _other(uow, row)
    for officer in desk.officers(uow, other):
        if message := _news(officer, row, part, side, crossed=crossed, corrected=corrected):
            notify.notice(uow, officer, message, expires_at=row.valid_until)


def _news(
    officer: Person,
    row: BulletinRow,
    part: int | None,
    side: str,
    *,
    crossed: bool,
    corrected: bool,
) -> Message | None:
    reader = notify.reader_of(officer)
    if crossed:
        return views.complete(reader, row.number, side)
    if part is None:
        return views.noted(reader, row.number, side)
    return views.changed(reader, row.number, side) if corrected else None

"""A report kept to one side is released to the other: field by field, decided, logged and shown."""

from collections.abc import Collection

from services import desk, known, notify, policy, questions, sightings
from services.errors import AlreadyHandled, Stale
from services.policy import Verb
from storage import cards, people, releases
from storage import sightings as stored
from storage.audit import Deed
from storage.people import SIDES, Person, Role
from storage.releases import ReleaseRow
from storage.sightings import OPEN, Handling, SightingRow
from storage.unit_of_work import UnitOfWork
from views import releases as views
from views.message import Message

REASON_LIMIT = 200  # letters and signs


def offered(uow: UnitOfWork, number: str) -> tuple[list[str], list[str] | None]:
    """The fields that this report has, and those released now. Raises `NotAllowed`, `Stale`."""
    row = _own(uow, number)
    return fields_of(uow, row), row.released


def fields_of(uow: UnitOfWork, row: SightingRow) -> list[str]:
    """What there is to release of a report besides its kind, direction and time."""
    report = known.report(uow, row, _somebody(row.side))
    there = {
        "sector": report.sector is not None,
        "place": report.point is not None,
        "note": bool(report.note),
        "people": bool(report.details.people_least or report.details.minors),
        "armed": bool(report.details.armed),
        "vehicle": bool(report.details.vehicle_make or report.details.vehicle_colour),
        "plate": bool(report.details.plate),
        "vessel": bool(report.details.vessel),
        "equipment": bool(report.details.equipment),
        "measures": bool(report.details.measures or report.details.support),
        "certainty": bool(report.details.certainty),
        "photos": bool(report.media),
    }
    return [field for field in policy.RELEASABLE if there.get(field)]


def preview(uow: UnitOfWork, number: str, fields: Collection[str]) -> Message:
    """The card as the other side would see it, in the actor's language.

    Raises `NotAllowed`, `Stale`.
    """
    row = _own(uow, number)
    officer = _somebody(other_side(row.side), language=uow.actor.language)
    return sightings.seen_by(uow, officer, _with(row, list(fields)))


def release(
    uow: UnitOfWork,
    number: str,
    fields: Collection[str],
    *,
    before: list[str] | None,
    reason: str,
    shown_in: int | None = None,
) -> None:
    """The other side may know these fields from now on, and no others.

    `before` is what was released when the actor began to choose. Raises `NotAllowed`, `Stale`, and
    `AlreadyHandled` where somebody has decided otherwise meanwhile.
    """
    row = _own(uow, number)
    desk.keep(uow, *SIDES)
    row = _own(uow, number, hold=True)
    _must_be_as_it_was(uow, row, before)
    if not set(fields) <= set(fields_of(uow, row)):
        raise Stale
    released = [each for each in policy.RELEASABLE if each in fields]
    _decide(uow, row, released, reason)
    other = other_side(row.side)
    disclosed = sorted(set(released) - set(before or ()))
    detail = {"recipients": [other], "fields": disclosed, "reason": reason}
    subject = f"sighting:{number}"
    uow.record(Deed.DISCLOSURE, subject, side=row.side, **detail)
    withdrawn = sorted(set(before or ()) - set(released))
    if withdrawn:
        uow.record(Deed.ALTERATION, subject, side=row.side, withdrawn=withdrawn)
    row = _with(row, released)
    _put_before(uow, row, other)
    reader = notify.reader_of(uow.actor)
    notify.answer(uow, views.done(reader, number, other, released, uow.now), shown_in=shown_in)
    if withdrawn:
        _tell_withdrawn(uow, row, other, withdrawn)


def withdraw(
    uow: UnitOfWork, number: str, *, before: list[str] | None, shown_in: int | None = None
) -> None:
    """The other side may know nothing of it any more; what was read stays known.

    Raises as `release`.
    """
    policy.require(uow.actor, Verb.WITHDRAW_RELEASE)
    desk.keep(uow, *SIDES)
    row = _own(uow, number, hold=True)
    _must_be_as_it_was(uow, row, before)
    if row.released is None:
        raise Stale
    other = other_side(row.side)
    _decide(uow, row, None, "withdrawn")
    detail = {"withdrawn": row.released, "recipients": [other]}
    uow.record(Deed.ALTERATION, f"sighting:{number}", side=row.side, **detail)
    at = stored.handled(uow.session, row.id or 0)[other]
    if at.state in OPEN:
        state = Handling.WITHDRAWN
        stored.move(uow.session, at, state, person_id=None, now=uow.now)
    questions.drop(uow, row, other)
    _take_away(uow, row, other)
    sightings.refresh(uow, _with(row, None))
    reader = notify.reader_of(uow.actor)
    notify.answer(uow, views.withdrawn(reader, number, other), shown_in=shown_in)


def hold_back(uow: UnitOfWork, row: SightingRow, fields: Collection[str]) -> SightingRow:
    """The reporter changes fields: those of them that are released wait for their desk again.

    What the desk has decided on is what it has seen.
    """
    groups = {policy.RELEASED_WITH.get(field, field) for field in fields}
    if "place" in groups:
        groups.add("sector")
    left = [each for each in row.released or () if each not in groups]
    if row.released is None or left == row.released:
        return row
    _decide(uow, row, left, "corrected")
    held = sorted(set(row.released) - set(left))
    for officer in desk.officers(uow, row.side):
        reader = notify.reader_of(officer)
        notify.notice(uow, officer, views.held_back(reader, row.number, held))
    return _with(row, left)


def other_side(side: str) -> str:
    """The one that does not have it."""
    return next(each for each in SIDES if each != side)


def _own(uow: UnitOfWork, number: str, *, hold: bool = False) -> SightingRow:
    """A report kept to the actor's side, which they may release."""
    policy.require(uow.actor, Verb.RELEASE_SIGHTING)
    row = stored.by_number(uow.session, number, hold=hold)
    if row is None or not policy.may_release(uow.actor, row):
        raise Stale  # the same answer for what does not exist and what is not theirs
    return row


def _must_be_as_it_was(uow: UnitOfWork, row: SightingRow, before: list[str] | None) -> None:
    if row.released == before:
        return
    last = releases.latest(uow.session, row.id or 0)
    first = people.by_id(uow.session, last.person_id) if last else None
    raise AlreadyHandled(name=first.name) if first else Stale


def _decide(uow: UnitOfWork, row: SightingRow, fields: list[str] | None, reason: str) -> None:
    decision = ReleaseRow(
        sighting_id=row.id or 0,
        fields=fields,
        reason=reason,
        person_id=uow.actor.id or 0,
        at=uow.now,
    )
    releases.add(uow.session, decision)


def _put_before(uow: UnitOfWork, row: SightingRow, other: str) -> None:
    """On the cards of the other desk as well, for the first time or once more."""
    at = stored.handled(uow.session, row.id or 0).get(other)
    if at is None:
        releases.put_before(uow.session, row, other, uow.now)
    elif at.state == Handling.WITHDRAWN and not _withdrawn_by_reporter(uow, row):
        stored.move(uow.session, at, Handling.NEW, person_id=None, now=uow.now)
    for officer in desk.officers(uow, other):
        sightings.put(uow, officer, row)
    sightings.refresh(uow, row)


def _withdrawn_by_reporter(uow: UnitOfWork, row: SightingRow) -> bool:
    own = stored.handled(uow.session, row.id or 0)[row.side]
    return own.state == Handling.WITHDRAWN


def _take_away(uow: UnitOfWork, row: SightingRow, other: str) -> None:
    """What the other side has on its screens says only that it is withdrawn."""
    subject = f"sighting:{row.number}"
    for card in cards.of(uow.session, subject):
        holder = people.by_id(uow.session, card.person_id)
        if holder and holder.country == other:
            message = views.taken_away(notify.reader_of(holder), row.number, row.side)
            notify.card(uow, holder, message, subject=subject)


def _tell_withdrawn(
    uow: UnitOfWork, row: SightingRow, other: str, withdrawn: Collection[str]
) -> None:
    for officer in desk.officers(uow, other):
        reader = notify.reader_of(officer)
        told = views.fields_withdrawn(reader, row.number, row.side, withdrawn)
        notify.notice(uow, officer, told)


def _with(row: SightingRow, fields: list[str] | None) -> SightingRow:
    return SightingRow(**row.model_dump() | {"released": fields})


def _somebody(side: str, language: str = "") -> Person:
    """Any duty officer of a side, to ask what they may know."""
    roles = frozenset({Role.DUTY})
    return Person(id=0, country=side, roles=roles, language=language or Person().language)

"""Report what was seen, put it before the desks, and let each side handle it."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from geography.point import Point
from services import (
    alike,
    callers,
    desk,
    details,
    known,
    maps,
    nearby,
    notify,
    policy,
    search_text,
    sectors,
)
from services.errors import AlreadyHandled, Stale
from services.numbers import draw
from services.policy import Verb
from storage import cards, deadlines, media, merges, people, plates, questions, sightings
from storage.audit import Deed
from storage.duty import Matter
from storage.outbox import Lane
from storage.people import SIDES, Person, Role
from storage.sighting_details import Details
from storage.sightings import OPEN, Handling, Sharing, SightingRow, Told
from storage.unit_of_work import UnitOfWork
from views import corrections as correction_views
from views import menu
from views import questions as question_views
from views import releases as release_views
from views import sightings as views
from views.message import Message

# What somebody of the desk deals with, as a list of what is open names it.
_IN_HAND = {
    Handling.IN_PROGRESS: "report.in_progress",
    Handling.CONFIRMED: "report.confirmed",
}


@dataclass(frozen=True)
class SightingForm:
    """A complete report. `category` is a `cat.*` of the glossary; degrees, metres, UTC.

    `observer` is where the reporter stood while it was elsewhere. What a desk was told by a caller
    has `told_by`, and the caller: somebody of the roster, or a name, or neither. What was sent with
    the form `draft_id` goes with the report.
    """

    category: str
    direction: str
    sharing: Sharing
    seen_at: datetime
    point: Point | None = None
    accuracy: float | None = None
    sector: str | None = None
    note: str = ""
    observer: Point | None = None
    observer_sharing: Sharing = Sharing.OWN
    told_by: Told | None = None
    caller_id: int | None = None
    caller_name: str = ""
    details: Details = field(default_factory=Details)
    draft_id: int | None = None


def report(uow: UnitOfWork, form: SightingForm, *, shown_in: int | None = None) -> SightingRow:
    """Record a sighting, receipt it, and put it before the desks that may see it.

    `shown_in` is the message of the form just pressed: it becomes the receipt. Raises `NotAllowed`,
    `Stale` where the caller has left the roster meanwhile, and as `details.checked`.
    """
    policy.require(uow.actor, Verb.REPORT_SIGHTING)
    details.checked(form.details)
    if form.told_by:
        callers.must_be_ours(uow, form.caller_id)
    sides = policy.sides_that_get(form.sharing, uow.actor.country)
    desk.keep(uow, *sides)
    row = _row(uow, form)
    sightings.add(uow.session, row, sides)
    keep_findable(uow, row)
    uow.record(Deed.COLLECTION, f"sighting:{row.number}", side=row.side, sharing=row.sharing)
    if row.sharing == Sharing.BOTH:
        _disclose(uow, row, reason="reporter's choice")
    sent = media.of_draft(uow.session, form.draft_id) if form.draft_id else []
    if sent:
        media.put(uow.session, [each.id or 0 for each in sent], sighting=row.id)
        _disclose_media(uow, row, len(sent))
    _watch(uow, row)
    _receipt(uow, row, shown_in=shown_in)
    _thank(uow, row, sides)
    for side in sides:
        for officer in desk.officers(uow, side):
            _card(uow, officer, row)
    _show_alike(uow, row, sides)
    nearby.tell(uow, row)
    maps.beside_cards(uow, row)
    return row


def keep_findable(uow: UnitOfWork, row: SightingRow) -> None:
    """All that the reporter's side knows of it is found by whoever may know it."""
    whole = known.report(uow, row, Person(id=0, country=row.side))
    sightings.keep_search_text(uow.session, row, search_text.of(row.number, whole))


def added_media(uow: UnitOfWork, row: SightingRow, number: int) -> None:
    """So many files were added to a report after it was sent."""
    uow.record(
        Deed.ALTERATION, f"sighting:{row.number}", side=row.side, field="media", added=number
    )
    _disclose_media(uow, row, number)
    refresh(uow, row)


def take_over(uow: UnitOfWork, number: str, version: int) -> None:
    """The actor's side deals with it. Raises `NotAllowed`, `Stale`, `AlreadyHandled`."""
    policy.require(uow.actor, Verb.TAKE_OVER_SIGHTING)
    _move(uow, number, version, (Handling.NEW,), Handling.IN_PROGRESS)


def resolve(uow: UnitOfWork, number: str, version: int) -> None:
    """The actor's side is done with it; the other side's duty stays. Raises as `take_over`."""
    policy.require(uow.actor, Verb.RESOLVE_SIGHTING)
    _move(uow, number, version, OPEN, Handling.RESOLVED)


def confirm(uow: UnitOfWork, number: str, version: int) -> None:
    """The actor's side says that it is so, and goes on with it. Raises as `take_over`."""
    policy.require(uow.actor, Verb.CONFIRM_SIGHTING)
    before = (Handling.NEW, Handling.IN_PROGRESS)
    _move(uow, number, version, before, Handling.CONFIRMED)


def mark_unconfirmed(uow: UnitOfWork, number: str, version: int) -> None:
    """The actor's side has looked and found nothing. Raises as `take_over`."""
    policy.require(uow.actor, Verb.MARK_UNCONFIRMED)
    _move(uow, number, version, OPEN, Handling.UNCONFIRMED)


def hand_over(uow: UnitOfWork, number: str, version: int) -> None:
    """Another authority of the actor's side deals with it from now on. Raises as `take_over`."""
    policy.require(uow.actor, Verb.HAND_OVER_SIGHTING)
    _move(uow, number, version, OPEN, Handling.HANDED_OVER)


def open_at_desk(uow: UnitOfWork, officer: Person) -> None:
    """Put what is open at the officer's desk before them, as they come on duty."""
    for row in _open_at(uow, officer):
        _card(uow, officer, row)
        maps.beside_cards(uow, row)


def put(uow: UnitOfWork, officer: Person, row: SightingRow) -> None:
    """Put a card before an officer of a desk that has not had it. Raises `Stale` as `bring`."""
    if Role.DUTY not in officer.roles or not policy.may_see_sighting(officer, row):
        raise Stale
    _card(uow, officer, row)


def waiting(uow: UnitOfWork, person: Person) -> list[Matter]:
    """What is not resolved on somebody's side, if they are of its desk, oldest first."""
    if Role.DUTY in person.roles:
        return [_matter(uow, row, person) for row in _open_at(uow, person)]
    if Role.PCC in person.roles:
        return [_matter(uow, row, person) for row in _open_at_either(uow, person)]
    return []


def bring(uow: UnitOfWork, person: Person, number: str) -> None:
    """Put a card at the end of somebody's chat. Raises `Stale` where it is not theirs to see."""
    row = sightings.by_number(uow.session, number, hold=True)
    has_cards = person.roles & {Role.DUTY, Role.PCC}
    if row is None or not has_cards or not policy.may_see_sighting(person, row):
        raise Stale
    _card(uow, person, row, anew=True)
    maps.beside_cards(uow, row)


def pass_on(uow: UnitOfWork, matter: Matter, taker: Person) -> None:
    """What an officer dealt with is dealt with by another of the same desk."""
    row = sightings.by_number(uow.session, matter.number, hold=True)
    if row is None or matter.holder is None:
        return
    at = sightings.handled(uow.session, row.id or 0)[taker.country]
    if at.state not in _IN_HAND or at.person_id != matter.holder:
        return
    person_id, state = taker.id or 0, Handling(at.state)
    if sightings.move(uow.session, at, state, person_id=person_id, now=uow.now):
        uow.record(Deed.ALTERATION, f"sighting:{row.number}", side=row.side, to=person_id)
        refresh(uow, row)
        for part in merges.merged_into(uow.session, taker.country, row.id or 0):
            pass_on(uow, replace(matter, number=part.number), taker)


def _open_at(uow: UnitOfWork, person: Person) -> list[SightingRow]:
    """What waits at somebody's desk; what is part of another report goes with that one."""
    side = person.country
    return [
        row
        for row in sightings.open_at(uow.session, side)
        if policy.may_see_sighting(person, row) and not merges.into(uow.session, side, row.id or 0)
    ]


def _open_at_either(uow: UnitOfWork, person: Person) -> list[SightingRow]:
    """What a side has still to deal with, for who is of no desk: oldest first."""
    rows = {row.id or 0: row for side in SIDES for row in sightings.open_at(uow.session, side)}
    return [row for _, row in sorted(rows.items()) if policy.may_see_sighting(person, row)]


def _matter(uow: UnitOfWork, row: SightingRow, person: Person) -> Matter:
    at = sightings.handled(uow.session, row.id or 0)[person.country]
    busy = at.state in _IN_HAND
    return Matter(
        feature="sighting",
        number=row.number,
        what=row.category,
        state=_IN_HAND.get(Handling(at.state), "report.new"),
        since=row.reported_at,
        holder=at.person_id if busy else None,
        exercise=row.exercise,
    )


def _show_alike(uow: UnitOfWork, row: SightingRow, sides: tuple[str, ...]) -> None:
    """Earlier reports of what may be the same thing say so on their cards as well."""
    officers = [officer for side in sides for officer in desk.officers(uow, side)[:1]]
    numbers = {each.number for officer in officers for each in alike.alike(uow, row, officer)}
    found = [sightings.by_number(uow.session, number) for number in numbers]
    for each in sorted((each for each in found if each), key=lambda each: each.id or 0):
        refresh(uow, each)


def default_sharing(category: str) -> Sharing:
    """Whom a sighting of this category is for unless its reporter says otherwise."""
    return policy.default_sharing(category)


def _move(
    uow: UnitOfWork, number: str, version: int, before: tuple[Handling, ...], state: Handling
) -> None:
    # Held, so that what both sides do at the same moment shows on every card.
    row = sightings.by_number(uow.session, number, hold=True)
    if row is None or not policy.may_see_sighting(uow.actor, row):
        raise Stale  # the same answer for what does not exist and what is not theirs to know
    if merges.into(uow.session, uow.actor.country, row.id or 0):
        raise Stale  # its card has just changed: it goes the way of the one it is part of
    at = sightings.handled(uow.session, row.id or 0)[uow.actor.country]
    person_id = uow.actor.id or 0
    fits = at.version == version and at.state in before
    if not fits or not sightings.move(uow.session, at, state, person_id=person_id, now=uow.now):
        first = known.officer_of(uow, at)
        raise AlreadyHandled(name=first) if first else Stale
    _moved(uow, row, state)
    # What the desk handles together with it goes the same way.
    for part in merges.merged_into(uow.session, uow.actor.country, row.id or 0):
        at = sightings.handled(uow.session, part.id or 0)[uow.actor.country]
        if at.state in OPEN and sightings.move(
            uow.session, at, state, person_id=person_id, now=uow.now
        ):
            _moved(uow, part, state)


def _moved(uow: UnitOfWork, row: SightingRow, state: Handling) -> None:
    uow.record(Deed.ALTERATION, f"sighting:{row.number}", side=row.side, state=state)
    refresh(uow, row)
    _tell_reporter(uow, row, uow.actor.country)


def _thank(uow: UnitOfWork, row: SightingRow, sides: tuple[str, ...]) -> None:
    reader = notify.reader_of(uow.actor)
    reached = [side for side in sides if desk.reachable(uow, side)]
    message = views.thanks(
        reader,
        row.number,
        sides,
        unattended=[side for side in reached if not desk.on_duty(uow, side)],
        unreached=[side for side in sides if side not in reached],
        keys=menu.keys(reader, uow.actor.roles),
        exercise=row.exercise,
    )
    notify.reply(uow, message)


def refresh(uow: UnitOfWork, row: SightingRow) -> None:
    """Every card of this sighting shows where it stands now."""
    for card in cards.of(uow.session, f"sighting:{row.number}"):
        holder = people.by_id(uow.session, card.person_id)
        if holder and policy.may_see_sighting(holder, row):
            _card(uow, holder, row)
    _receipt(uow, row, shown_in=None)
    maps.beside_cards(uow, row)


def _tell_reporter(uow: UnitOfWork, row: SightingRow, side: str) -> None:
    reporter = people.by_id(uow.session, row.reporter_id)
    if reporter is None or not policy.may_see_sighting(reporter, row):
        return
    if reporter.id == uow.actor.id:
        return
    stand = next(each for each in known.stands(uow, row, reporter) if each.side == side)
    reader = notify.reader_of(reporter)
    message = views.progress(reader, row.number, stand, exercise=row.exercise)
    notify.notice(uow, reporter, message)


def _card(uow: UnitOfWork, officer: Person, row: SightingRow, *, anew: bool = False) -> None:
    message, lane = seen_by(uow, officer, row), Lane.REPLY if anew else Lane.NOTICE
    notify.card(uow, officer, message, subject=f"sighting:{row.number}", lane=lane, anew=anew)


def seen_by(uow: UnitOfWork, officer: Person, row: SightingRow) -> Message:
    """The card of a report as an officer of a desk reads it, by what they may know of it."""
    reporter = people.by_id(uow.session, row.reporter_id) or Person()
    reader, report = notify.reader_of(officer), known.report(uow, row, officer)
    acts = Role.DUTY in officer.roles  # who is of no desk reads it, and does not handle it
    return views.card(
        reader,
        row.number,
        report,
        stands=known.stands(uow, row, officer),
        reporter=views.reporter(reader, reporter, named=policy.may_see_names(officer, row.side)),
        asked=_asked(uow, row, officer) if acts else (),
        history=known.history(uow, row, officer),
        changes=_changes(uow, row, officer),
        likeness=alike.likeness(uow, row, officer) if acts else None,
        notes=release_views.lines(reader, report),
        acts=acts,
        may_export=policy.may_export(officer, row),
    )


def _asked(uow: UnitOfWork, row: SightingRow, officer: Person) -> list[str]:
    """What the officer's own desk has asked, and the answers."""
    rows = questions.of_side(uow.session, row.id or 0, officer.country)
    return question_views.lines(notify.reader_of(officer), rows)


def _changes(uow: UnitOfWork, row: SightingRow, reader: Person) -> list[str]:
    """What its reporter has changed, as far as the reader may know."""
    made = known.changes(uow, row, reader)
    return correction_views.lines(notify.reader_of(reader), made, row.reported_at)


def show_receipt(uow: UnitOfWork, row: SightingRow) -> None:
    """Put the receipt at the end of the reporter's chat."""
    _receipt(uow, row, shown_in=None, anew=True)


def _receipt(
    uow: UnitOfWork, row: SightingRow, *, shown_in: int | None, anew: bool = False
) -> None:
    reporter = people.by_id(uow.session, row.reporter_id)
    if reporter is None or not policy.may_see_sighting(reporter, row):
        return
    stands, report = known.stands(uow, row, reporter), known.report(uow, row, reporter)
    changes = _changes(uow, row, reporter)
    message = views.receipt(notify.reader_of(reporter), row.number, report, stands, changes)
    subject, lane = f"receipt:{row.number}", Lane.REPLY if anew else Lane.NOTICE
    notify.card(uow, reporter, message, subject=subject, shown_in=shown_in, lane=lane, anew=anew)


def _disclose(uow: UnitOfWork, row: SightingRow, *, reason: str) -> None:
    """What crosses the border is written down: by whom, to whom, why (Directive 2016/680)."""
    recipients = [side for side in policy.sides_of(row) if side != row.side]
    subject = f"sighting:{row.number}"
    uow.record(Deed.DISCLOSURE, subject, side=row.side, recipients=recipients, reason=reason)
    if row.observer_sharing == Sharing.BOTH:
        detail: dict[str, Any] = {"recipients": recipients, "reason": reason}
        uow.record(Deed.DISCLOSURE, subject, side=row.side, field="observer", **detail)


def _disclose_media(uow: UnitOfWork, row: SightingRow, number: int) -> None:
    recipients = [side for side in policy.sides_of(row) if side != row.side]
    if row.sharing == Sharing.BOTH:
        detail: dict[str, Any] = {"recipients": recipients, "reason": "reporter's choice"}
        subject = f"sighting:{row.number}"
        uow.record(Deed.DISCLOSURE, subject, side=row.side, field="media", number=number, **detail)


def _watch(uow: UnitOfWork, row: SightingRow) -> None:
    """Somebody asks after it if nobody takes it over (`services.unheard`)."""
    after = uow.installation
    for kind, due_at in (
        ("sighting-remind", row.reported_at + after.remind_after),
        ("sighting-escalate", row.reported_at + after.escalate_after),
    ):
        deadlines.set_for(uow.session, kind, row.number, due_at=due_at)


def _row(uow: UnitOfWork, form: SightingForm) -> SightingRow:
    side = uow.actor.country
    return SightingRow(
        number=draw(uow, "sighting", side),
        side=side,
        sharing=form.sharing,
        exercise=uow.installation.exercise,
        reporter_id=uow.actor.id or 0,
        category=form.category,
        latitude=form.point.latitude if form.point else None,
        longitude=form.point.longitude if form.point else None,
        accuracy=form.accuracy,
        sector=form.sector or sectors.code_of(uow, form.point),
        direction=form.direction,
        note=form.note,
        seen_at=form.seen_at,
        reported_at=uow.now,
        observer_latitude=form.observer.latitude if form.observer else None,
        observer_longitude=form.observer.longitude if form.observer else None,
        observer_sharing=form.observer_sharing if form.observer else None,
        told_by=form.told_by,
        caller_id=form.caller_id if form.told_by else None,
        caller_name=(form.caller_name if form.told_by else "") or None,
        details=form.details.stored(),
        plate_key=plates.key(form.details.plate) or None,
    )

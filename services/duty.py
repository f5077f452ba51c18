"""Who is at the desk of each side, and until when."""

from dataclasses import replace
from datetime import datetime, timedelta

from services import (
    alert_open,
    alerts,
    bulletin_lists,
    desk,
    handover,
    notify,
    open_items,
    policy,
    shift_ends,
    sightings,
    sos_open,
    telephones,
)
from services.errors import NoSuchTime, Stale
from services.policy import Verb
from storage import deadlines, people
from storage import duty as stored
from storage.audit import Deed
from storage.duty import Shift
from storage.people import Person, Role
from storage.unit_of_work import UnitOfWork
from views import duty as views

REMIND_BEFORE = timedelta(minutes=15)  # enough to extend, or to find somebody who takes over


def change(uow: UnitOfWork, typed: str = "") -> None:
    """On duty if off, which asks until when; off duty if on, which may ask who takes over.

    `typed` is the time of day at which the shift is to end. Raises `NotAllowed`, `NoSuchTime`.
    """
    policy.require(uow.actor, Verb.GO_ON_DUTY)
    shift = _own_shift(uow)
    if typed:
        _until_typed(uow, typed)
    elif shift is None:
        ends = shift_ends.usual(uow.now, uow.actor.country)
        notify.reply(uow, views.ask_until(notify.reader_of(uow.actor), ends))
    elif open_items.left_by(uow, uow.actor):
        _ask_whom(uow, shift)
    else:
        leave(uow)


def until(uow: UnitOfWork, at: datetime, *, shown_in: int | None = None) -> str | None:
    """On duty until then, or longer than before; the toast where that was so already.

    `shown_in` is the message whose button was pressed. Raises `NotAllowed`, `Stale`.
    """
    policy.require(uow.actor, Verb.GO_ON_DUTY)
    shift = _own_shift(uow)
    if shift and shift.until == at:
        return views.already(notify.reader_of(uow.actor))
    if not shift_ends.possible(at, uow.now):
        raise Stale
    if shift:
        _extend(uow, shift, at, shown_in=shown_in)
    else:
        _begin(uow, at, shown_in=shown_in)
    return None


def leave(uow: UnitOfWork, *, shown_in: int | None = None) -> None:
    """Off duty; all duty officers of the side get what is open. Raises `NotAllowed`, `Stale`."""
    policy.require(uow.actor, Verb.GO_ON_DUTY)
    shift = _own_shift(uow)
    if shift is None:
        raise Stale
    _end(uow, shift, uow.actor, None, shown_in=shown_in)


def hand_over(uow: UnitOfWork, taker_id: int, *, shown_in: int | None = None) -> None:
    """Off duty; what is open is offered to this officer of the same desk.

    Raises `NotAllowed`, `Stale`, `NotOnDuty`.
    """
    policy.require(uow.actor, Verb.GO_ON_DUTY)
    shift = _own_shift(uow)
    if shift is None:
        raise Stale
    taker = handover.taker(uow, uow.actor, taker_id)
    _end(uow, shift, uow.actor, taker, shown_in=shown_in)


def taken_off(uow: UnitOfWork, person_id: int) -> None:
    """Somebody has lost their place at the desk; what they leave open goes to others there."""
    person, shift = people.by_id(uow.session, person_id), stored.open_shift(uow.session, person_id)
    if person and shift:
        _end(uow, shift, person, handover.next_taker(uow, person), told=False)


def remind(uow: UnitOfWork, shift_id: int) -> bool:
    """Tell somebody that their duty ends soon; for the clock."""
    shift = stored.shift_by_id(uow.session, shift_id)
    person = people.by_id(uow.session, shift.person_id) if shift else None
    if shift is None or person is None or shift.ended_at or shift.until <= uow.now:
        return True
    reader = notify.reader_of(person)
    message = views.ends_soon(
        reader,
        shift.until,
        uow.now,
        left=len(open_items.left_by(uow, person)),
        later=shift_ends.later(shift.until, uow.now),
        takers=handover.takers(uow, person),
    )
    notify.notice(uow, person, message, expires_at=shift.until)
    return True


def run_out(uow: UnitOfWork, shift_id: int) -> bool:
    """The stated time has come: off duty, and what is open is handed on; for the clock."""
    shift = stored.shift_by_id(uow.session, shift_id)
    person = people.by_id(uow.session, shift.person_id) if shift else None
    if shift and person and not shift.ended_at and shift.until <= uow.now:
        taker = handover.next_taker(uow, person)
        _end(uow, shift, person, taker, late=uow.now - shift.until)
    return True


def _own_shift(uow: UnitOfWork) -> Shift | None:
    """The actor's shift, if they are on duty.

    Whoever is on duty since before shifts had an end has one that is to be ended or extended.
    """
    person_id, since = uow.actor.id or 0, uow.actor.on_duty_since
    if since is None:
        return None
    desk.leave(uow, person_id)  # it may come to that, and then all that is open must be seen
    return stored.open_shift(uow.session, person_id) or stored.begin(
        uow.session, person_id, uow.actor.country, since=since, until=uow.now
    )


def _until_typed(uow: UnitOfWork, typed: str) -> None:
    meant = shift_ends.typed(typed, uow.now, uow.actor.country)
    if meant is None:
        raise NoSuchTime
    if len(meant.moments) == 1 and not meant.skipped:
        if toast := until(uow, meant.moments[0]):
            notify.reply(uow, views.said(toast))
        return
    # The night on which the clocks change: asked, or said before it is agreed to.
    reader = notify.reader_of(uow.actor)
    notify.reply(uow, views.ask_which(reader, meant.moments, skipped=meant.skipped))


def _ask_whom(uow: UnitOfWork, shift: Shift) -> None:
    message = views.ask_whom(
        notify.reader_of(uow.actor),
        left=len(open_items.left_by(uow, uow.actor)),
        takers=handover.takers(uow, uow.actor),
        later=shift_ends.later(shift.until, uow.now),
    )
    notify.reply(uow, message)


def _begin(uow: UnitOfWork, at: datetime, *, shown_in: int | None) -> None:
    person_id = uow.actor.id or 0
    last = stored.last_end(uow.session, person_id)
    forgotten = stored.open_shift(uow.session, person_id)
    if forgotten:
        stored.end(uow.session, forgotten, uow.now)
    shift = stored.begin(uow.session, person_id, uow.actor.country, since=uow.now, until=at)
    people.change(uow.session, person_id, on_duty_since=uow.now)
    _watch(uow, shift.id, at)
    _record(uow, uow.actor, on=True, until=at.isoformat())
    at_desk = Role.DUTY in uow.actor.roles
    message = views.on(notify.reader_of(uow.actor), at, uow.now, at_desk=at_desk)
    notify.answer(uow, message, shown_in=shown_in)
    telephones.show(uow, uow.actor)
    alerts.join(uow, people.by_id(uow.session, person_id) or uow.actor)
    bulletin_lists.at_start(uow, last)
    if Role.DUTY in uow.actor.roles:  # a patrol has no desk where something waits
        sos_open.open_at_desk(uow, uow.actor)
        alert_open.open_at_desk(uow, uow.actor)
        sightings.open_at_desk(uow, uow.actor)


def _extend(uow: UnitOfWork, shift: Shift, at: datetime, *, shown_in: int | None) -> None:
    if not stored.extend(uow.session, shift, at):
        raise Stale
    _watch(uow, shift.id, at)
    _record(uow, uow.actor, on=True, until=at.isoformat())
    at_desk = Role.DUTY in uow.actor.roles
    message = views.on(notify.reader_of(uow.actor), at, uow.now, at_desk=at_desk)
    notify.answer(uow, message, shown_in=shown_in)


def _end(
    uow: UnitOfWork,
    shift: Shift,
    person: Person,
    taker: Person | None,
    *,
    shown_in: int | None = None,
    told: bool = True,
    late: timedelta = timedelta(),
) -> None:
    desk.leave(uow, shift.person_id)
    person = replace(person, country=shift.side)  # the roster may have just moved them
    left = tuple(open_items.left_by(uow, person))
    if not stored.end(uow.session, shift, uow.now):
        raise Stale
    people.change(uow.session, shift.person_id, on_duty_since=None)
    for kind in ("duty-remind", "duty-end"):
        deadlines.drop(uow.session, kind, str(shift.id))
    _record(uow, person, on=False)
    if told:
        at_desk = Role.DUTY in person.roles
        alone = at_desk and not desk.on_duty(uow, person.country)
        message = views.off(notify.reader_of(person), alone=alone, late=late, at_desk=at_desk)
        notify.tell(uow, person, message, shown_in=shown_in)
    if left:
        handover.begin(uow, person, left, taker)


def _watch(uow: UnitOfWork, shift_id: int, at: datetime) -> None:
    # No reminder for what ends sooner than it would come.
    deadlines.drop(uow.session, "duty-remind", str(shift_id))
    if at - REMIND_BEFORE > uow.now:
        deadlines.set_for(uow.session, "duty-remind", str(shift_id), due_at=at - REMIND_BEFORE)
    deadlines.set_for(uow.session, "duty-end", str(shift_id), due_at=at)


def _record(uow: UnitOfWork, person: Person, **detail: object) -> None:
    uow.record(Deed.DUTY, f"person:{person.id}", side=person.country, **detail)

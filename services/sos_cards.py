"""A call for help on the screens of both desks and of its caller."""

from datetime import timedelta

from geography.point import Point
from services import desk, notify, policy
from storage import cards, people
from storage import sos as stored
from storage.outage import Blind
from storage.outbox import Lane
from storage.people import SIDES, Person
from storage.sos import SosRow, State
from storage.unit_of_work import UnitOfWork
from views import sos as views


def refresh(uow: UnitOfWork, row: SosRow, *, lane: Lane = Lane.SOS) -> None:
    """Every card of it shows where it stands now."""
    for officer in holders(uow, row):
        show(uow, officer, row, lane=lane)
    caller = people.by_id(uow.session, row.caller_id)
    if caller:
        show_caller(uow, row, caller)


def show(
    uow: UnitOfWork,
    officer: Person,
    row: SosRow,
    *,
    anew: bool = False,
    lane: Lane = Lane.SOS,
    blind: Blind | None = None,
    late: timedelta = timedelta(),
) -> None:
    """The card of an officer of a desk; `anew`, at the end of their chat.

    `blind` as of `notify.card`; `late`: how late it was noticed that nobody has it in hand.
    """
    caller = people.by_id(uow.session, row.caller_id) or Person()
    call, takers = as_read(uow, row, caller), takers_for(uow, row, officer)
    message = views.card(notify.reader_of(officer), call, takers, late=late)
    subject = f"sos:{row.number}"
    notify.card(uow, officer, message, subject=subject, lane=lane, anew=anew, blind=blind)


def show_caller(uow: UnitOfWork, row: SosRow, caller: Person) -> None:
    """The card of whoever has called."""
    message = views.own_card(
        notify.reader_of(caller),
        as_read(uow, row, caller),
        takers_for(uow, row, caller),
        unreached=[side for side in SIDES if not desk.reachable(uow, side)],
    )
    notify.card(uow, caller, message, subject=f"sos-own:{row.number}", lane=Lane.SOS)


def tell_caller(uow: UnitOfWork, row: SosRow) -> None:
    """Where it stands now, with sound, for the card only changes quietly."""
    caller = people.by_id(uow.session, row.caller_id)
    if caller:
        call, takers = as_read(uow, row, caller), takers_for(uow, row, caller)
        message = views.news(notify.reader_of(caller), call, takers)
        notify.notice(uow, caller, message, lane=Lane.SOS)


def called(uow: UnitOfWork, row: SosRow) -> list[Person]:
    """Those at both desks, and whoever has it on their screen already."""
    at_desks = [each for side in SIDES for each in desk.officers(uow, side)]
    several = {each.id: each for each in (*at_desks, *holders(uow, row))}
    return [each for each in several.values() if each.id != row.caller_id]


def holders(uow: UnitOfWork, row: SosRow) -> list[Person]:
    """Whoever has it on their screen and may still see it, but the caller."""
    held = cards.of(uow.session, f"sos:{row.number}")
    several = [people.by_id(uow.session, each.person_id) for each in held]
    return [each for each in several if each and policy.may_see_sos(each)]


def takers_for(uow: UnitOfWork, row: SosRow, reader: Person) -> list[views.Taker]:
    """Which sides have it in hand, with the names that this reader may know."""
    takers = []
    for side, has_it in stored.taken_by(uow.session, row.id or 0).items():
        officer = people.by_id(uow.session, has_it.person_id)
        named = officer is not None and policy.may_see_names(reader, side)
        takers.append(views.Taker(side, officer.name if officer and named else ""))
    return takers


def as_read(uow: UnitOfWork, row: SosRow, caller: Person) -> views.Call:
    """What both sides may know of it."""
    known = row.latitude is not None and row.longitude is not None
    return views.Call(
        number=row.number,
        caller=caller,
        state=State(row.state),
        raised_at=row.raised_at,
        point=Point(row.latitude or 0, row.longitude or 0) if known else None,
        accuracy=row.accuracy,
        located_at=row.located_at,
        sent=row.place_sent,
        live=row.live_until > uow.now if row.live_until else None,
        exercise=row.exercise,
    )

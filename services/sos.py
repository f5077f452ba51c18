"""Call both desks to somebody in need, at once, and see that somebody has heard it."""

from datetime import timedelta

from services import desk, notify, policy, sos_cards, sos_places
from services.errors import Refusal, Stale
from services.numbers import draw
from services.policy import Verb
from storage import deadlines, people
from storage import sos as stored
from storage.audit import Deed
from storage.outage import Blind
from storage.outbox import Lane
from storage.people import SIDES, Person, Role
from storage.sos import SosRow, State
from storage.unit_of_work import UnitOfWork
from views import sos as views

AGAIN = timedelta(minutes=1)  # a second press sooner than this is the same press
HEARD_WITHIN = timedelta(minutes=1)


class SosTaken(Refusal):
    """Another officer of the desk has it in hand; `name` says who."""


def call(uow: UnitOfWork) -> None:
    """The actor needs help: both desks are called, and the actor is asked where they are.

    Pressed again within a minute it only answers; later it calls the desks again. An open form
    stays as it is. Raises `NotAllowed`.
    """
    policy.require(uow.actor, Verb.CALL_FOR_HELP)
    desk.keep(uow, *SIDES)
    row, reader = stored.open_of(uow.session, uow.actor.id or 0), notify.reader_of(uow.actor)
    keys = sos_places.keys(uow, wanted=row is None or not row.place_sent)
    if row and uow.now < row.pressed_at + AGAIN:
        message = views.already(reader, located=row.place_sent, keys=keys)
        notify.notice(uow, uow.actor, message, lane=Lane.SOS)
        return
    row = stored.change(uow.session, row, pressed_at=uow.now) if row else _begin(uow)
    for officer in sos_cards.called(uow, row):
        sos_cards.show(uow, officer, row, anew=True)
    sos_cards.show_caller(uow, row, uow.actor)
    notify.notice(uow, uow.actor, views.raised(reader, keys=keys), lane=Lane.SOS)


def ask_whether_by_mistake(uow: UnitOfWork, number: str, *, shown_in: int) -> None:
    """*Pressed by mistake*: asked once more. Raises `Stale` unless it is the actor's and open."""
    row = _own(uow, number)
    message = views.sure(notify.reader_of(uow.actor), sos_cards.as_read(uow, row, uow.actor))
    notify.replace(uow, shown_in, message)


def keep(uow: UnitOfWork, number: str, *, shown_in: int) -> str:
    """It was no mistake; the toast. Raises as `ask_whether_by_mistake`."""
    row, reader = _own(uow, number), notify.reader_of(uow.actor)
    takers = sos_cards.takers_for(uow, row, uow.actor)
    notify.replace(
        uow, shown_in, views.own_card(reader, sos_cards.as_read(uow, row, uow.actor), takers)
    )
    return views.kept(reader)


def withdraw(uow: UnitOfWork, number: str, *, shown_in: int) -> None:
    """It was pressed by mistake: the desks are told. Raises as `ask_whether_by_mistake`."""
    row = _end(uow, _own(uow, number), State.BY_MISTAKE)
    reader, caller = notify.reader_of(uow.actor), uow.actor
    own = views.own_card(
        reader, sos_cards.as_read(uow, row, caller), sos_cards.takers_for(uow, row, caller)
    )
    notify.replace(uow, shown_in, own)
    # No key for the location stays behind.
    notify.reply(uow, views.withdrawn(reader, keys=sos_places.keys(uow, wanted=False)))
    for officer in sos_cards.holders(uow, row):
        takers = sos_cards.takers_for(uow, row, officer)
        message = views.news(notify.reader_of(officer), sos_cards.as_read(uow, row, caller), takers)
        notify.notice(uow, officer, message, lane=Lane.ALERT)


def take(uow: UnitOfWork, number: str) -> str | None:
    """The actor's side has it in hand, and the caller is told; the toast of a second tap.

    Raises `NotAllowed`, `Stale`, `SosTaken`.
    """
    row = _of_desk(uow, number, Verb.TAKE_OVER_SOS)
    has_it = stored.taken_by(uow.session, row.id or 0).get(uow.actor.country)
    if has_it and has_it.person_id == uow.actor.id:
        return views.yours_already(notify.reader_of(uow.actor))
    if has_it:
        officer = people.by_id(uow.session, has_it.person_id)
        raise SosTaken(name=officer.name if officer else "")
    side, person_id = uow.actor.country, uow.actor.id or 0
    stored.take(uow.session, row, side, person_id=person_id, now=uow.now)
    deadlines.drop(uow.session, "sos-unheard", row.number)
    uow.record(Deed.ALTERATION, f"sos:{row.number}", side=row.side, taken=side)
    sos_cards.refresh(uow, row)
    sos_cards.tell_caller(uow, row)
    return None


def close(uow: UnitOfWork, number: str) -> None:
    """A desk that has it in hand is done with it. Raises `NotAllowed`, `Stale`."""
    row = _of_desk(uow, number, Verb.CLOSE_SOS)
    if uow.actor.country not in stored.taken_by(uow.session, row.id or 0):
        raise Stale
    sos_cards.tell_caller(uow, _end(uow, row, State.CLOSED))


def unheard(uow: UnitOfWork, number: str) -> bool:
    """Nobody has it in hand: all duty officers and the joint contact point; for the clock."""
    row = stored.by_number(uow.session, number)
    if row is None or row.state != State.OPEN or stored.taken_by(uow.session, row.id or 0):
        return True
    several = [
        each for role in (Role.DUTY, Role.PCC) for each in people.with_role(uow.session, role)
    ]
    late = uow.now - row.raised_at - HEARD_WITHIN
    for officer in {each.id: each for each in several if each.id != row.caller_id}.values():
        sos_cards.show(uow, officer, row, anew=True, late=late)
    caller = people.by_id(uow.session, row.caller_id) or Person()
    call = sos_cards.as_read(uow, row, caller)
    message = views.unheard(notify.reader_of(caller), call, late=late)
    notify.notice(uow, caller, message, lane=Lane.SOS)
    return True


def ask_again(uow: UnitOfWork, blind: Blind) -> None:
    """Calls for help that nobody has in hand are put before the same people again."""
    for row in stored.all_open(uow.session):
        if stored.taken_by(uow.session, row.id or 0):
            continue
        for officer in sos_cards.holders(uow, row):
            sos_cards.show(uow, officer, row, blind=blind)


def _begin(uow: UnitOfWork) -> SosRow:
    row = SosRow(
        number=draw(uow, "sos", uow.actor.country),
        side=uow.actor.country,
        exercise=uow.installation.exercise,
        caller_id=uow.actor.id or 0,
        raised_at=uow.now,
        pressed_at=uow.now,
    )
    known = sos_places.last_known(uow)
    if known:
        row.located_at, point, row.accuracy = known
        row.latitude, row.longitude = point.latitude, point.longitude
    stored.add(uow.session, row)
    uow.record(Deed.COLLECTION, f"sos:{row.number}", side=row.side)
    sos_places.disclose(uow, row, field="name, telephone, unit, place")
    due_at = uow.now + HEARD_WITHIN
    deadlines.set_for(uow.session, "sos-unheard", row.number, due_at=due_at)
    return row


def _own(uow: UnitOfWork, number: str) -> SosRow:
    row = stored.by_number(uow.session, number)
    if row is None or row.caller_id != uow.actor.id or row.state != State.OPEN:
        raise Stale
    return row


def _of_desk(uow: UnitOfWork, number: str, verb: Verb) -> SosRow:
    policy.require(uow.actor, verb)
    row = stored.by_number(uow.session, number)
    if row is None or row.caller_id == uow.actor.id or row.state != State.OPEN:
        raise Stale
    return row


def _end(uow: UnitOfWork, row: SosRow, state: State) -> SosRow:
    ended = stored.change(uow.session, row, state=state, ended_at=uow.now)
    for kind in ("sos-unheard", "sos-live"):
        deadlines.drop(uow.session, kind, row.number)
    uow.record(Deed.ALTERATION, f"sos:{row.number}", side=row.side, state=state)
    sos_cards.refresh(uow, ended)
    return ended

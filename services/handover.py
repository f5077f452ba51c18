"""What is open goes from one officer of a desk to the next, who accepts it; or all are told."""

from datetime import datetime, timedelta

from services import desk, notify, open_items, policy
from services.errors import FirstOnDuty, NotOnDuty, Stale, TakenOver
from services.policy import Verb
from storage import cards, deadlines, people
from storage import duty as stored
from storage.audit import Deed
from storage.duty import Handover, Matter, Standing
from storage.outage import Blind
from storage.people import Person, Role
from storage.unit_of_work import UnitOfWork
from views import handover as views

# A report that nobody takes over is brought to the whole desk after ten minutes; what was open
# already at a change of shift must not wait longer than that.
ACCEPT_WITHIN = timedelta(minutes=10)


def takers(uow: UnitOfWork, giver: Person) -> list[Person]:
    """Whom somebody can hand over to: who is on duty at the same desk and can be written to.

    The one who has come last first: their shift will last longest.
    """
    others = [each for each in desk.on_duty(uow, giver.country) if each.id != giver.id]
    return sorted(others, key=lambda each: str(each.on_duty_since), reverse=True)


def next_taker(uow: UnitOfWork, giver: Person) -> Person | None:
    """Who is asked where nobody was named."""
    return next(iter(takers(uow, giver)), None)


def taker(uow: UnitOfWork, giver: Person, person_id: int) -> Person:
    """Who was named, if they can take over. Raises `NotOnDuty`; `Stale` for who is not theirs."""
    named = people.by_id(uow.session, person_id)
    if named is None or named.country != giver.country or named.id == giver.id:
        raise Stale
    if named.id not in {each.id for each in takers(uow, giver)}:
        raise NotOnDuty(name=named.name)
    return named


def begin(
    uow: UnitOfWork, giver: Person, matters: tuple[Matter, ...], taker: Person | None
) -> None:
    """Offer what somebody leaves open to the one named, or to everybody where nobody is."""
    row = stored.offer(
        uow.session,
        giver.country,
        matters,
        giver_id=giver.id or 0,
        taker_id=taker.id if taker else None,
        exercise=uow.installation.exercise,
        now=uow.now,
    )
    _record(uow, row, giver=giver.id, to=row.taker_id, matters=[each.number for each in matters])
    if taker is None:
        _tell_all(uow, row)
        return
    _watch(uow, row)
    _show(uow, row, giver)
    _show(uow, row, taker)


def accept(uow: UnitOfWork, handover_id: int) -> None:
    """The actor takes over. Raises `NotAllowed`, `Stale`, `TakenOver`, `FirstOnDuty`."""
    row = _held(uow, handover_id)
    _must_be_open(uow, row)
    asked = row.state == Standing.OFFERED and row.taker_id == uow.actor.id
    if not asked and row.state != Standing.TO_ALL:
        raise Stale
    if uow.actor.on_duty_since is None:
        raise FirstOnDuty
    moved = _move(uow, row, Standing.ACCEPTED, uow.actor.id)
    deadlines.drop(uow.session, "handover", str(row.id))
    for matter in row.matters:
        open_items.pass_on(uow, matter, uow.actor)
    _refresh(uow, moved)
    _tell_giver(uow, moved, uow.actor)


def decline(uow: UnitOfWork, handover_id: int, version: int) -> None:
    """The actor does not take over; whoever gives chooses again. Raises as `accept`."""
    row = _held(uow, handover_id)
    _must_be_open(uow, row)
    if row.taker_id != uow.actor.id or row.version != version or row.state != Standing.OFFERED:
        raise Stale
    giver = people.by_id(uow.session, row.giver_id) or Person()
    moved = _move(uow, row, Standing.DECLINED, uow.actor.id)
    if giver.revoked_at or not _choice(uow, moved):
        _tell_all(uow, moved)
        return
    _refresh(uow, moved)
    _tell_giver(uow, moved, uow.actor)


def offer_to(uow: UnitOfWork, handover_id: int, version: int, person_id: int) -> None:
    """Whoever gives names somebody else. Raises as `accept`, and `NotOnDuty`."""
    row = _held(uow, handover_id)
    _must_be_open(uow, row)
    if row.giver_id != uow.actor.id or row.version != version or row.state != Standing.DECLINED:
        raise Stale
    named = taker(uow, uow.actor, person_id)
    moved = _move(uow, row, Standing.OFFERED, named.id)
    _watch(uow, moved)
    _refresh(uow, moved)
    _show(uow, moved, named)


def nobody_accepted(uow: UnitOfWork, handover_id: int) -> bool:
    """The time to accept is over: every duty officer of the side is told; for the clock."""
    row = stored.handover_by_id(uow.session, handover_id)
    if row and row.state in {Standing.OFFERED, Standing.DECLINED}:
        _tell_all(uow, row)
    return True


def ask_again(uow: UnitOfWork, blind: Blind, since: datetime) -> None:
    """Handovers begun since then that nobody has accepted are offered again."""
    for row in stored.unaccepted(uow.session, since):
        _refresh(uow, row, blind)


def _tell_all(uow: UnitOfWork, row: Handover) -> None:
    moved = _move(uow, row, Standing.TO_ALL, None)
    deadlines.drop(uow.session, "handover", str(row.id))
    for officer in people.with_role(uow.session, Role.DUTY, side=row.side):
        _show(uow, moved, officer)
        if officer.id != row.giver_id:
            open_items.bring_all(uow, officer)


def _held(uow: UnitOfWork, handover_id: int) -> Handover:
    """A handover of the actor's desk; another's is answered as one that does not exist."""
    policy.require(uow.actor, Verb.TAKE_OVER_DUTY)
    row = stored.handover_by_id(uow.session, handover_id)
    if row is None or row.side != uow.actor.country:
        raise Stale
    return row


def _must_be_open(uow: UnitOfWork, row: Handover) -> None:
    if row.state == Standing.ACCEPTED:
        first = people.by_id(uow.session, row.taker_id or 0)
        raise TakenOver(name=first.name if first else "")


def _move(uow: UnitOfWork, row: Handover, state: Standing, taker_id: int | None) -> Handover:
    over = uow.now if state == Standing.ACCEPTED else None
    moved = stored.move(uow.session, row, state, taker_id=taker_id, settled_at=over)
    if moved is None:
        raise Stale
    _record(uow, moved, state=state, to=taker_id)
    return moved


def _watch(uow: UnitOfWork, row: Handover) -> None:
    due_at = uow.now + ACCEPT_WITHIN
    deadlines.set_for(uow.session, "handover", str(row.id), due_at=due_at)


def _refresh(uow: UnitOfWork, row: Handover, blind: Blind | None = None) -> None:
    """Everybody who has the summary reads where it stands now."""
    for card in cards.of(uow.session, _subject(row)):
        holder = people.by_id(uow.session, card.person_id)
        if holder and holder.country == row.side and Role.DUTY in holder.roles:
            _show(uow, row, holder, blind)


def _show(uow: UnitOfWork, row: Handover, person: Person, blind: Blind | None = None) -> None:
    message = views.summary(
        notify.reader_of(person),
        row,
        giver=_name(uow, row.giver_id),
        taker=_name(uow, row.taker_id),
        buttons_of=_role(row, person),
        choice=_choice(uow, row),
        minutes=int(ACCEPT_WITHIN.total_seconds() // 60),
    )
    notify.card(uow, person, message, subject=_subject(row), blind=blind)


def _role(row: Handover, person: Person) -> views.Part:
    if person.id == row.giver_id:
        return views.Part.GIVER
    return views.Part.TAKER if person.id == row.taker_id else views.Part.COLLEAGUE


def _choice(uow: UnitOfWork, row: Handover) -> list[Person]:
    """Whom else it can be offered to."""
    giver = people.by_id(uow.session, row.giver_id) or Person()
    return [each for each in takers(uow, giver) if each.id != row.taker_id]


def _tell_giver(uow: UnitOfWork, row: Handover, who: Person) -> None:
    """With sound, for the card only changes quietly."""
    giver = people.by_id(uow.session, row.giver_id)
    if giver and giver.id != who.id:
        reader = notify.reader_of(giver)
        message = views.answered(reader, who.name, accepted=row.state == Standing.ACCEPTED)
        notify.notice(uow, giver, message)


def _name(uow: UnitOfWork, person_id: int | None) -> str:
    found = people.by_id(uow.session, person_id) if person_id else None
    return found.name if found else ""


def _subject(row: Handover) -> str:
    return f"handover:{row.id}"


def _record(uow: UnitOfWork, row: Handover, **detail: object) -> None:
    uow.record(Deed.DUTY, _subject(row), side=row.side, **detail)

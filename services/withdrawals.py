"""Whoever reported a sighting takes it back, for every side that has not closed it."""

from services import desk, duplicates, notify, policy, sightings
from services.errors import AlreadyClosed, Stale
from services.policy import Verb
from storage import sightings as stored
from storage.audit import Deed
from storage.sightings import OPEN, Handling, HandlingRow, SightingRow
from storage.unit_of_work import UnitOfWork
from views import withdrawals as views


def ask(uow: UnitOfWork, number: str) -> None:
    """Whether the actor means it. Raises `NotAllowed`, `Stale`, `AlreadyClosed`."""
    _open(uow, _own(uow, number))
    notify.reply(uow, views.ask(notify.reader_of(uow.actor), number))


def keep(uow: UnitOfWork, number: str, *, shown_in: int) -> None:
    """It was not meant. Raises `NotAllowed`, `Stale`."""
    _own(uow, number)
    notify.replace(uow, shown_in, views.kept(notify.reader_of(uow.actor), number))


def withdraw(uow: UnitOfWork, number: str, *, shown_in: int) -> None:
    """The report no longer holds. Raises `NotAllowed`, `Stale`, `AlreadyClosed`.

    `shown_in` is the message of the question, which becomes the answer.
    """
    row = _own(uow, number)
    still_open = _open(uow, row)
    for at in still_open:
        # The other side must not learn who of this one reported it, not even as a refusal's name.
        person_id = uow.actor.id if at.side == row.side else None
        if not stored.move(uow.session, at, Handling.WITHDRAWN, person_id=person_id, now=uow.now):
            raise Stale
    state, sides = Handling.WITHDRAWN, [at.side for at in still_open]
    uow.record(Deed.ALTERATION, f"sighting:{number}", side=row.side, state=state, sides=sides)
    notify.replace(uow, shown_in, views.done(notify.reader_of(uow.actor), number))
    duplicates.part_all(uow, row)
    sightings.refresh(uow, row)
    for officer in (each for side in sides for each in desk.officers(uow, side)):
        if officer.id != uow.actor.id:
            reader = notify.reader_of(officer)
            notify.notice(uow, officer, views.to_desk(reader, number, exercise=row.exercise))


def _own(uow: UnitOfWork, number: str) -> SightingRow:
    policy.require(uow.actor, Verb.WITHDRAW_SIGHTING)
    row = stored.by_number(uow.session, number, hold=True)
    if row is None or not policy.may_withdraw(uow.actor, row):
        raise Stale  # the same answer for what does not exist and what is not theirs
    return row


def _open(uow: UnitOfWork, row: SightingRow) -> list[HandlingRow]:
    handled = stored.handled(uow.session, row.id or 0)
    still_open = [handled[side] for side in policy.sides_of(row) if handled[side].state in OPEN]
    if not still_open:
        raise AlreadyClosed
    return still_open

"""A report that nobody takes over: its desk is reminded, then all who could take it over."""

from datetime import timedelta

from services import desk, notify, policy, sightings
from storage import merges, people
from storage import sightings as stored
from storage.people import Person, Role
from storage.sightings import Handling, SightingRow
from storage.unit_of_work import UnitOfWork
from views import unheard as views


def remind(uow: UnitOfWork, number: str) -> bool:
    """After the first while: to the desk of the reporter's side; for the clock."""
    row = _unheard(uow, number)
    # Once all are told, the first reminder says nothing more: neither noticed nor sent so late.
    if (
        row
        and row.side in _still_alone(uow, row)
        and uow.now < row.reported_at + uow.installation.escalate_after
    ):
        _tell(uow, row, {row.side: desk.officers(uow, row.side)}, first=True)
    return True


def escalate(uow: UnitOfWork, number: str) -> bool:
    """After the second while: to all its duty officers, and to the other desk if it is shared.

    For the clock.
    """
    row = _unheard(uow, number)
    if row:
        told = {side: desk.officers(uow, side) for side in _still_alone(uow, row)}
        if row.side in told:
            told[row.side] = people.with_role(uow.session, Role.DUTY, side=row.side)
        if told:
            _tell(uow, row, told, first=False)
    return True


def _unheard(uow: UnitOfWork, number: str) -> SightingRow | None:
    """The report, while neither side has dealt with it; held, so that nobody does meanwhile."""
    row = stored.by_number(uow.session, number, hold=True)
    if row is None:
        return None
    handled = stored.handled(uow.session, row.id or 0)
    return row if all(at.state == Handling.NEW for at in handled.values()) else None


def _still_alone(uow: UnitOfWork, row: SightingRow) -> list[str]:
    """The sides that handle it by itself: of what is part of another report, that one speaks."""
    sides = policy.sides_of(row)
    return [side for side in sides if merges.into(uow.session, side, row.id or 0) is None]


def _tell(uow: UnitOfWork, row: SightingRow, told: dict[str, list[Person]], *, first: bool) -> None:
    wait = _wait(uow, row, first=first)
    expires_at = row.reported_at + uow.installation.escalate_after if first else None
    for officer in (each for officers in told.values() for each in officers):
        reader = notify.reader_of(officer)
        message = views.to_desk(reader, row.number, wait=wait, exercise=row.exercise)
        notify.notice(uow, officer, message, expires_at=expires_at)
        sightings.bring(uow, officer, row.number)
    reporter = people.by_id(uow.session, row.reporter_id)
    if reporter is None or not policy.may_see_sighting(reporter, row):
        return
    if reporter.id in {officer.id for officers in told.values() for officer in officers}:
        return  # they have just read it as an officer of the desk
    reached = [side for side in told if desk.reachable(uow, side)]
    message = views.to_reporter(
        notify.reader_of(reporter),
        row.number,
        wait=wait,
        reminded=reached,
        all_officers=not first,
        unreached=[side for side in told if side not in reached],
        exercise=row.exercise,
    )
    notify.notice(uow, reporter, message, expires_at=expires_at)


def _wait(uow: UnitOfWork, row: SightingRow, *, first: bool) -> views.Wait:
    after = uow.installation.remind_after if first else uow.installation.escalate_after
    waited = uow.now - row.reported_at
    return views.Wait(row.reported_at, waited // timedelta(minutes=1), waited - after)

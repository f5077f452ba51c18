"""Open calls for help: at both desks until they are closed, whoever comes and goes there."""

from services import policy, sos_cards
from services.errors import Stale
from storage import people
from storage import sos as stored
from storage.audit import Deed
from storage.duty import Matter
from storage.people import Person, Role
from storage.sos import SosRow, State
from storage.unit_of_work import UnitOfWork


def open_at_desk(uow: UnitOfWork, officer: Person) -> None:
    """Put every open call for help before an officer who comes on duty."""
    for row in stored.all_open(uow.session):
        if _is_for(officer, row):
            sos_cards.show(uow, officer, row)


def waiting(uow: UnitOfWork, officer: Person) -> list[Matter]:
    """Every open call for help of either side, oldest first; an officer's own is for others."""
    if not policy.may_see_sos(officer):
        return []
    rows = [row for row in stored.all_open(uow.session) if _is_for(officer, row)]
    return [_matter(uow, row, officer.country) for row in rows]


def bring(uow: UnitOfWork, officer: Person, number: str) -> None:
    """Put a card at the end of somebody's chat. Raises `Stale` where it is not open, or theirs."""
    row = stored.by_number(uow.session, number)
    if row is None or row.state != State.OPEN or not _is_for(officer, row):
        raise Stale
    sos_cards.show(uow, officer, row, anew=True)


def pass_on(uow: UnitOfWork, matter: Matter, taker: Person) -> None:
    """What an officer has in hand for their side another of the same desk has from now on."""
    row = stored.by_number(uow.session, matter.number)
    if row is None or row.state != State.OPEN or matter.holder is None:
        return
    side, person_id = taker.country, taker.id or 0
    if row.caller_id == taker.id or _stays(people.by_id(uow.session, matter.holder)):
        return
    if stored.pass_on(uow.session, row, side, before=matter.holder, person_id=person_id):
        uow.record(Deed.ALTERATION, f"sos:{row.number}", side=row.side, taken=side, to=person_id)
        sos_cards.refresh(uow, row)


def _is_for(officer: Person, row: SosRow) -> bool:
    return row.caller_id != officer.id and policy.may_see_sos(officer)


def _stays(holder: Person | None) -> bool:
    """Whether it is in hand at the joint contact point, whose shifts are not the desk's."""
    if holder is None or holder.revoked_at:
        return False
    return Role.PCC in holder.roles and Role.DUTY not in holder.roles


def _matter(uow: UnitOfWork, row: SosRow, side: str) -> Matter:
    has_it = stored.taken_by(uow.session, row.id or 0).get(side)
    return Matter(
        feature="sos",
        number=row.number,
        what="sos.title",
        state="report.in_progress" if has_it else "",
        since=row.raised_at,
        holder=has_it.person_id if has_it else None,
        exercise=row.exercise,
    )

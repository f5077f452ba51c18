"""Who told a desk, by telephone or radio, what it enters as a report."""

from services import policy
from services.errors import Stale
from services.policy import Verb
from storage import people
from storage.people import Person
from storage.sightings import SightingRow
from storage.unit_of_work import UnitOfWork
from views.language import fold

LISTED = 6  # a longer list is not read on the telephone; more letters make it shorter


def find(uow: UnitOfWork, typed: str) -> list[Person]:
    """People of the actor's side by service number or words of their name, in either script.

    Raises `NotAllowed`.
    """
    policy.require(uow.actor, Verb.ENTER_FOR_CALLER)
    sought = fold(typed)
    if not sought:
        return []
    ours = [each for each in people.of_side(uow.session, uow.actor.country) if not each.revoked_at]
    exact = [each for each in ours if fold(each.service_number) == sought]
    named = [each for each in ours if all(word in fold(each.name) for word in sought.split())]
    return (exact or named)[:LISTED]


def must_be_ours(uow: UnitOfWork, caller_id: int | None) -> None:
    """Raise `NotAllowed` for who is at no desk, `Stale` for a caller the side's roster lacks."""
    policy.require(uow.actor, Verb.ENTER_FOR_CALLER)
    if caller_id is None:
        return
    caller = people.by_id(uow.session, caller_id)
    if caller is None or caller.revoked_at or caller.country != uow.actor.country:
        raise Stale


def name(uow: UnitOfWork, row: SightingRow) -> str:
    """The caller's name, from the roster where they are in it; for their own side only."""
    caller = people.by_id(uow.session, row.caller_id) if row.caller_id else None
    return caller.name if caller else row.caller_name or ""

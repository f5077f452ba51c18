"""The roster: who may come in at all, brought in from a file, invited and put out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services import duty, profile
from services import enrolment as enrolling
from services.roster_changes import carry_out, unbind
from services.roster_difference import Difference, Named, difference, steps
from services.roster_file import Entry, RosterRefused
from services.roster_rules import must_not_be_last
from storage import enrolment, people
from storage.audit import Deed
from storage.organisation import SectorRow
from storage.people import Person, Role
from storage.session import Session
from storage.unit_of_work import UnitOfWork, Written


@dataclass(frozen=True)
class Invited(Named):
    """Somebody's new invitation: until when (UTC), and what they were before."""

    expires_at: datetime
    was_enrolled: bool
    was_revoked: bool


class Standing(StrEnum):
    """How far somebody of the roster has come."""

    NOT_INVITED = "not invited"
    INVITED = "invited"
    ENROLLED = "enrolled"
    UNREACHABLE = "unreachable"
    REVOKED = "revoked"


def compare(uow: UnitOfWork, entries: Sequence[Entry]) -> Difference:
    """What bringing these people in would change; nothing is written.

    Raises `RosterRefused` as the rules of `services.roster_rules` say.
    """
    return difference(uow.session, steps(uow.session, entries), uow.now)


def bring_in(
    uow: UnitOfWork, entries: Sequence[Entry], codes: Mapping[str, str] | None = None
) -> Difference:
    """Make the roster say what the file says of its people, and nothing of others.

    `codes` by service number invite exactly those whom `compare` said are to be invited. Raises
    `RosterRefused`, also where that is not so any more.
    """
    file = steps(uow.session, entries)
    told = difference(uow.session, file, uow.now)
    if codes is not None and set(codes) != {each.service_number for each in told.to_invite}:
        raise RosterRefused("The roster was changed meanwhile. Do it again.")
    ids = carry_out(uow, file)
    if codes:
        enrolling.invite_all(uow, {ids[number]: code for number, code in codes.items()})
    return told


def find(uow: UnitOfWork, service_numbers: Iterable[str]) -> list[Person]:
    """People of the roster, each once. Raises `RosterRefused` naming every unknown number."""
    found = {number: people.by_service_number(uow.session, number) for number in service_numbers}
    unknown = [number for number, person in found.items() if person is None]
    if unknown:
        raise RosterRefused(*(f"Nobody in the roster has the number {each}." for each in unknown))
    return [person for person in found.values() if person]


def invite(uow: UnitOfWork, codes: Mapping[str, str]) -> list[Invited]:
    """Invite people with codes by service number; earlier codes of theirs are withdrawn.

    A revoked person may come in again, but must enrol anew. Raises `RosterRefused`.
    """
    return [_invite(uow, each, codes[each.service_number]) for each in find(uow, codes)]


def revoke(uow: UnitOfWork, service_number: str) -> tuple[Person, bool]:
    """Take somebody's access away; who, and False where that was done before.

    Raises `RosterRefused`, also for a country's last administrator.
    """
    person = find(uow, [service_number])[0]
    if person.revoked_at:
        return person, False
    must_not_be_last(person, people.roster(uow.session))
    enrolling.revoke(uow, person)
    return person, True


def standings(session: Session, now: datetime) -> list[tuple[Person, Standing]]:
    """Everybody of the roster, by country and service number."""
    invited = enrolment.in_force(session, now)
    return [(each, _standing(each, invited)) for each in people.roster(session)]


def _standing(person: Person, invited: Mapping[int, datetime]) -> Standing:
    if person.revoked_at:
        return Standing.REVOKED
    if person.telegram_id is None:
        return Standing.INVITED if person.id in invited else Standing.NOT_INVITED
    return Standing.UNREACHABLE if person.unreachable_since else Standing.ENROLLED


def _invite(uow: UnitOfWork, person: Person, code: str) -> Invited:
    person_id, revoked = person.id or 0, person.revoked_at is not None
    if revoked:
        people.change(uow.session, person_id, revoked_at=None)
        unbind(uow, person, reason="invited anew")
        uow.record(Deed.ROLES, f"person:{person_id}", side=person.country, revoked=False)
    _code, expires_at = enrolling.invite(uow, person_id, code)
    enrolled = person.telegram_id is not None and not revoked
    return Invited(person.service_number, person.name, expires_at, enrolled, revoked)

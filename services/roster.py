"""The roster: who may come in at all, brought in from a file, invited and put out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services import confirmation_requests as requests
from services import enrolment as enrolling
from services import roster_news
from services.roster_changes import carry_out, unbind
from services.roster_difference import Difference, Named, difference, steps
from services.roster_file import Entry, RosterRefused
from services.roster_rules import must_not_be_last
from storage import enrolment, people
from storage.audit import Deed
from storage.people import Person, Role
from storage.session import Session
from storage.unit_of_work import UnitOfWork


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
    WAITING = "waiting"  # for an administrator of their country to confirm what a file says


def compare(uow: UnitOfWork, entries: Sequence[Entry], side: str = "") -> Difference:
    """What bringing these people in would change; nothing is written.

    `side` is the country for which the operator speaks; empty means both. Raises `RosterRefused` as
    the rules of `services.roster_rules` say.
    """
    found = requests.sorted_out(uow, steps(uow.session, entries), side)
    return difference(uow.session, found, uow.now)


def bring_in(
    uow: UnitOfWork,
    entries: Sequence[Entry],
    codes: Mapping[str, str] | None = None,
    side: str = "",
) -> Difference:
    """Make the roster say what the file says of its people, and nothing of others.

    What is for another country than the operator's waits for its administrators; where the
    operator speaks for both, they are told. `codes` by service number invite exactly those whom
    `compare` said are to be invited. Raises `RosterRefused`, also where that is not so any more.
    """
    found = requests.sorted_out(uow, steps(uow.session, entries), side)
    told = difference(uow.session, found, uow.now)
    if codes is not None and set(codes) != {each.service_number for each in told.to_invite}:
        raise RosterRefused("The roster was changed meanwhile. Do it again.")
    administrators = people.with_role(uow.session, Role.ADMIN)
    ids = carry_out(uow, found.at_once)
    if codes:
        enrolling.invite_all(uow, {ids[number]: code for number, code in codes.items()})
    requests.ask(uow, found)
    roster_news.brought_in(uow, administrators, found.at_once, speaks_for=side)
    return told


def find(uow: UnitOfWork, service_numbers: Iterable[str]) -> list[Person]:
    """People of the roster, each once. Raises `RosterRefused` naming every unknown number."""
    found = {number: people.by_service_number(uow.session, number) for number in service_numbers}
    unknown = [number for number, person in found.items() if person is None]
    if unknown:
        waiting = requests.waiting_people(uow.session)
        raise RosterRefused(*(_why_not(number, waiting.get(number)) for number in unknown))
    return [person for person in found.values() if person]


def to_invite(uow: UnitOfWork, service_numbers: Iterable[str], side: str = "") -> list[Person]:
    """As `find`; a country's revoked people come in again by its own operator's invitation only.

    `side` as in `compare`.
    """
    found = find(uow, service_numbers)
    theirs = [each for each in found if each.revoked_at and requests.asks(uow, each.country, side)]
    if theirs:
        raise RosterRefused(*(_not_yours(each) for each in theirs))
    return found


def invite(uow: UnitOfWork, codes: Mapping[str, str], side: str = "") -> list[Invited]:
    """Invite people with codes by service number; earlier codes of theirs are withdrawn.

    A revoked person may come in again, but must enrol anew. Raises `RosterRefused` as `to_invite`.
    """
    found = to_invite(uow, codes, side)
    return [_invite(uow, each, codes[each.service_number]) for each in found]


def revoke(uow: UnitOfWork, service_number: str, side: str = "") -> tuple[Person, bool]:
    """Take somebody's access away; who, and False where that was done before.

    At once, whoever asks, for a lost phone cannot wait: administrators of another country than
    `side` are told. Raises `RosterRefused`, also for a country's last administrator.
    """
    person = find(uow, [service_number])[0]
    if person.revoked_at:
        return person, False
    must_not_be_last(person, people.roster(uow.session))
    enrolling.revoke(uow, person)
    requests.close(uow, service_number)
    roster_news.revoked(uow, person, speaks_for=side)
    return person, True


def standings(session: Session, now: datetime) -> list[tuple[Person, str]]:
    """Everybody of the roster and everybody who waits to come in, by country and service number."""
    invited, waiting = enrolment.in_force(session, now), requests.waiting_people(session)
    found: list[tuple[Person, str]] = []
    for person in people.roster(session):
        standing = _standing(person, invited)
        changing = waiting.pop(person.service_number, None) is not None
        found.append((person, f"{standing}, {Standing.WAITING}" if changing else standing))
    found += [(person, Standing.WAITING) for person in waiting.values()]
    return sorted(found, key=lambda each: (each[0].country, each[0].service_number))


def _why_not(number: str, waiting: Person | None) -> str:
    if waiting is None:
        return f"Nobody in the roster has the number {number}."
    return (
        f"{number} {waiting.name} is not in the roster yet: an administrator of {waiting.country} "
        "must confirm it in chat first."
    )


def _not_yours(person: Person) -> str:
    return (
        f"{person.service_number} {person.name} was revoked, and is let in again only by whoever "
        f"speaks for {person.country}: --side {person.country}."
    )


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

"""What no roster file and no revocation may do, whoever brings it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.roster_file import Entry, RosterRefused
from storage.people import SIDES, Person, Role


class Rule(StrEnum):
    """What a line of a roster can break."""

    OTHER_COUNTRY = "other country"
    TAKEN_PHONE = "taken phone"
    LAST_ADMINISTRATOR = "last administrator"


@dataclass(frozen=True)
class Broken:
    """A person of a file whose line breaks a rule; the sentence is for whoever brings it."""

    entry: Entry
    rule: Rule
    sentence: str


def must_be_free(entries: Sequence[Entry], known: Mapping[str, Person]) -> None:
    """Nobody is two people. Raise `RosterRefused` for each line that says so.

    A telephone number belongs to one person, and a service number to one country for good.
    """
    faults = sorted((each.entry.line, each.sentence) for each in _not_free(entries, known))
    if faults:
        raise RosterRefused(*(f"Line {line}: {sentence}" for line, sentence in faults))


def must_keep_administrators(entries: Sequence[Entry], known: Mapping[str, Person]) -> None:
    """Raise `RosterRefused` where a country would be left without its last administrator."""
    for broken in _without_administrator(entries, known):
        raise RosterRefused(broken.sentence)


def held_back(entries: Sequence[Entry], known: Mapping[str, Person]) -> dict[str, Rule]:
    """Those whose line must not come in, by service number, so that all others break no rule."""
    held: dict[str, Rule] = {}
    while True:
        left = [each for each in entries if each.service_number not in held]
        faults = [*_not_free(left, known), *_twice(left)]
        # Another administrator may be held back for a fault of their own: this is asked last.
        faults = faults or [*_without_administrator(left, known)][:1]
        if not faults:
            return held
        held |= {each.entry.service_number: each.rule for each in faults}


def must_not_be_last(person: Person, known: Iterable[Person]) -> None:
    """Raise `RosterRefused` where revoking this person leaves their country no administrator."""
    others = [each for each in known if each.country == person.country and each.id != person.id]
    if administers(person) and not any(administers(each) for each in others):
        raise RosterRefused(_last(person))


def administers(person: Person) -> bool:
    """Whether somebody is an administrator of the roster, enrolled or still to enrol."""
    return Role.ADMIN in person.roles and person.revoked_at is None


def _last(person: Person) -> str:
    return (
        f"{person.service_number} {person.name} is the last administrator of {person.country}: "
        "make somebody else an administrator first."
    )


def _stays(before: Person, after: Entry | None) -> bool:
    return administers(before) and (after is None or Role.ADMIN in after.roles)


def _stands(entry: Entry, known: Mapping[str, Person]) -> bool:
    """A file brings nobody back who was revoked."""
    before = known.get(entry.service_number)
    return before is None or before.revoked_at is None


def _without_administrator(
    entries: Sequence[Entry], known: Mapping[str, Person]
) -> Iterator[Broken]:
    in_file = {each.service_number: each for each in entries}
    for side in SIDES:
        were = [each for each in known.values() if each.country == side and administers(each)]
        left = [each for each in were if _stays(each, in_file.get(each.service_number))]
        new = [
            each
            for each in in_file.values()
            if each.country == side and Role.ADMIN in each.roles and _stands(each, known)
        ]
        if were and not left and not new:
            entry = in_file[were[0].service_number]
            yield Broken(entry, Rule.LAST_ADMINISTRATOR, _last(were[0]))


def _not_free(entries: Sequence[Entry], known: Mapping[str, Person]) -> Iterator[Broken]:
    yield from _other_country(entries, known)
    yield from _taken_phones(entries, known)


def _other_country(entries: Sequence[Entry], known: Mapping[str, Person]) -> Iterator[Broken]:
    for entry in entries:
        before = known.get(entry.service_number)
        if before and before.country != entry.country:
            fault = (
                f"service_number {entry.service_number} is that of somebody of {before.country}, "
                f"and nobody is in both countries. Give the person of {entry.country} a number "
                "of their own."
            )
            yield Broken(entry, Rule.OTHER_COUNTRY, fault)


def _taken_phones(entries: Sequence[Entry], known: Mapping[str, Person]) -> Iterator[Broken]:
    named = {entry.service_number for entry in entries}
    owners = {
        person.phone: person.service_number
        for number, person in known.items()
        if number not in named and person.revoked_at is None
    }
    for entry in entries:
        if entry.phone in owners:
            fault = (
                f"phone {entry.phone} is that of {owners[entry.phone]} already, "
                "who is in the roster and not in this file."
            )
            yield Broken(entry, Rule.TAKEN_PHONE, fault)


def _twice(entries: Iterable[Entry]) -> Iterator[Broken]:
    """People of several files who have one telephone number; in one file its reader sees to it."""
    owners: dict[str, Entry] = {}
    for entry in entries:
        first = owners.setdefault(entry.phone, entry)
        if first is not entry:
            fault = f"phone {entry.phone} is that of {first.service_number} already."
            yield Broken(entry, Rule.TAKEN_PHONE, fault)

"""What a roster file would change: told before anything is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.roster_file import Entry
from services.roster_rules import must_be_free, must_keep_administrators
from storage import enrolment, organisation, people
from storage.people import Person
from storage.session import Session


@dataclass(frozen=True)
class Named:
    """Whom a line of a summary is about."""

    service_number: str
    name: str


@dataclass(frozen=True)
class Changed(Named):
    """Whose facts differ, in which columns; `unbound` where an account must enrol anew."""

    columns: tuple[str, ...]
    unbound: bool


@dataclass(frozen=True)
class Waits(Named):
    """Somebody whom their country must confirm first, and in what: no columns for somebody new."""

    country: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """What a file changes. `absent` people are in the roster and not in the file: they stay.

    `revoked` people are in the file and stay revoked. `to_invite` are those of the file who are
    not enrolled and have no invitation in force; `invited` is how many have one. Of the country
    for which the operator does not speak, `waiting` are left to its administrators, `refused` were
    refused by them in the same words, and `unasked` says that it has none.
    """

    added: tuple[Named, ...]
    changed: tuple[Changed, ...]
    unchanged: int
    absent: int
    revoked: tuple[Named, ...]
    services: tuple[tuple[str, str], ...]  # country and name, as the next
    units: tuple[tuple[str, str], ...]
    sectors: tuple[str, ...]
    to_invite: tuple[Named, ...]
    invited: int
    waiting: tuple[Waits, ...] = ()
    refused: tuple[Waits, ...] = ()
    unasked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """One person of the file beside what the roster has of them."""

    entry: Entry
    before: Person | None
    columns: tuple[str, ...]  # in which they differ

    @property
    def unbinds(self) -> bool:
        """Another phone: whoever has the account must prove themselves."""
        return "phone" in self.columns

    @property
    def outside(self) -> bool:
        """Neither enrolled nor revoked, once the file is in."""
        if self.before is None:
            return True
        bound = self.before.telegram_id is not None and not self.unbinds
        return self.before.revoked_at is None and not bound

    @property
    def differs(self) -> bool:
        """The roster does not say this yet."""
        return self.before is None or bool(self.columns)

    @property
    def named(self) -> Named:
        """For a summary."""
        return Named(self.entry.service_number, self.entry.name)

    @property
    def waits(self) -> Waits:
        """For a summary, where the step is not taken yet."""
        entry = self.entry
        return Waits(entry.service_number, entry.name, entry.country, self.columns)


@dataclass(frozen=True)
class Sorted:
    """The steps of a file: taken at once, left to the person's country, refused by it before.

    `unasked` are countries that would be asked and have nobody to ask.
    """

    at_once: tuple[Step, ...]
    waiting: tuple[Step, ...] = ()
    refused: tuple[Step, ...] = ()
    unasked: tuple[str, ...] = ()


def steps(session: Session, entries: Sequence[Entry]) -> list[Step]:
    """Everybody of the file, beside the roster.

    Raises `RosterRefused` as the rules of `services.roster_rules` say.
    """
    known = {person.service_number: person for person in people.roster(session)}
    must_be_free(entries, known)
    must_keep_administrators(entries, known)
    return beside(session, entries, known)


def beside(session: Session, entries: Sequence[Entry], known: Mapping[str, Person]) -> list[Step]:
    """These people beside those of the roster, by service number, whatever the rules say."""
    sectors = people.sectors(session)
    found = []
    for entry in entries:
        before = known.get(entry.service_number)
        columns = _differing(entry, before, sectors.get(before.id or 0, ())) if before else ()
        found.append(Step(entry, before, columns))
    return found


def difference(session: Session, found: Sorted, now: datetime) -> Difference:
    """The whole of it."""
    in_force, at_once = enrolment.in_force(session, now), found.at_once
    file = [*at_once, *found.waiting, *found.refused]
    outside = [step for step in at_once if step.outside]
    kept = {step.named for step in outside if _has_invitation(step, in_force)}
    known = {step.before.id for step in file if step.before}
    services, units, sectors = first_named(session, [step.entry for step in at_once])
    return Difference(
        added=tuple(step.named for step in at_once if step.before is None),
        changed=tuple(_changed(step) for step in at_once if step.columns),
        unchanged=sum(not step.differs for step in file),
        absent=sum(person.id not in known for person in people.roster(session)),
        revoked=tuple(step.named for step in file if step.before and step.before.revoked_at),
        services=services,
        units=units,
        sectors=sectors,
        to_invite=tuple(step.named for step in outside if step.named not in kept),
        invited=len(kept),
        waiting=tuple(step.waits for step in found.waiting),
        refused=tuple(step.waits for step in found.refused),
        unasked=found.unasked,
    )


def first_named(
    session: Session, entries: Sequence[Entry]
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Services, units and sectors that the installation does not know yet."""
    services = {(each.country, each.service) for each in entries}
    units = {(each.country, each.unit) for each in entries if each.unit}
    sectors = {code for each in entries for code in each.sectors}
    return (
        tuple(sorted(services - organisation.services(session))),
        tuple(sorted(units - organisation.units(session))),
        tuple(sorted(sectors - {row.code for row in organisation.sectors(session)})),
    )


def _differing(entry: Entry, before: Person, sectors: tuple[str, ...]) -> tuple[str, ...]:
    """Names of the columns in which the file says something new.

    The language is compared with what the file said last time: whoever has chosen another one
    since keeps it.
    """
    was = {
        "name": before.name,
        "service": before.service,
        "unit": before.unit,
        "sectors": sectors,
        "roles": tuple(sorted(before.roles)),
        "language": before.roster_language or before.language,
        "phone": before.phone,
    }
    return tuple(name for name, value in was.items() if getattr(entry, name) != value)


def _has_invitation(step: Step, in_force: Mapping[int, datetime]) -> bool:
    return step.before is not None and step.before.id in in_force and not step.unbinds


def _changed(step: Step) -> Changed:
    unbound = step.unbinds and step.before is not None and step.before.telegram_id is not None
    return Changed(step.entry.service_number, step.entry.name, step.columns, unbound)

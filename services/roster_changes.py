"""What a roster file changes, carried out: people added and changed, and what follows from it."""

from collections.abc import Sequence

from services import alerts, duty, profile
from services.roster_difference import Step, first_named
from services.roster_file import Entry
from storage import enrolment, organisation, outbox, people
from storage.audit import Deed
from storage.organisation import SectorRow
from storage.people import Person, Role
from storage.session import Session
from storage.unit_of_work import UnitOfWork, Written


def carry_out(uow: UnitOfWork, file: Sequence[Step]) -> dict[str, int]:
    """Make the roster say what these steps say; ids by service number of all that they name."""
    _name_organisation(uow.session, [step.entry for step in file])
    ids = _add(uow, [step.entry for step in file if step.before is None])
    for step in file:
        if step.before is not None and step.columns:
            _change(uow, step, step.before)
    return ids | {step.entry.service_number: step.before.id or 0 for step in file if step.before}


def unbind(uow: UnitOfWork, person: Person, *, reason: str) -> None:
    """The account is nobody's any more: nothing waiting for it goes out, no code opens it."""
    person_id = person.id or 0
    duty.taken_off(uow, person_id)
    people.unbind(uow.session, person_id)
    enrolment.withdraw_invites(uow.session, person_id, uow.now)
    outbox.cancel(uow.session, uow.now, reason="account unbound", person_id=person_id)
    profile.take_commands(uow, person.telegram_id)
    if person.telegram_id is not None:
        subject = f"person:{person_id}"
        uow.record(Deed.ROLES, subject, side=person.country, unbound=True, reason=reason)


def _name_organisation(session: Session, entries: Sequence[Entry]) -> None:
    services, units, sectors = first_named(session, entries)
    for country, name in services:
        organisation.add_service(session, country, name)
    for country, name in units:
        organisation.add_unit(session, country, name)
    for code in sectors:
        organisation.add_sector(session, SectorRow(code=code))


def _add(uow: UnitOfWork, entries: Sequence[Entry]) -> dict[str, int]:
    """Bring new people in; ids by service number."""
    words = ("service_number", "name", "country", "service", "unit", "language", "phone")
    rows = [
        {name: getattr(each, name) for name in words} | {"roster_language": each.language}
        for each in entries
    ]
    ids = people.add_all(uow.session, rows)
    added = dict(zip(ids, entries, strict=True))
    people.add_roles(uow.session, {key: each.roles for key, each in added.items()})
    people.add_sectors(uow.session, {key: each.sectors for key, each in added.items()})
    uow.record_all(
        Written(Deed.COLLECTION, f"person:{key}", each.country, {"roles": list(each.roles)})
        for key, each in added.items()
    )
    return {each.service_number: key for key, each in added.items()}


def _change(uow: UnitOfWork, step: Step, before: Person) -> None:
    entry, person_id, subject = step.entry, before.id or 0, f"person:{before.id}"
    values = {
        name: getattr(entry, name) for name in step.columns if name not in {"roles", "sectors"}
    }
    if "language" in values:
        values["roster_language"] = entry.language
    if values:
        people.change(uow.session, person_id, **values)
    uow.record(Deed.ALTERATION, subject, side=entry.country, columns=list(step.columns))
    if "sectors" in step.columns:
        people.set_sectors(uow.session, person_id, entry.sectors)
    if "roles" in step.columns:
        _give_roles(uow, before, entry)
    if {"sectors", "roles", "unit"} & set(step.columns):
        _join_alerts(uow, person_id)
    if step.unbinds:
        unbind(uow, before, reason="another phone")
    elif {"roles", "language"} & set(step.columns):
        _offer_commands(uow, person_id)


def _give_roles(uow: UnitOfWork, before: Person, entry: Entry) -> None:
    person_id, was = before.id or 0, sorted(before.roles)
    if Role.DUTY not in entry.roles:
        duty.taken_off(uow, person_id)
        people.change(uow.session, person_id, on_duty_since=None)
    people.set_roles(uow.session, person_id, entry.roles)
    subject = f"person:{person_id}"
    uow.record(Deed.ROLES, subject, side=entry.country, was=was, roles=list(entry.roles))


def _join_alerts(uow: UnitOfWork, person_id: int) -> None:
    """What is active for those whom somebody now belongs to, they get, too."""
    person = people.by_id(uow.session, person_id)
    if person and person.revoked_at is None:
        alerts.join(uow, person)


def _offer_commands(uow: UnitOfWork, person_id: int) -> None:
    """What Telegram offers an enrolled person follows their roles and language."""
    person = people.by_id(uow.session, person_id)
    if person and person.revoked_at is None:
        profile.offer_commands(uow, person)

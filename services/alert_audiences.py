"""Whom an alert is for: sides, and within them sectors, units, roles, and whether on duty only."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from storage import people
from storage.people import SIDES, Person, Role
from storage.unit_of_work import UnitOfWork

# Who can be told at all: those who are invited to training only are told nothing operational.
ROLES = (Role.OFFICER, Role.DUTY, Role.PCC)
USUAL = (Role.OFFICER, Role.DUTY)


@dataclass(frozen=True)
class Audience:
    """Empty `sectors` and `units` leave nobody out. Sector codes; units as (country, name)."""

    sides: tuple[str, ...] = SIDES
    sectors: tuple[str, ...] = ()
    units: tuple[tuple[str, str], ...] = ()
    roles: tuple[Role, ...] = USUAL
    on_duty: bool = False

    def as_json(self) -> dict[str, Any]:
        """What a row holds of it."""
        return asdict(self)


def of_json(written: Mapping[str, Any]) -> Audience:
    """From what a row or a draft holds."""
    return Audience(
        sides=tuple(side for side in SIDES if side in written["sides"]),
        sectors=tuple(written.get("sectors", ())),
        units=tuple((country, name) for country, name in written.get("units", ())),
        roles=tuple(Role(each) for each in written.get("roles", USUAL)),
        on_duty=bool(written.get("on_duty")),
    )


def members(uow: UnitOfWork, audience: Audience) -> list[Person]:
    """Everybody of the roster it is for, also who cannot be written to; on duty first."""
    sectors = people.sectors(uow.session) if audience.sectors else {}
    found = [
        each
        for each in people.roster(uow.session)
        if has(audience, each, sectors.get(each.id or 0, ()))
    ]
    return sorted(found, key=lambda each: (each.on_duty_since is None, each.id))


def has(audience: Audience, person: Person, sectors: tuple[str, ...]) -> bool:
    """Whether it is for somebody who works in these sectors.

    A desk sees to all sectors of its side, and so do people of no sector at all.
    """
    if person.revoked_at or person.country not in audience.sides:
        return False
    if not person.roles & (set(audience.roles) & set(ROLES)):
        return False
    if audience.on_duty and person.on_duty_since is None:
        return False
    if audience.units and (person.country, person.unit) not in audience.units:
        return False
    anywhere = not audience.sectors or not sectors or Role.DUTY in person.roles
    return anywhere or not set(audience.sectors).isdisjoint(sectors)

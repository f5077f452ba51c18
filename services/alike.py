"""Which reports before a desk may be of the same thing, as far as the desk may know it."""

from datetime import timedelta

from services import known, policy
from storage import merges
from storage import sightings as stored
from storage.people import Person
from storage.sightings import OPEN, SightingRow
from storage.unit_of_work import UnitOfWork
from views.categories import GROUPS, group_of
from views.duplicates import Alike, Likeness

# Two patrols on one bank see the same boat; what is farther off or later is another one.
NEAR = 2_000.0  # metres, besides what both places may be off
WITHIN = timedelta(hours=1)
AT_MOST = 3  # more on a card says only that much is going on
_LOOKED_AT = 50


def likeness(uow: UnitOfWork, row: SightingRow, officer: Person) -> Likeness:
    """What an officer's card says of other reports of the same thing."""
    side, sighting_id = officer.country, row.id or 0
    part = merges.into(uow.session, side, sighting_id)
    if part:
        main = stored.by_id(uow.session, part.into_id)
        return Likeness(into=main.number if main else "")
    others = merges.merged_into(uow.session, side, sighting_id)
    still_open = _is_open(uow, sighting_id, side)
    found = alike(uow, row, officer) if still_open else []
    return Likeness(alike=tuple(found), merged=tuple(each.number for each in others))


def alike(uow: UnitOfWork, row: SightingRow, officer: Person) -> list[Alike]:
    """Of the same kind, near in place and time, the nearest first; at most `AT_MOST`.

    A place is compared as the officer may know it, so that nothing withheld shows in a distance.
    """
    rows = merges.alike(
        uow.session,
        row,
        officer.country,
        categories=GROUPS[group_of(row.category)],
        within=WITHIN,
        limit=_LOOKED_AT,
    )
    this = known.where(row, officer)
    found = []
    for each in rows:
        if not policy.may_see_sighting(officer, each):
            continue  # what is not theirs to know is compared with nothing
        other, apart = known.where(each, officer), abs(each.seen_at - row.seen_at)
        if this.point and other.point:
            metres = this.point.distance_to(other.point)
            if metres <= NEAR + (this.accuracy or 0) + (other.accuracy or 0):
                found.append(Alike(each.number, each.category, metres, apart))
        elif this.sector and this.sector == other.sector:
            found.append(Alike(each.number, each.category, None, apart))
    return sorted(found, key=lambda each: (each.metres is None, each.metres or 0.0))[:AT_MOST]


def _is_open(uow: UnitOfWork, sighting_id: int, side: str) -> bool:
    """Whether a side that has the report is not done with it."""
    at = stored.handled(uow.session, sighting_id).get(side)
    return at is not None and at.state in OPEN

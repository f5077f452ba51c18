"""What a reader may know of a sighting: the one place where it is decided what leaves out what.

Cards, receipts, pictures, lists, files and searches show a sighting only as it comes from here.
"""

from dataclasses import dataclass
from typing import Any

from geography.point import Point
from services import callers, policy
from storage import assessments, media, organisation, people, revisions, sightings
from storage.people import Person
from storage.revisions import RevisionRow
from storage.sighting_details import FIELDS, PEOPLE, Details
from storage.sightings import Handling, HandlingRow, Sharing, SightingRow, StepRow
from storage.unit_of_work import UnitOfWork
from views import judgements
from views import sightings as views
from views.corrections import Change, Spot
from views.media import Item

_PRESSED = frozenset(each for several in judgements.REASONS.values() for each in several)


@dataclass(frozen=True)
class Where:
    """A place as somebody may know it: metres, and the code of a sector."""

    point: Point | None
    accuracy: float | None
    sector: str | None


def report(uow: UnitOfWork, row: SightingRow, reader: Person) -> views.Report:
    """What this reader may know of it; of what is not released, nothing shows that it is there."""
    own = policy.may_see_names(reader, row.side)
    whole = own or row.sharing == Sharing.BOTH
    there = where(row, reader)
    return views.Report(
        side=row.side,
        sides=policy.sides_of(row),
        category=row.category,
        direction=row.direction,
        seen_at=row.seen_at,
        reported_at=row.reported_at,
        point=there.point,
        accuracy=there.accuracy,
        sector=organisation.sector_by_code(uow.session, there.sector) if there.sector else None,
        note=row.note if policy.may_know(reader, row, "note") else "",
        exercise=row.exercise,
        observer=_point(row.observer_latitude, row.observer_longitude)
        if policy.may_see_observer(reader, row)
        else None,
        observer_sides=policy.sides_that_see_observer(row),
        told_by=(row.told_by or "") if whole else "",
        caller=callers.name(uow, row) if own else "",
        details=_details(row, reader),
        assessments=_assessments(uow, row, reader),
        in_part=not whole,
        released=None if row.released is None or not own else tuple(row.released),
        media=_media(uow, row) if policy.may_know(reader, row, "photos") else (),
    )


def where(row: SightingRow, reader: Person) -> Where:
    """What this reader may know of its place; without a look at the database."""
    place = policy.may_know(reader, row, "place")
    sector = place or policy.may_know(reader, row, "sector")
    return Where(
        point=_point(row.latitude, row.longitude) if place else None,
        accuracy=row.accuracy if place else None,
        sector=row.sector if sector else None,
    )


def _details(row: SightingRow, reader: Person) -> Details:
    columns = {PEOPLE: ("people_least", "people_most")}
    known = {
        name
        for field in FIELDS
        if policy.may_know(reader, row, field)
        for name in columns.get(field, (field,))
    }
    return Details.of({name: value for name, value in row.details.items() if name in known})


def _assessments(
    uow: UnitOfWork, row: SightingRow, reader: Person
) -> tuple[judgements.Assessment, ...]:
    """What each side thinks of it; of what is released in part, each side keeps that to itself."""
    shared = row.sharing == Sharing.BOTH
    return tuple(
        judgements.Assessment(each.side, each.source, each.information, each.impact)
        for each in assessments.latest(uow.session, row.id or 0)
        if shared or each.side == reader.country
    )


def stands(uow: UnitOfWork, row: SightingRow, reader: Person) -> list[views.Stand]:
    """Where each side that has it stands with it."""
    handled = sightings.handled(uow.session, row.id or 0)
    return [stand(uow, handled[side], reader) for side in policy.sides_of(row) if side in handled]


def history(uow: UnitOfWork, row: SightingRow, reader: Person) -> list[views.Step]:
    """What either side did before it came to stand where it stands now."""
    handled = sightings.handled(uow.session, row.id or 0)
    steps = sightings.steps(uow.session, row.id or 0)
    past = [each for each in steps if each.version != handled[each.side].version]
    if reader.country != row.side and row.sharing == Sharing.OWN:
        past = [each for each in past if each.side == reader.country]  # the rest came before it
    return [step(uow, each, reader) for each in past]


def step(uow: UnitOfWork, at: HandlingRow | StepRow, reader: Person) -> views.Step:
    """Where a side came to stand, and when."""
    return views.Step(stand(uow, at, reader), at.at)


def changes(
    uow: UnitOfWork, row: SightingRow, reader: Person, made: list[RevisionRow] | None = None
) -> list[Change]:
    """What was changed since it was sent, of the fields whose past the reader may know.

    `made`: of these changes only.
    """
    found = revisions.of(uow.session, row.id or 0) if made is None else made
    return [
        Change(each.field, each.at, _spot(uow, each, each.before), _spot(uow, each, each.after))
        for each in found
        if policy.may_know_history(reader, row, each.field)
    ]


def stand(uow: UnitOfWork, at: HandlingRow | StepRow, reader: Person) -> views.Stand:
    """Where a side stands or stood; its officer is named to their own side only."""
    named = policy.may_see_names(reader, at.side)
    officer = officer_of(uow, at) if named else ""
    reason = _reason(uow, at)
    if not named and reason not in _PRESSED:
        reason = ""  # own words stay on their own side
    return views.Stand(at.side, Handling(at.state), at.version, officer, reason)


def _reason(uow: UnitOfWork, at: HandlingRow | StepRow) -> str:
    """Why a side has judged so; only what is a judgement has a reason."""
    if isinstance(at, StepRow):
        return at.reason or ""
    if at.state not in judgements.JUDGED:
        return ""
    steps = sightings.steps(uow.session, at.sighting_id)
    same = (each.reason for each in steps if (each.side, each.version) == (at.side, at.version))
    return next(same, None) or ""


def officer_of(uow: UnitOfWork, at: HandlingRow | StepRow) -> str:
    """The name of who took a step, whoever asks."""
    officer = people.by_id(uow.session, at.person_id) if at.person_id else None
    return officer.name if officer else ""


def _spot(uow: UnitOfWork, change: RevisionRow, value: Any) -> Any:  # noqa: ANN401 as stored
    """The place in what was stored of a place; anything else as it is."""
    if change.field != "place" or value is None:
        return value
    sector = organisation.sector_by_code(uow.session, value["sector"]) if value["sector"] else None
    return Spot(_point(value["latitude"], value["longitude"]), sector)


def _media(uow: UnitOfWork, row: SightingRow) -> tuple[Item, ...]:
    """What is kept of its photos, videos and voice messages."""
    rows = media.of_sighting(uow.session, row.id or 0)
    return tuple(Item(each.kind, each.file) for each in rows if each.file)


def _point(latitude: float | None, longitude: float | None) -> Point | None:
    return None if latitude is None or longitude is None else Point(latitude, longitude)

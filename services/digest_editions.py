"""What each officer of a desk is told of a day, made of `known.report` and of nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from geography.picture.scene import Scene
from services import desk, known, notify, policy
from services.policy import Verb
from storage import people, sightings
from storage.people import Person
from storage.sightings import Handling, SightingRow
from storage.unit_of_work import UnitOfWork
from views import digest_files, times
from views import digests as views
from views.digest_files import Workbook
from views.digests import Digest, Entry
from views.orders import Order

_LOOKED_AT = 10_000  # reports of a day
_TICK = timedelta(microseconds=1)  # the least the clock tells apart


@dataclass(frozen=True)
class Edition:
    """What one officer is told, and the files drawn for it; none where nothing was reported."""

    person: Person
    digest: Digest
    scene: Scene | None
    workbook: Workbook | None

    @property
    def orders(self) -> list[Order]:
        """What has to be drawn for it."""
        return [each for each in (self.scene, self.workbook) if each is not None]


def of_day(uow: UnitOfWork, side: str, end: datetime) -> Iterator[Edition]:
    """For everybody at the desk of a side, of the day that ended then.

    All of them may know the same of it, so it is read once.
    """
    officers = desk.officers(uow, side)
    if officers:
        digest = _digest(uow, officers[0], end, so_far=False)
        workbook = digest_files.workbook(digest) if digest.entries else None
        yield from (_edition(officer, digest, workbook) for officer in officers)


def so_far(uow: UnitOfWork, person_id: int, until: datetime) -> Iterator[Edition]:
    """For who has asked for it, of their day until then."""
    person = people.by_id(uow.session, person_id)
    if person and policy.allows(person, Verb.SEE_DIGEST):
        digest = _digest(uow, person, until, so_far=True)
        workbook = digest_files.workbook(digest) if digest.entries else None
        yield _edition(person, digest, workbook)


def _edition(person: Person, digest: Digest, workbook: Workbook | None) -> Edition:
    scene = views.scene(notify.reader_of(person), digest) if workbook else None
    return Edition(person, digest, scene, workbook)


def _digest(uow: UnitOfWork, person: Person, until: datetime, *, so_far: bool) -> Digest:
    side = person.country
    day = times.local(until if so_far else until - _TICK, side).date()
    start = _midnight(datetime.combine(day, time.min), side)
    last = until if so_far else until - _TICK
    rows = sightings.between(uow.session, start - _TICK, last, limit=_LOOKED_AT)
    exercise = uow.installation.exercise
    entries = tuple(
        _entry(uow, row, person)
        for row in reversed(rows)
        if policy.may_see_sighting(person, row) and row.exercise == exercise
    )
    return Digest(side, day, entries, so_far, exercise)


def _entry(uow: UnitOfWork, row: SightingRow, person: Person) -> Entry:
    at = sightings.handled(uow.session, row.id or 0).get(person.country)
    steps = sightings.steps(uow.session, row.id or 0)
    taken = (s.at for s in steps if s.side == person.country and s.state == Handling.IN_PROGRESS)
    first = next(taken, None)
    return Entry(
        row.number,
        known.report(uow, row, person),
        Handling(at.state) if at else None,
        (first - row.reported_at) // timedelta(minutes=1) if first else None,
    )


def end_of_day(side: str, at: datetime) -> datetime:
    """When the day ends that it is at this moment by a side's clock, be it of 23 or 25 hours."""
    tomorrow = times.local(at, side).date() + timedelta(days=1)
    return _midnight(datetime.combine(tomorrow, time.min), side)


def _midnight(shown: datetime, side: str) -> datetime:
    return times.moments(shown, side)[0]  # neither country changes its clocks at midnight

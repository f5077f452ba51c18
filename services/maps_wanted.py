"""Which map somebody is to get, made of `known.report` and of nothing else."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from geography.picture.scene import Scene
from services import known, notify, policy
from services.policy import Verb
from storage import cards, organisation, people, sightings
from storage.people import Person
from storage.sightings import SightingRow
from storage.unit_of_work import UnitOfWork
from views import maps as views
from views.message import Message
from views.sightings import Report

PERIOD = timedelta(hours=24)
_LOOKED_AT = 1_000  # of the latest reports


@dataclass(frozen=True)
class Wanted:
    """A picture for somebody, and the words below it; with a card's subject, it hangs beside it."""

    person: Person
    scene: Scene
    caption: Message
    card: str = ""

    @property
    def name(self) -> str:
        """The file's, which tells one scene from another."""
        return f"map-{hashlib.sha256(repr(self.scene).encode()).hexdigest()[:16]}.png"

    @property
    def subject(self) -> str:
        """That of the picture, beside its card's."""
        return _picture_of(self.card)


def beside_cards(uow: UnitOfWork, number: str, *, hold: bool) -> Iterator[Wanted]:
    """For every holder of a card of a sighting, and for its reporter's receipt.

    Held, the sighting is not changed until the end of the transaction.
    """
    row = sightings.by_number(uow.session, number, hold=hold)
    if row is None:
        return
    for subject in (f"receipt:{number}", f"sighting:{number}"):
        for card in cards.of(uow.session, subject):
            person = people.by_id(uow.session, card.person_id)
            if person:
                yield from _beside_card(uow, row, person, subject)


def of_day(uow: UnitOfWork, person_id: int, until: datetime) -> Iterator[Wanted]:
    """For who has asked for it, what they may see of the 24 hours until then."""
    person = people.by_id(uow.session, person_id)
    if person is None or not policy.allows(person, Verb.SEE_MAP):
        return
    rows = seen(uow, person, until)
    if rows:
        reader, more = notify.reader_of(person), max(0, len(rows) - views.MOST)
        entries = [_entry(uow, row, person) for row in rows[: views.MOST]]
        yield Wanted(person, views.of_day(reader, entries), views.legend(reader, entries, more))


def seen(uow: UnitOfWork, person: Person, until: datetime) -> list[SightingRow]:
    """What somebody may see of the 24 hours until then, the newest first."""
    rows = sightings.between(uow.session, until - PERIOD, until, limit=_LOOKED_AT)
    return [row for row in rows if policy.may_see_sighting(person, row)]


def _beside_card(
    uow: UnitOfWork, row: SightingRow, person: Person, subject: str
) -> Iterator[Wanted]:
    """The map beside a card, unless it hangs there.

    Where one hangs with a place that its reader must not know any more, one without takes its turn.
    """
    reader = notify.reader_of(person)
    hanging = cards.of_person(uow.session, _picture_of(subject), person.id or 0)
    scene = _scene(uow, row, person)
    if scene is None and hanging is None:
        return
    bare = views.without_place(reader, row.number, exercise=row.exercise)
    caption = views.caption(reader, exercise=row.exercise)
    each = Wanted(person, scene or bare, caption, subject)
    if hanging is None or hanging.payload["attachment"]["name"] != each.name:
        yield each


def _scene(uow: UnitOfWork, row: SightingRow, person: Person) -> Scene | None:
    """What somebody may know of it; None where that is no place, or nothing any more."""
    if not policy.may_see_sighting(person, row):
        return None
    report = known.report(uow, row, person)
    return views.of_report(notify.reader_of(person), row.number, report, _land(uow, report))


def _entry(uow: UnitOfWork, row: SightingRow, person: Person) -> views.Entry:
    stands = known.stands(uow, row, person)
    own = next((stand for stand in stands if stand.side == person.country), None)
    report = known.report(uow, row, person)
    return views.Entry(row.number, report, own, _land(uow, report))


def _land(uow: UnitOfWork, report: Report) -> str:
    """The land of the sector, where the reader knows no place in it."""
    only = report.sector.code if report.sector and not report.point else None
    return organisation.land_of(uow.session, only) if only else ""


def _picture_of(card: str) -> str:
    return f"map:{card}"

"""The joint contact point hands a record over: on a page for the official channel.

A feature whose records are handed over adds its line to `FEATURES`. The page is drawn outside of
transactions (`services.drawings`), and given only if its reader may still know what it shows.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from services import known, notify, policy, undrawn
from services.errors import Stale
from services.policy import Verb
from storage import deadlines, files, people, sightings
from storage.audit import Deed
from storage.deadlines import Deadline
from storage.people import Person
from storage.store import wake
from storage.unit_of_work import UnitOfWork
from views import handover_sheets as views
from views import sighting_sheets
from views.handover_sheets import Sheet
from views.orders import Order

KIND = "sheet"
MEDIA_TYPE = "application/pdf"

_LONGEST_NUMBER = 16  # signs


@dataclass(frozen=True)
class Page:
    """The page of a record, whose side's record it is, and whether of an exercise."""

    sheet: Sheet
    side: str
    exercise: bool


def _sighting(uow: UnitOfWork, reader: Person, number: str, due: Deadline) -> Page | None:
    row = sightings.by_number(uow.session, number)
    if row is None or not policy.may_export(reader, row):
        return None
    stands = sightings.handled(uow.session, row.id or 0)
    steps = sightings.steps(uow.session, row.id or 0)
    untouched = [at for at in stands.values() if at.version == 1]
    told = [known.step(uow, at, reader) for at in untouched]
    told += [known.step(uow, each, reader) for each in steps]
    sheet = sighting_sheets.sheet(number, known.report(uow, row, reader), told, due.due_at)
    return Page(sheet, row.side, row.exercise)


# The page of a record of each feature, by its number; None where it is not the reader's to give.
FEATURES: dict[str, Callable[[UnitOfWork, Person, str, Deadline], Page | None]] = {
    "sighting": _sighting,
}


def ask(uow: UnitOfWork, feature: str, number: str) -> str:
    """The actor gets the page of a record; what the tap is answered with.

    Raises `NotAllowed`, and `Stale` for what does not exist or is not theirs to give.
    """
    policy.require(uow.actor, Verb.EXPORT_SIGHTING)
    subject = f"{uow.actor.id}:{feature}:{number}"
    if feature not in FEATURES or len(number) > _LONGEST_NUMBER:
        raise Stale
    due = Deadline(0, KIND, subject, uow.now, 0)
    if FEATURES[feature](uow, uow.actor, number, due) is None:
        raise Stale
    deadlines.set_for(uow.session, KIND, subject, due_at=uow.now)
    wake(uow.session, "maps")
    return views.asked(notify.reader_of(uow.actor))


def orders(uow: UnitOfWork, due: Deadline) -> list[Order]:
    """What is to be drawn for it now: the page, or nothing where it is not theirs any more."""
    _person, _number, page = _asked(uow, due)
    return [page.sheet] if page else []


def show(uow: UnitOfWork, due: Deadline, drawn: Mapping[Order, bytes]) -> None:
    """Give the page to who asked for it, and write down that it was given and why."""
    held = deadlines.claim(uow.session, due.id)
    if held is None:
        return
    person, number, page = _asked(uow, held)
    if person and page and page.sheet not in drawn:
        deadlines.try_again(uow.session, held.id, uow.now)
        return
    if person and page:
        _give(replace(uow, actor=person), number, page, drawn[page.sheet], held)
    deadlines.forget(uow.session, held)


def not_drawn(uow: UnitOfWork, due: Deadline) -> None:
    """No page can be had: tried again a few times, then whoever asked is told."""
    held = undrawn.given_up(uow, due)
    if held is None:
        return
    person, number, page = _asked(uow, held)
    if person and page:
        notify.notice(uow, person, views.not_made(notify.reader_of(person), number))
    deadlines.forget(uow.session, held)


def _asked(uow: UnitOfWork, due: Deadline) -> tuple[Person | None, str, Page | None]:
    person_id, feature, number = due.subject.split(":")
    person = people.by_id(uow.session, int(person_id))
    page = FEATURES[feature](uow, person, number, due) if person else None
    return person, number, page


def _give(uow: UnitOfWork, number: str, page: Page, pdf: bytes, due: Deadline) -> None:
    _person_id, feature, _number = due.subject.split(":")
    key = files.put(uow.session, pdf, MEDIA_TYPE, uow.now)
    message = views.caption(notify.reader_of(uow.actor), number, key, exercise=page.exercise)
    notify.notice(uow, uow.actor, message)
    uow.record(
        Deed.EXPORT, f"{feature}:{number}", side=page.side, reason="official channel", file=key
    )

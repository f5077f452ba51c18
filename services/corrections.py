"""Whoever reported a sighting corrects it or adds to it; what it said before stays visible."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services import desk, details, known, notify, policy, releases, sightings
from services.errors import OnlyAddedTo, Stale
from services.policy import Verb
from storage import plates, revisions
from storage import sightings as stored
from storage.audit import Deed
from storage.people import SIDES
from storage.revisions import RevisionRow
from storage.sighting_details import FIELDS, Details
from storage.sightings import OPEN, Handling, Sharing, SightingRow
from storage.unit_of_work import UnitOfWork
from views import corrections as views
from views import menu
from views.message import Message

_PLACE = ("latitude", "longitude", "accuracy", "sector")

Said = Mapping[str, Any]  # what is to be said of each field, as of `storage.revisions`


def own(uow: UnitOfWork, number: str) -> SightingRow:
    """A report of the actor's, held. Raises `NotAllowed`, `Stale`."""
    policy.require(uow.actor, Verb.CORRECT_SIGHTING)
    row = stored.by_number(uow.session, number, hold=True)
    if row is None or not policy.may_correct(uow.actor, row):
        raise Stale  # the same answer for what does not exist and what is not theirs
    return row


def is_open(uow: UnitOfWork, row: SightingRow) -> bool:
    """Whether a desk has yet to be done with it."""
    return any(each.state in OPEN for each in stored.handled(uow.session, row.id or 0).values())


def correct(uow: UnitOfWork, number: str, said: Said, *, shown_in: int | None = None) -> None:
    """Some fields say something else from now on; every desk that has the report sees it.

    `shown_in` is the message of the form just pressed, which loses its buttons. Raises
    `NotAllowed`, `Stale`, as `details.checked`, and `OnlyAddedTo` where every side has closed the
    report and this does more than add to its note.
    """
    row = own(uow, number)
    before = {field: _says(row, field) for field in said}
    changed = {field: said[field] for field in said if said[field] != before[field]}
    reader = notify.reader_of(uow.actor)
    keys = menu.keys(reader, uow.actor.roles)
    if shown_in:
        notify.replace(uow, shown_in, Message(views.so_far(reader, number)))
    if not changed:
        notify.reply(uow, views.unchanged(reader, number, keys))
        return
    if not (is_open(uow, row) or _only_adds(changed, before)):
        raise OnlyAddedTo
    made = _write(uow, row, before, changed)
    notify.reply(uow, views.done(reader, number, keys))
    now = stored.by_number(uow.session, number) or row
    sightings.keep_findable(uow, now)
    sightings.refresh(uow, now)
    _tell_desks(uow, now, made)


def _only_adds(changed: Said, before: Said) -> bool:
    """Whether nothing is different but a longer note."""
    return set(changed) == {"note"} and changed["note"].startswith(before["note"] or "")


def _write(uow: UnitOfWork, row: SightingRow, before: Said, changed: Said) -> list[RevisionRow]:
    """The report says so, the history says what it said, and the log says what was done."""
    stored.change(uow.session, row.id or 0, _columns(row, changed))
    made = [
        RevisionRow(
            sighting_id=row.id or 0,
            field=field,
            before=before[field],
            after=after,
            person_id=uow.actor.id or 0,
            at=uow.now,
        )
        for field, after in changed.items()
    ]
    for each in made:
        revisions.add(uow.session, each)
    subject = f"sighting:{row.number}"
    uow.record(Deed.ALTERATION, subject, side=row.side, fields=sorted(changed))
    _disclose(uow, releases.hold_back(uow, row, changed), subject, changed)
    return made


def _disclose(uow: UnitOfWork, row: SightingRow, subject: str, changed: Said) -> None:
    """What of it crosses the border is written down, as when it was reported."""
    for side in SIDES:
        crossing = [
            field for field in sorted(changed) if side in policy.sides_that_know(row, field)
        ]
        if side != row.side and crossing:
            detail = {"reason": "reporter's correction", "fields": crossing}
            uow.record(Deed.DISCLOSURE, subject, side=row.side, recipients=[side], **detail)


def _says(row: SightingRow, field: str) -> Any:  # noqa: ANN401 as stored in a revision
    """What a field says now; None where it says nothing."""
    if field in FIELDS:
        return Details.of(row.details).value(field)
    if field == "place":
        return {
            name: getattr(row, name) for name in ("latitude", "longitude", "accuracy", "sector")
        }
    if field == "observer":
        here = row.observer_latitude, row.observer_longitude
        return None if None in here else list(here)
    if field == "seen_at":
        return row.seen_at.isoformat()
    return getattr(row, field) or None


def _columns(row: SightingRow, changed: Said) -> dict[str, Any]:
    """The columns that hold what is changed."""
    values: dict[str, Any] = {}
    more = Details.of(row.details)
    for field, value in changed.items():
        if field in FIELDS:
            more = more.having(field, value)
        elif field == "place":
            values |= value
        elif field == "observer":
            values["observer_latitude"], values["observer_longitude"] = value or (None, None)
            values["observer_sharing"] = (row.observer_sharing or Sharing.OWN) if value else None
        elif field == "seen_at":
            values[field] = datetime.fromisoformat(value)
        else:
            values[field] = value
    details.checked(more)
    return values | {"details": more.stored(), "plate_key": plates.key(more.plate) or None}


def _tell_desks(uow: UnitOfWork, row: SightingRow, made: list[RevisionRow]) -> None:
    """Who has looked at it already may not look again: they are told, of what they may know."""
    for side, at in stored.handled(uow.session, row.id or 0).items():
        if at.state == Handling.NEW:
            continue
        for officer in desk.officers(uow, side):
            changes = known.changes(uow, row, officer, made)
            if officer.id == uow.actor.id or not changes:
                continue
            reader, when = notify.reader_of(officer), row.reported_at
            message = views.to_desk(reader, row.number, changes, when, exercise=row.exercise)
            notify.notice(uow, officer, message)

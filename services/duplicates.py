"""A desk handles reports of the same thing together, or separates them again; for its side only."""

from services import alike, desk, notify, policy, sightings
from services.errors import AlreadyHandled, Stale
from services.policy import Verb
from storage import merges, people
from storage import sightings as stored
from storage.audit import Deed
from storage.merges import MergeRow
from storage.sightings import OPEN, Handling, HandlingRow, SightingRow
from storage.unit_of_work import UnitOfWork
from views import duplicates as views


def ask(uow: UnitOfWork, number: str) -> None:
    """With which of the reports that may be the same. Raises `NotAllowed`, `Stale`."""
    policy.require(uow.actor, Verb.MERGE_SIGHTINGS)
    found = alike.alike(uow, _seen(uow, number), uow.actor)
    if not found:
        raise Stale
    notify.reply(uow, views.ask(notify.reader_of(uow.actor), number, found))


def keep(uow: UnitOfWork, number: str, *, shown_in: int) -> None:
    """It was not meant. Raises `NotAllowed`, `Stale`."""
    policy.require(uow.actor, Verb.MERGE_SIGHTINGS)
    _seen(uow, number)
    notify.replace(uow, shown_in, views.not_merged(notify.reader_of(uow.actor), number))


def merge(uow: UnitOfWork, number: str, other: str, *, shown_in: int) -> None:
    """The later of both becomes part of the earlier one, and stands from now on as that does.

    Raises `NotAllowed`, `Stale`, and `AlreadyHandled` where another officer was first.
    """
    policy.require(uow.actor, Verb.MERGE_SIGHTINGS)
    desk.keep(uow, uow.actor.country)
    # The earlier one is held first, as everywhere, so that two officers never wait for each other.
    both = sorted((_seen(uow, number), _seen(uow, other)), key=lambda row: row.id or 0)
    main, part = (_seen(uow, row.number, hold=True) for row in both)
    for row in (main, part):
        _must_stand_alone(uow, row)
    pressed = main if main.number == number else part
    if other not in {each.number for each in alike.alike(uow, pressed, uow.actor)}:
        raise Stale
    side, person_id = uow.actor.country, uow.actor.id or 0
    parts = [part, *merges.merged_into(uow.session, side, part.id or 0)]
    merges.add(uow.session, side, part.id or 0, main.id or 0, person_id=person_id, now=uow.now)
    uow.record(Deed.COMBINATION, f"sighting:{part.number}", side=part.side, into=main.number)
    _level(uow, main, parts)
    reader = notify.reader_of(uow.actor)
    notify.replace(uow, shown_in, views.merged(reader, part.number, main.number))
    _tell(uow, part, together=True)
    _refresh(uow, main, *parts)


def separate(uow: UnitOfWork, number: str, *, shown_in: int | None) -> None:
    """A merged report stands by itself again, new, so that nobody forgets it.

    Raises `NotAllowed`, `Stale`.
    """
    policy.require(uow.actor, Verb.MERGE_SIGHTINGS)
    row = _seen(uow, number, hold=True)
    part = merges.into(uow.session, uow.actor.country, row.id or 0)
    if part is None:
        raise Stale
    _undo(uow, row, part, person_id=uow.actor.id or 0)
    main = stored.by_id(uow.session, part.into_id)
    if shown_in:
        notify.replace(uow, shown_in, views.not_merged(notify.reader_of(uow.actor), number))
    _refresh(uow, row, *([main] if main else []))


def part_all(uow: UnitOfWork, main: SightingRow) -> None:
    """The report that others are part of no longer holds: each of them stands by itself again."""
    for side in policy.sides_of(main):
        for row in merges.merged_into(uow.session, side, main.id or 0):
            part = merges.into(uow.session, side, row.id or 0)
            if part:
                _undo(uow, row, part, person_id=None)
                for officer in desk.officers(uow, side):
                    sightings.bring(uow, officer, row.number)
                sightings.refresh(uow, row)


def _undo(uow: UnitOfWork, row: SightingRow, part: MergeRow, *, person_id: int | None) -> None:
    merges.undo(uow.session, part, person_id=person_id, now=uow.now)
    uow.record(Deed.ALTERATION, f"sighting:{row.number}", side=row.side, separated=part.side)
    at = stored.handled(uow.session, row.id or 0)[part.side]
    if at.state not in {Handling.NEW, Handling.WITHDRAWN}:
        _move(uow, at, Handling.NEW, None)
    _tell(uow, row, side=part.side, together=False)


def _level(uow: UnitOfWork, main: SightingRow, parts: list[SightingRow]) -> None:
    """All of them stand where the one stands that the desk has done most with."""
    side = uow.actor.country
    standing = stored.handled(uow.session, main.id or 0)[side]
    if standing.state == Handling.NEW:
        before = [stored.handled(uow.session, each.id or 0)[side] for each in parts]
        busy = [each for each in before if each.state in OPEN and each.state != Handling.NEW]
        if busy:
            _move(uow, standing, Handling(busy[0].state), busy[0].person_id)
            standing = stored.handled(uow.session, main.id or 0)[side]
    for each in parts:
        at = stored.handled(uow.session, each.id or 0)[side]
        if at.state in OPEN and (at.state, at.person_id) != (standing.state, standing.person_id):
            _move(uow, at, Handling(standing.state), standing.person_id)


def _move(uow: UnitOfWork, at: HandlingRow, state: Handling, person_id: int | None) -> None:
    if not stored.move(uow.session, at, state, person_id=person_id, now=uow.now):
        raise Stale


def _seen(uow: UnitOfWork, number: str, *, hold: bool = False) -> SightingRow:
    row = stored.by_number(uow.session, number, hold=hold)
    if row is None or not policy.may_see_sighting(uow.actor, row):
        raise Stale  # the same answer for what does not exist and what is not theirs to know
    return row


def _must_stand_alone(uow: UnitOfWork, row: SightingRow) -> None:
    part = merges.into(uow.session, uow.actor.country, row.id or 0)
    if part:
        first = people.by_id(uow.session, part.person_id)
        raise AlreadyHandled(name=first.name) if first else Stale


def _refresh(uow: UnitOfWork, *rows: SightingRow) -> None:
    for row in rows:
        sightings.refresh(uow, row)


def _tell(uow: UnitOfWork, row: SightingRow, *, together: bool, side: str = "") -> None:
    reporter = people.by_id(uow.session, row.reporter_id)
    if reporter and policy.may_see_sighting(reporter, row) and reporter.id != uow.actor.id:
        reader, desk_of = notify.reader_of(reporter), side or uow.actor.country
        message = views.to_reporter(reader, row.number, desk_of, together=together)
        notify.notice(uow, reporter, message)

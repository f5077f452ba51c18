"""Somebody's own reports of the last weeks, each a tap from its receipt."""

from datetime import timedelta

from services import known, notify, policy, sightings
from services.errors import Stale
from services.policy import Verb
from storage import sightings as stored
from storage.sightings import SightingRow
from storage.unit_of_work import UnitOfWork
from views import own_sightings as views

KEPT = timedelta(days=30)
PAGE = 10  # reports that a chat shows at once


def show(uow: UnitOfWork, page: int = 0, *, shown_in: int | None = None) -> None:
    """A page of what the actor has reported, newest first. Raises `NotAllowed`, `Stale`."""
    policy.require(uow.actor, Verb.SEE_OWN_SIGHTINGS)
    rows = stored.of_reporter(
        uow.session,
        uow.actor.id or 0,
        since=uow.now - KEPT,
        limit=PAGE + 1,
        offset=page * PAGE,
    )
    if page and not rows:
        raise Stale
    shown = [_entry(uow, row) for row in rows[:PAGE] if policy.may_see_sighting(uow.actor, row)]
    reader, older = notify.reader_of(uow.actor), len(rows) > PAGE
    message = views.listed(reader, shown, uow.now, page=page, older=older)
    notify.answer(uow, message, shown_in=shown_in)


def bring(uow: UnitOfWork, number: str) -> None:
    """Put the receipt of one at the end of the actor's chat. Raises `NotAllowed`, `Stale`."""
    policy.require(uow.actor, Verb.SEE_OWN_SIGHTINGS)
    row = stored.by_number(uow.session, number, hold=True)
    own = row is not None and row.reporter_id == uow.actor.id
    if row is None or not own or not policy.may_see_sighting(uow.actor, row):
        raise Stale  # the same answer for what does not exist and what is not theirs
    sightings.show_receipt(uow, row)


def _entry(uow: UnitOfWork, row: SightingRow) -> views.Entry:
    states = tuple((each.side, each.state) for each in known.stands(uow, row, uow.actor))
    report = known.report(uow, row, uow.actor)
    return views.Entry(row.number, report.category, row.reported_at, states, row.exercise)

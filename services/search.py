"""A desk looks for reports: its own, and what the other side shares, with a reason for each."""

from datetime import timedelta

from services import known, notify, policy, search_text, search_words, sightings
from services.errors import Stale
from services.policy import Verb
from services.search_words import Wanted
from storage import searches
from storage import sightings as stored
from storage.audit import Deed
from storage.searches import SearchRow
from storage.sightings import SightingRow
from storage.unit_of_work import UnitOfWork
from views import search as views
from views.message import Message

LONGEST = 200  # letters and signs of a search
PAGE = 8  # results on a screen
PERIODS = (30, 365, 0)  # days, 0 for all there is; the first unless a time is among the words
_LOOKED_AT = 200  # the newest that may fit; more are not looked through one by one


def search(uow: UnitOfWork, words: str, *, shown_in: int | None = None) -> None:
    """Look for words, and show what is found. Raises `NotAllowed`."""
    policy.require(uow.actor, Verb.SEARCH_SIGHTINGS)
    search_id = searches.add(uow.session, uow.actor.id or 0, words[:LONGEST], uow.now)
    row = SearchRow(id=search_id, person_id=uow.actor.id or 0, words=words[:LONGEST], at=uow.now)
    notify.answer(uow, _results(uow, row, page=0, days=PERIODS[0]), shown_in=shown_in)


def turn(uow: UnitOfWork, search_id: int, *, page: int, days: int, shown_in: int) -> None:
    """Another page, or a longer time. Raises `NotAllowed`, `Stale`."""
    row = _own(uow, search_id)
    if days not in PERIODS:
        raise Stale
    notify.replace(uow, shown_in, _results(uow, row, page=page, days=days))


def see(uow: UnitOfWork, search_id: int, number: str) -> None:
    """Put a report before the actor; one of the other side only after its reason.

    Raises `NotAllowed`, `Stale`.
    """
    row = _of(uow, _own(uow, search_id), number)
    if row.side == uow.actor.country:
        sightings.bring(uow, uow.actor, number)
    else:
        notify.reply(uow, views.ask_reason(notify.reader_of(uow.actor), search_id, number))


def consult(
    uow: UnitOfWork, search_id: int, number: str, reason: str, *, shown_in: int | None
) -> None:
    """See a report of the other side, for a reason that is written down.

    Raises `NotAllowed`, `Stale`.
    """
    row = _of(uow, _own(uow, search_id), number)
    uow.record(Deed.CONSULTATION, f"sighting:{number}", side=row.side, reason=reason)
    if shown_in:
        notify.replace(uow, shown_in, views.reason_noted(notify.reader_of(uow.actor), number))
    sightings.bring(uow, uow.actor, number)


def _own(uow: UnitOfWork, search_id: int) -> SearchRow:
    policy.require(uow.actor, Verb.SEARCH_SIGHTINGS)
    row = searches.by_id(uow.session, search_id)
    if row is None or row.person_id != uow.actor.id:
        raise Stale  # the same answer for what does not exist and what is not theirs
    return row


def _of(uow: UnitOfWork, search: SearchRow, number: str) -> SightingRow:
    """A report that this search has found, and that the actor may see still."""
    row = stored.by_number(uow.session, number)
    if row is None or not policy.may_see_sighting(uow.actor, row):
        raise Stale
    if not _fits(uow, row, search_words.read(search.words, search.at, uow.actor.country)):
        raise Stale
    return row


def _results(uow: UnitOfWork, row: SearchRow, *, page: int, days: int) -> Message:
    wanted = search_words.read(row.words, row.at, uow.actor.country)
    dated = wanted.since is not None
    since = wanted.since or (row.at - timedelta(days=days) if days else None)
    newest = searches.holding(
        uow.session,
        uow.actor.country,
        wanted.words,
        wanted.plate,
        since=since,
        until=wanted.until,
        limit=_LOOKED_AT + 1,
    )
    fitting = [each for each in newest[:_LOOKED_AT] if _fits(uow, each, wanted)]
    page = min(page, max(0, (len(fitting) - 1) // PAGE))
    shown = fitting[page * PAGE : (page + 1) * PAGE]
    theirs = [each.number for each in shown if each.side != uow.actor.country]
    if theirs:
        uow.record(Deed.CONSULTATION, f"search:{row.id}", numbers=theirs, reason="search")
    return views.results(
        notify.reader_of(uow.actor),
        views.Page(
            search_id=row.id or 0,
            words=row.words,
            results=[_result(uow, each) for each in shown],
            found=len(fitting),
            more=len(newest) > _LOOKED_AT,
            page=page,
            pages=-(-len(fitting) // PAGE),
            days=None if dated else days,
            periods=() if dated else PERIODS,
        ),
    )


def _fits(uow: UnitOfWork, row: SightingRow, wanted: Wanted) -> bool:
    """By what the actor may know of it: what is withheld must not be found either."""
    if not policy.may_see_sighting(uow.actor, row):
        return False
    report = known.report(uow, row, uow.actor)
    return search_words.holds(search_text.of(row.number, report), wanted)


def _result(uow: UnitOfWork, row: SightingRow) -> views.Result:
    stands = known.stands(uow, row, uow.actor)
    own = next((each for each in stands if each.side == uow.actor.country), None)
    return views.Result(row.number, known.report(uow, row, uow.actor), own)

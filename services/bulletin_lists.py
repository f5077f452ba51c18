"""Which bulletins somebody has: all that hold, what is new at the start of duty, what is sought."""

from datetime import datetime
from functools import cache

from services import bulletin_known, notify, policy, search_text, search_words
from services.bulletin_known import missing
from services.errors import Stale
from services.policy import Verb
from services.search_words import Wanted
from storage import bulletins as stored
from storage import organisation, searches
from storage.bulletins import BulletinRow, Kind
from storage.duty import Matter
from storage.organisation import SectorRow
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from views import bulletins as views

LONGEST = 200  # letters and signs of a search
PAGE = 8  # bulletins on a screen
_LOOKED_AT = 500  # the newest that hold; more are not looked through one by one


def show(uow: UnitOfWork, *, shown_in: int | None = None) -> None:
    """The newest that the actor may read. Raises `NotAllowed`."""
    policy.require(uow.actor, Verb.READ_BULLETIN)
    _answer(uow, 0, "", uow.now, page=0, shown_in=shown_in)


def search(uow: UnitOfWork, words: str, *, shown_in: int | None = None) -> None:
    """Those that hold all of these words, in either script. Raises `NotAllowed`."""
    policy.require(uow.actor, Verb.READ_BULLETIN)
    words = words[:LONGEST]
    search_id = searches.add(uow.session, uow.actor.id or 0, words, uow.now)
    _answer(uow, search_id, words, uow.now, page=0, shown_in=shown_in)


def turn(uow: UnitOfWork, search_id: int, page: int, *, shown_in: int) -> None:
    """Another page of all (search 0) or of what was found. Raises `NotAllowed`, `Stale`."""
    policy.require(uow.actor, Verb.READ_BULLETIN)
    if search_id == 0:
        _answer(uow, 0, "", uow.now, page=page, shown_in=shown_in)
        return
    row = searches.by_id(uow.session, search_id)
    if row is None or row.person_id != uow.actor.id:
        raise Stale  # the same answer for what does not exist and what is not theirs
    _answer(uow, search_id, row.words, row.at, page=page, shown_in=shown_in)


def at_start(uow: UnitOfWork, last_duty: datetime | None) -> None:
    """What came since the actor's last duty ended (UTC; None: they had none), in one message."""
    read = stored.read_by(uow.session, uow.actor.id or 0)
    unread = [row for row in readable(uow, uow.actor) if row.id not in read]
    new = [row for row in unread if last_duty is None or came_at(row, uow.actor) > last_duty]
    if unread:
        message = views.at_start(notify.reader_of(uow.actor), len(new), len(unread))
        notify.reply(uow, message)


def waiting(uow: UnitOfWork, person: Person) -> list[Matter]:
    """What is still to be written in the language of somebody's side, for `/open`."""
    rows = [row for row in readable(uow, person) if policy.may_write_bulletin(person, row)]
    texts = stored.texts(uow.session, [row.id or 0 for row in rows])
    return [
        Matter("bulletin", row.number, "", "", row.published_at, exercise=row.exercise)
        for row in rows
        if missing(texts[row.id or 0], person.country)
    ]


def readable(uow: UnitOfWork, person: Person) -> list[BulletinRow]:
    """What holds and somebody may read, the newest first."""
    rows = stored.valid(uow.session, uow.now, limit=_LOOKED_AT)
    return [row for row in rows if policy.may_read_bulletin(person, row)]


def came_at(row: BulletinRow, person: Person) -> datetime:
    """Since when somebody has it: those of the other side since it is written in their language."""
    return row.published_at if person.country == row.side else row.crossed_at or row.published_at


def _answer(
    uow: UnitOfWork,
    search_id: int,
    words: str,
    at: datetime,
    *,
    page: int,
    shown_in: int | None,
) -> None:
    rows = readable(uow, uow.actor)
    read = stored.read_by(uow.session, uow.actor.id or 0)
    found = _found(uow, rows, search_words.read(words, at, uow.actor.country)) if words else rows
    pages = max(1, -(-len(found) // PAGE))
    page = min(page, pages - 1)
    reader = notify.reader_of(uow.actor)
    paging = views.paging(
        reader,
        search_id,
        page,
        pages=pages,
        searching=bool(words),
        may_publish=policy.allows(uow.actor, Verb.PUBLISH_BULLETIN),
    )
    message = views.listed(
        reader,
        bulletin_known.several(uow, found[page * PAGE : (page + 1) * PAGE], uow.actor),
        unread=sum(1 for each in rows if each.id not in read),
        words=words,
        paging=paging,
    )
    notify.answer(uow, message, shown_in=shown_in)


def _found(uow: UnitOfWork, rows: list[BulletinRow], wanted: Wanted) -> list[BulletinRow]:
    """By what the actor may know of them: what they cannot read must not be found either."""
    texts = stored.texts(uow.session, [row.id or 0 for row in rows])
    sectors = {each.code: each for each in organisation.sectors(uow.session)}
    found = []
    for row in rows:
        at_desk = policy.may_write_bulletin(uow.actor, row)
        said = bulletin_known.read(texts[row.id or 0], uow.actor, at_desk=at_desk)
        names = _names(row.number, Kind(row.kind), sectors.get(row.sector or ""))
        text = "\n".join([names, *(each.search_text for each in said)])
        if _is_of_the_time(row, wanted) and search_words.holds(text, wanted):
            found.append(row)
    return found


def _is_of_the_time(row: BulletinRow, wanted: Wanted) -> bool:
    since = wanted.since is None or row.published_at >= wanted.since
    return since and (wanted.until is None or row.published_at < wanted.until)


def _names(number: str, kind: Kind, sector: SectorRow | None) -> str:
    named = search_text.of_names([number, *(search_text.sector_words(sector) if sector else ())])
    return f"{named}\n{_kind(kind)}"


@cache
def _kind(kind: Kind) -> str:
    return search_text.of_names(views.kind_name(reader, kind) for reader in search_text.READERS)

"""Map pictures: asked for in a transaction, drawn outside of any, shown in another.

What is asked for is a deadline, so it outlives a restart. A picture is shown only if its reader may
still know precisely what it shows.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from geography.picture.scene import MEDIA_TYPE
from services import maps_wanted, notify, policy
from services.maps_wanted import Wanted
from services.policy import Verb
from storage import deadlines, files
from storage.deadlines import Deadline
from storage.outbox import Lane
from storage.sightings import SightingRow
from storage.store import wake
from storage.unit_of_work import UnitOfWork
from views import maps as views
from views.message import Attachment, FileKind
from views.orders import Order

CARD, DAY = "map-card", "map-day"
KINDS = (DAY, CARD)  # somebody waits for the first

_TRIES = 3
_RETRY = timedelta(seconds=10)
_LATE = timedelta(hours=6)  # so long after its card a picture is of no use any more


def beside_cards(uow: UnitOfWork, row: SightingRow) -> None:
    """Whoever holds a card or the receipt of a sighting gets its map, or the map of its new place.

    To be called wherever such a card is sent or refreshed: what hangs there already is left.
    """
    _ask(uow, CARD, row.number)


def day(uow: UnitOfWork) -> None:
    """The actor gets a map of what they may see of the last 24 hours. Raises `NotAllowed`."""
    policy.require(uow.actor, Verb.SEE_MAP)
    if maps_wanted.seen(uow, uow.actor, uow.now):
        _ask(uow, DAY, str(uow.actor.id))
    else:
        notify.reply(uow, views.nothing(notify.reader_of(uow.actor)))


def wanted(uow: UnitOfWork, due: Deadline, *, hold: bool = False) -> list[Wanted]:
    """The pictures that are due; held, what a card's shows is not changed meanwhile."""
    if due.kind == DAY:
        return list(maps_wanted.of_day(uow, int(due.subject), due.due_at))
    if uow.now >= due.due_at + _LATE:
        return []
    return list(maps_wanted.beside_cards(uow, due.subject, hold=hold))


def orders(uow: UnitOfWork, due: Deadline) -> list[Order]:
    """What is to be drawn for it now."""
    return [each.scene for each in wanted(uow, due)]


def show(uow: UnitOfWork, due: Deadline, drawn: Mapping[Order, bytes]) -> None:
    """Put pictures before those they are for; a scene that was not drawn is left for later."""
    held = deadlines.claim(uow.session, due.id)
    if held is None:
        return
    missing = False
    for each in wanted(uow, held, hold=True):
        if each.scene in drawn:
            _show(uow, each, drawn[each.scene])
        else:
            missing = True
    if missing:
        deadlines.try_again(uow.session, held.id, uow.now)
    else:
        deadlines.forget(uow.session, held)


def not_drawn(uow: UnitOfWork, due: Deadline) -> None:
    """No picture can be had: cards stand without, and whoever asked for a map reads its legend."""
    held = deadlines.claim(uow.session, due.id)
    if held is None:
        return
    if held.kind == CARD and held.attempts + 1 < _TRIES:
        deadlines.try_again(uow.session, held.id, uow.now + _RETRY)
        return
    if held.kind == DAY:
        for each in wanted(uow, held):
            notify.notice(uow, each.person, each.caption, lane=Lane.REPLY)
    deadlines.forget(uow.session, held)


def _ask(uow: UnitOfWork, kind: str, subject: str) -> None:
    deadlines.set_for(uow.session, kind, subject, due_at=uow.now)
    wake(uow.session, "maps")


def _show(uow: UnitOfWork, each: Wanted, picture: bytes) -> None:
    key = files.put(uow.session, picture, MEDIA_TYPE, uow.now)
    message = replace(each.caption, attachment=Attachment(FileKind.PHOTO, key, each.name))
    if each.card:
        subject, lane = each.subject, Lane.ROUTINE
        notify.picture(uow, each.person, message, subject=subject, replies_to=each.card, lane=lane)
    else:
        notify.notice(uow, each.person, message, lane=Lane.REPLY)

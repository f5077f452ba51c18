"""What a desk is told of its day: at the end of each by its side's clock, and when it asks.

What is told is made of `known.report` alone, drawn outside of transactions (`services.drawings`),
and given out only if it is still so.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from geography.picture.scene import MEDIA_TYPE as PNG
from services import digest_editions, notify, policy, undrawn
from services.digest_editions import Edition, end_of_day
from services.policy import Verb
from storage import deadlines, files
from storage.audit import Deed
from storage.deadlines import Deadline
from storage.outbox import Lane
from storage.people import SIDES
from storage.store import wake
from storage.unit_of_work import UnitOfWork
from views import digest_files
from views import digests as views
from views.orders import Order

KIND, NOW = "digest", "digest-now"

_MADE_UP_FOR = timedelta(days=3)  # older days that nobody was told of say nothing any more
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def keep(uow: UnitOfWork) -> None:
    """Each side is told of its day when it ends; set once, whoever starts and how often."""
    for side in SIDES:
        deadlines.set_once(uow.session, KIND, side, due_at=end_of_day(side, uow.now))


def ask(uow: UnitOfWork) -> None:
    """The actor is told of today so far. Raises `NotAllowed`."""
    policy.require(uow.actor, Verb.SEE_DIGEST)
    deadlines.set_for(uow.session, NOW, str(uow.actor.id), due_at=uow.now)
    wake(uow.session, "maps")


def orders(uow: UnitOfWork, due: Deadline) -> list[Order]:
    """What is to be drawn for it now, each once."""
    found = [order for each in _editions(uow, due) for order in each.orders]
    return list(dict.fromkeys(found))


def show(uow: UnitOfWork, due: Deadline, drawn: Mapping[Order, bytes]) -> None:
    """Tell everybody whom it is for; what has changed since it was drawn is drawn anew."""
    held = deadlines.claim(uow.session, due.id)
    if held is None:
        return
    editions = list(_editions(uow, held))
    if any(order not in drawn for each in editions for order in each.orders):
        deadlines.try_again(uow.session, held.id, uow.now)
        return
    _tell(uow, held, editions, drawn)


def not_drawn(uow: UnitOfWork, due: Deadline) -> None:
    """Nothing can be drawn: tried again a few times, then told without what is missing."""
    held = undrawn.given_up(uow, due)
    if held is None:
        return
    _tell(uow, held, list(_editions(uow, held)), {})


def _tell(
    uow: UnitOfWork, due: Deadline, editions: list[Edition], drawn: Mapping[Order, bytes]
) -> None:
    late = uow.now - due.due_at if due.kind == KIND else timedelta()
    for each in editions:
        _give(uow, each, drawn, late)
    for each in [each for each in editions if each.digest.entries][:1]:
        reason = "asked for" if due.kind == NOW else "end of the day"
        recipients = [edition.person.id for edition in editions]
        subject = f"digest:{each.digest.name}"
        uow.record(Deed.EXPORT, subject, side=each.digest.side, reason=reason, to=recipients)
    deadlines.forget(uow.session, due)
    if due.kind == KIND:
        deadlines.set_for(uow.session, KIND, due.subject, due_at=_next(due, uow.now))


def _give(uow: UnitOfWork, each: Edition, drawn: Mapping[Order, bytes], late: timedelta) -> None:
    lane = Lane.REPLY if each.digest.so_far else Lane.ROUTINE
    message = views.overview(notify.reader_of(each.person), each.digest, late=late)
    if each.scene and each.scene in drawn:
        key = files.put(uow.session, drawn[each.scene], PNG, uow.now)
        message = views.with_picture(message, key)
    notify.notice(uow, each.person, message, lane=lane)
    if each.workbook is None:
        return
    table = digest_files.as_csv(each.workbook.tables[1])
    made = [(table, "text/csv", "csv")]
    if each.workbook in drawn:
        made.append((drawn[each.workbook], XLSX, "xlsx"))
    for data, media_type, ending in made:
        key = files.put(uow.session, data, media_type, uow.now)
        notify.notice(uow, each.person, views.document(each.digest, key, ending), lane=lane)


def _editions(uow: UnitOfWork, due: Deadline) -> Iterator[Edition]:
    if due.kind == KIND:
        return digest_editions.of_day(uow, due.subject, due.due_at)
    return digest_editions.so_far(uow, int(due.subject), due.due_at)


def _next(due: Deadline, now: datetime) -> datetime:
    """The end of the next day; of days that passed untold, only of the last ones."""
    end = end_of_day(due.subject, due.due_at)
    while end <= now - _MADE_UP_FOR:
        end = end_of_day(due.subject, end)
    return end

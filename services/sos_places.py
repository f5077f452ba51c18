"""Where somebody who has called for help is: last known, sent, or moving as they move."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from geography.point import Point
from services import notify, sos_cards
from services.errors import Stale
from storage import deadlines, drafts
from storage import sos as stored
from storage.audit import Deed
from storage.outbox import Lane
from storage.people import SIDES
from storage.sos import SosRow, State
from storage.unit_of_work import UnitOfWork
from views import forms, menu, sightings
from views import sos as views
from views.message import Key, Keys, Wants

LAST_KNOWN = timedelta(hours=12)  # an older place says nothing of where somebody is now
WAITS_FOR_PLACE = timedelta(hours=1)  # a location sent later than this is meant for a form

# A phone tells of a live location every few seconds. The desks read it when it has moved on, not
# more often than can be read, and every now and then where it is still in place.
MOVED = 50.0  # metres; less is as much the phone's error as the officer's way
NOT_SOONER, AT_LATEST = timedelta(seconds=10), timedelta(minutes=1)


@dataclass(frozen=True)
class Fix:
    """Where a phone says it is, and when Telegram heard that. Metres, UTC.

    `live_until`: until then it goes on telling; None where it was told once.
    """

    point: Point
    at: datetime
    accuracy: float | None = None
    live_until: datetime | None = None


def wants_place(uow: UnitOfWork) -> bool:
    """Whether a location of the actor's belongs to their call for help, not to a form."""
    row = stored.open_of(uow.session, uow.actor.id or 0) if uow.actor.id else None
    if row is None or uow.now > row.pressed_at + WAITS_FOR_PLACE:
        return False
    return not row.place_sent or drafts.open_for(uow.session, uow.chat_id) is None


def locate(uow: UnitOfWork, fix: Fix) -> None:
    """Where the actor is. Raises `Stale` where they have no open call for help."""
    row = stored.open_of(uow.session, uow.actor.id or 0)
    if row is None:
        raise Stale
    uow.record(Deed.ALTERATION, f"sos:{row.number}", side=row.side, field="place")
    _place(uow, row, fix, lane=Lane.SOS)
    reader, step = notify.reader_of(uow.actor), _asks(uow)
    message = views.located(reader, keys=keys(uow, wanted=False), form_waits=bool(step))
    notify.notice(uow, uow.actor, message, lane=Lane.SOS)


def move(uow: UnitOfWork, fix: Fix, *, ended: bool) -> None:
    """A live location of the actor's tells of itself, for the last time where it has `ended`.

    What is older than what is known, what has hardly moved and what belongs to no open call for
    help is passed over without a word: nobody has typed it.
    """
    row = stored.open_of(uow.session, uow.actor.id or 0) if uow.actor.id else None
    if row is None:
        return
    if not row.place_sent:
        locate(uow, fix)
    elif _is_news(row, fix, ended=ended):
        _place(uow, row, fix, lane=Lane.ALERT)


def live_over(uow: UnitOfWork, number: str) -> bool:
    """A live location was to end by now, of which Telegram says nothing; for the clock."""
    row = stored.by_number(uow.session, number)
    if row and row.state == State.OPEN:
        sos_cards.refresh(uow, row, lane=Lane.ALERT)
    return True


def last_known(uow: UnitOfWork) -> tuple[datetime, Point, float | None] | None:
    """The latest place of the actor's, in the open form or a report, and its accuracy."""
    oldest = uow.now - LAST_KNOWN
    seen = stored.last_place_of(uow.session, uow.actor.id or 0, oldest)
    form = drafts.open_for(uow.session, uow.chat_id)
    place = (form.answers.get("place") or {}) if form else {}
    stood = place.get("observer") or place.get("point")
    if form and stood and form.updated_at >= oldest:
        return form.updated_at, Point(*stood), place.get("accuracy")
    return (seen[0], Point(seen[1], seen[2]), seen[3]) if seen else None


def disclose(uow: UnitOfWork, row: SosRow, *, field: str) -> None:
    """Name and telephone cross the border here: somebody's life may depend on it."""
    recipients = [side for side in SIDES if side != row.side]
    detail: dict[str, object] = {"recipients": recipients, "field": field}
    subject = f"sos:{row.number}"
    uow.record(Deed.DISCLOSURE, subject, side=row.side, reason="call for help", **detail)


def keys(uow: UnitOfWork, *, wanted: bool) -> Keys:
    """The menu, or all the keys of the form that asks for a place; with one for the location."""
    reader, step = notify.reader_of(uow.actor), _asks(uow)
    if step:
        return sightings.place_keys(reader) if step == "place" else forms.location_keys(reader)
    usual = menu.keys(reader, uow.actor.roles)
    send = Key(forms.location_label(reader), Wants.LOCATION)
    return ((send,), *usual) if wanted else usual


def _asks(uow: UnitOfWork) -> str:
    """The step at which the actor's open form asks for a place with large keys, if it does."""
    form = drafts.open_for(uow.session, uow.chat_id)
    return form.step if form and form.step in {"place", "here"} else ""


def _is_news(row: SosRow, fix: Fix, *, ended: bool) -> bool:
    """Whether the desks are to read a movement."""
    if row.located_at is None or row.latitude is None or row.longitude is None:
        return True
    since = fix.at - row.located_at
    if since < timedelta(0):
        return False
    ends_now = ended and (row.live_until is None or row.live_until > fix.at)
    if ends_now or since >= AT_LATEST:
        return True
    moved = fix.point.distance_to(Point(row.latitude, row.longitude))
    return since >= NOT_SOONER and moved >= MOVED


def _place(uow: UnitOfWork, row: SosRow, fix: Fix, *, lane: Lane) -> None:
    """Written down, disclosed, and shown at both desks."""
    if fix.live_until != row.live_until:
        _watch(uow, row, fix.live_until)
    placed = stored.change(
        uow.session,
        row,
        latitude=fix.point.latitude,
        longitude=fix.point.longitude,
        accuracy=fix.accuracy,
        located_at=min(fix.at, uow.now),  # whatever Telegram's clock says
        live_until=fix.live_until,
        place_sent=True,
    )
    disclose(uow, placed, field="place")
    sos_cards.refresh(uow, placed, lane=lane)


def _watch(uow: UnitOfWork, row: SosRow, until: datetime | None) -> None:
    deadlines.drop(uow.session, "sos-live", row.number)
    if until and until > uow.now:
        deadlines.set_for(uow.session, "sos-live", row.number, due_at=until)

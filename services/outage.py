"""After a time in which no updates came in: what waits is asked again, and the desks are told.

Telegram keeps a tap for 150 seconds and a message for 24 hours while nobody fetches them.
"""

from datetime import datetime, timedelta

from services import (
    alert_outage,
    approvals,
    confirmation_requests,
    desk,
    forms,
    handover,
    introduction,
    notify,
    questions,
    sos,
)
from storage import deadlines, inbox
from storage import outage as stored
from storage.outage import Blind
from storage.people import SIDES
from storage.unit_of_work import UnitOfWork
from views import outage as views

# A tap is kept for 150 s; the rest is for what was on its way when the last poll ended.
UNNOTICED = timedelta(seconds=120)
# What came in with the first poll may hold the very answers; it is handled first.
SETTLES = timedelta(seconds=10)
WAITS_FOR_INBOX = timedelta(minutes=2)
STILL_ASKED = timedelta(days=1)  # what nobody has answered for longer was not lost just now


def heard(uow: UnitOfWork, quiet: timedelta | None = None) -> Blind | None:
    """Everything that people sent until now has come in; the blind time before, if there was one.

    `quiet`: how long ago the same process heard last, by a clock that nobody sets. What follows
    from a blind time is due soon after, once, whichever process does it.
    """
    before = stored.last_heard(uow.session, hold=True)
    stored.heard(uow.session, uow.now)
    if before is None or uow.now - before <= UNNOTICED:
        return None
    if quiet is not None and quiet <= UNNOTICED:
        return None  # the wall clock was set forward
    blind = Blind(before, uow.now)
    subject = f"{blind.since.isoformat()}/{blind.until.isoformat()}"
    deadlines.set_for(uow.session, "outage", subject, due_at=uow.now + SETTLES)
    return blind


def over(uow: UnitOfWork, subject: str) -> bool | timedelta:
    """Ask again what was open through the blind time, and tell the desks of it; for the clock."""
    since, until = map(datetime.fromisoformat, subject.split("/"))
    blind = Blind(since, until)
    if uow.now < until + WAITS_FOR_INBOX and inbox.waits_since(uow.session, until):
        return SETTLES
    earliest = since - STILL_ASKED
    sos.ask_again(uow, blind)
    questions.ask_again(uow, blind, earliest)
    handover.ask_again(uow, blind, earliest)
    approvals.ask_again(uow, blind, earliest)
    confirmation_requests.ask_again(uow, blind, earliest)
    introduction.ask_again(uow, blind, earliest)
    alert_outage.ask_again(uow, blind, earliest)
    forms.ask_again(uow, blind)
    for officer in (each for side in SIDES for each in desk.on_duty(uow, side)):
        notify.notice(uow, officer, views.over(notify.reader_of(officer), blind, uow.now))
    return True

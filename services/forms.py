"""Forms that were left: said so, kept, and forgotten after a while."""

from services import notify
from storage import drafts, people
from storage.drafts import Draft, State
from storage.outage import Blind
from storage.unit_of_work import UnitOfWork
from views import forms as views
from views import repeats
from views.message import Message


def leave_alone(uow: UnitOfWork, draft_id: int) -> bool:
    """Set a form aside that nobody has touched for long, and say so; False: look again later."""
    form = drafts.by_id(uow.session, draft_id)
    if form is None or form.state != State.OPEN:
        return True
    if form.updated_at > uow.now - drafts.KEEP_OPEN:
        return False
    if drafts.close(uow.session, form, State.ASIDE, uow.now) is None:
        return False
    _say_unfinished(uow, form)
    return True


def ask_again(uow: UnitOfWork, blind: Blind) -> None:
    """Whoever has a form open is told that it was not sent: their last tap may have been lost."""
    since = blind.since - drafts.KEEP_OPEN
    for form in drafts.left_open(uow.session, since=since, before=blind.until):
        _say_unfinished(uow, form, blind)


def _say_unfinished(uow: UnitOfWork, form: Draft, blind: Blind | None = None) -> None:
    owner = people.by_telegram(uow.session, form.sender)
    if owner:
        reader = notify.reader_of(owner)
        left = Message(views.set_aside(reader), buttons=views.left_buttons(reader, form.id))
        if blind:
            left = repeats.asked_again(reader, left, blind, uow.now)
        notify.notice(uow, owner, left, subject=f"draft:{form.id}")

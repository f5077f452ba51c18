"""Forms that were left: said so, kept, and forgotten after a while."""

from services import notify
from storage import drafts, people
from storage.drafts import State
from storage.unit_of_work import UnitOfWork
from views import forms as views
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
    owner = people.by_telegram(uow.session, form.sender)
    if owner:
        reader = notify.reader_of(owner)
        left = Message(views.set_aside(reader), buttons=views.left_buttons(reader, form.id))
        notify.notice(uow, owner, left, subject=f"draft:{form.id}")
    return True

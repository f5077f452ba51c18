"""The picture of an alert: taken in with its form, kept clean, and sent along."""

from dataclasses import replace

from services import media, policy
from services.alerts import AlertForm
from services.errors import NoSuchFile, Refusal
from services.policy import Verb
from storage import media as stored
from storage.media import MediaRow, Sent, State
from storage.unit_of_work import UnitOfWork
from views.message import FileKind


class NotReady(Refusal):
    """A picture that is still being fetched and made clean."""


_SHOWN = {"photo": FileKind.PHOTO, "video": FileKind.VIDEO}


def take_in(uow: UnitOfWork, draft_id: int, sent: Sent) -> None:
    """A picture goes with the form in place of one before. Raises as `services.media.take_in`."""
    policy.require(uow.actor, Verb.ISSUE_ALERT)
    if media.kind_of(sent) not in _SHOWN:
        raise NoSuchFile
    drop(uow, draft_id)
    media.take_in(uow, draft_id, sent)


def drop(uow: UnitOfWork, draft_id: int) -> None:
    """The form goes on without its picture."""
    stored.drop(uow.session, [each.id or 0 for each in of_form(uow, draft_id)])


def of_form(uow: UnitOfWork, draft_id: int) -> list[MediaRow]:
    """What goes with a form, which is one picture or none."""
    return stored.of_draft(uow.session, draft_id)


def with_file(uow: UnitOfWork, form: AlertForm, draft_id: int) -> AlertForm:
    """The alert with the picture of its form. Raises `NotReady` while that is being fetched."""
    found = of_form(uow, draft_id)
    if not found:
        return form
    if found[-1].state != State.KEPT or not found[-1].file:
        raise NotReady
    kind = _SHOWN[found[-1].kind]
    return replace(form, file_key=found[-1].file, file_kind=kind)

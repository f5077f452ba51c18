"""The form of one step in which a desk writes the text that an alert lacks."""

from handlers import pressed
from handlers.flow import Answers, Finish, Flow, Given, Step, joined
from services import alert_messages, alert_texts, alerts, notify
from storage.alerts import AlertRow
from storage.drafts import Draft
from storage.unit_of_work import UnitOfWork
from views import alert_texts as views
from views.alert_forms import SIDES_LANGUAGE
from views.forms import Question
from views.language import Reader


def start(uow: UnitOfWork, parts: list[str]) -> Answers:
    """What the form begins with. Raises `NotAllowed`, `Stale`, `TextWritten`."""
    row = alert_texts.wanted(uow, *pressed.wholes(parts, 1))
    return {"alert": row.id, "number": row.number}


def _row(uow: UnitOfWork, draft: Draft) -> AlertRow:
    return alert_texts.wanted(uow, draft.answers["alert"])


def _ask(uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    alert = alert_messages.as_read(uow, _row(uow, draft))
    return views.ask(reader, alert, uow.actor.country, limit=alerts.TEXT_LIMIT)


def _read(_uow: UnitOfWork, draft: Draft, given: Given) -> Finish | None:
    return Finish(draft.answers | {"text": joined("", given.text)}) if given.text else None


def _done(uow: UnitOfWork, draft: Draft, _pressed: int | None) -> None:
    row = _row(uow, draft)
    language = SIDES_LANGUAGE[uow.actor.country].split("-")[0]
    whole = alerts.complete(uow, row.number, {language: draft.answers["text"]})
    reader = notify.reader_of(uow.actor)
    notify.reply(uow, views.sent(reader, alert_messages.as_read(uow, whole)))


def _so_far(reader: Reader, answers: Answers) -> str:
    return f"{reader.term('alert.title')} {answers['number']}"


FLOW = Flow(
    "alert-wording",
    steps=(Step("text", lambda _: True, _ask, _read),),
    done=_done,
    so_far=_so_far,
)

"""The buttons by which a desk ends an alert, and the form for a reason in own words."""

from handlers import pressed
from handlers.flow import Answers, Finish, Flow, Given, Step, joined
from handlers.incoming import Incoming
from services import alert_endings, alert_escalation
from services.errors import Stale
from storage.drafts import Draft
from storage.unit_of_work import UnitOfWork
from views import alert_endings as views
from views.alert_reasons import REASONS
from views.forms import Question
from views.language import Reader


def ask_all_clear(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """*All clear* under the board."""
    alert_endings.ask_all_clear(uow, *pressed.wholes(parts, 1))
    return None


def all_clear(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """*All clear* under the question."""
    alert_endings.all_clear(uow, *pressed.wholes(parts, 1), shown_in=incoming.message_id)
    return None


def ask_reason(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """*Cancel the alert* under the board."""
    alert_endings.ask_reason(uow, *pressed.wholes(parts, 1))
    return None


def cancel(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """A reason pressed, which cancels it."""
    alert_id, reason = pressed.words(parts, 2)
    if reason not in REASONS:
        raise Stale
    alert_endings.cancel(uow, pressed.whole(alert_id), reason, shown_in=incoming.message_id)
    return None


def keep(uow: UnitOfWork, incoming: Incoming, parts: list[str]) -> str | None:
    """*Back* under either question."""
    alert_endings.keep(uow, *pressed.wholes(parts, 1), shown_in=incoming.message_id)
    return None


def start(uow: UnitOfWork, parts: list[str]) -> Answers:
    """What the form for own words begins with. Raises as `alert_endings.mine`."""
    row = alert_endings.mine(uow, *pressed.wholes(parts, 1))
    return {"alert_id": row.id, "number": row.number}


def _ask(_uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    return views.ask_own_reason(reader, draft.answers["number"])


def _read(_uow: UnitOfWork, draft: Draft, given: Given) -> Answers | Finish | None:
    return Finish(draft.answers | {"reason": joined("", given.text)}) if given.text else None


def _done(uow: UnitOfWork, draft: Draft, shown_in: int | None) -> None:
    said = draft.answers
    alert_endings.cancel(uow, said["alert_id"], said["reason"], shown_in=shown_in)


def _so_far(reader: Reader, answers: Answers) -> str:
    return f"{reader.term('alert.title')} {answers['number']}"


FLOW = Flow("alert-why", (Step("reason", lambda _: True, _ask, _read),), _done, _so_far)


def stop(uow: UnitOfWork, _incoming: Incoming, parts: list[str]) -> str | None:
    """*Stop reminding* under the board, or under what a desk was told."""
    return alert_escalation.stop(uow, *pressed.wholes(parts, 1))


BUTTONS = {
    "alert-stop": stop,
    "alert-clear": ask_all_clear,
    "alert-clear-yes": all_clear,
    "alert-cancel": ask_reason,
    "alert-cancel-as": cancel,
    "alert-keep": keep,
}

"""Lists of an alert that a desk asks for: people of its own side by name, others by number only."""

from services import alert_boards, alert_messages, notify, policy
from services.policy import Verb
from storage import alert_ledger
from storage.alert_ledger import Part
from storage.alerts import AlertRow
from storage.audit import Deed
from storage.unit_of_work import UnitOfWork
from views import alert_lists as views
from views.alert_lists import PER_PAGE, Page


def show(
    uow: UnitOfWork, alert_id: int, part: Part, *, page: int = 0, shown_in: int | None = None
) -> None:
    """A page of a list, in the message `shown_in` or a new one. Raises `NotAllowed`, `Stale`."""
    policy.require(uow.actor, Verb.SEE_ALERT_BOARD)
    row = alert_boards.visible(uow, alert_id)
    side = uow.actor.country
    at = _page(page, alert_ledger.count(uow.session, alert_id, part, side))
    lines = alert_ledger.lines(
        uow.session, alert_id, part, side, limit=PER_PAGE, offset=at.number * PER_PAGE
    )
    _looked_at(uow, row, part)
    alert = alert_messages.as_read(uow, row)
    message = views.listed(notify.reader_of(uow.actor), alert, part, lines, at)
    notify.answer(uow, message, shown_in=shown_in)


def show_words(
    uow: UnitOfWork, alert_id: int, *, page: int = 0, shown_in: int | None = None
) -> None:
    """Answers in words and places: of the desk's own people, and, where it sent the alert, of all.

    Those of the other side without a name. Raises `NotAllowed`, `Stale`.
    """
    policy.require(uow.actor, Verb.SEE_ALERT_BOARD)
    row = alert_boards.visible(uow, alert_id)
    said = alert_ledger.said(uow.session, alert_id, policy.sides_asked_by(uow.actor, row))
    at = _page(page, len(said))
    _looked_at(uow, row, "words")
    shown = said[at.number * PER_PAGE :][:PER_PAGE]
    alert = alert_messages.as_read(uow, row)
    message = views.worded(notify.reader_of(uow.actor), alert, shown, at)
    notify.answer(uow, message, shown_in=shown_in)


def _page(asked: int, total: int) -> Page:
    """The page that was asked for, or the last one, where the list has become shorter."""
    pages = max(1, -(-total // PER_PAGE))
    return Page(min(asked, pages - 1), pages, total)


def _looked_at(uow: UnitOfWork, row: AlertRow, which: str) -> None:
    told = {"edition": row.edition, "list": str(which)}
    uow.record(Deed.CONSULTATION, f"alert:{row.number}", side=uow.actor.country, **told)

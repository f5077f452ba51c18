"""A text that an alert lacks: asked of the desk whose language it is, until it is written."""

from datetime import timedelta

from services import alert_messages, desk, notify, policy
from services.errors import Refusal, Stale
from services.policy import Verb
from storage import alerts, cards, deadlines, people
from storage.alerts import AlertRow, Severity, Status
from storage.duty import Matter
from storage.people import SIDES, Person, Role
from storage.unit_of_work import UnitOfWork
from views import alert_texts as views
from views import alerts as alert_views
from views.alert_forms import SIDES_LANGUAGE

REMIND_AFTER = timedelta(minutes=5)
_REMIND = "alert-text"


class TextWritten(Refusal):
    """Somebody of the desk has written the text already."""


def missing(row: AlertRow) -> tuple[str, ...]:
    """The sides it is for that have no text in their language."""
    told = row.audience.get("sides", ())
    return tuple(side for side in SIDES if side in told and not _is_written(row, side))


def waited_for(row: AlertRow) -> tuple[str, ...]:
    """The sides that do not get it before there is a text; nobody waits where there is danger."""
    return () if row.severity == Severity.EXTREME else missing(row)


def ask(uow: UnitOfWork, row: AlertRow) -> None:
    """Put the request before the desk of each language that is missing, and again later."""
    for side in missing(row):
        for officer in desk.officers(uow, side):
            _show(uow, officer, row)
        due_at = uow.now + REMIND_AFTER
        deadlines.set_for(uow.session, _REMIND, str(row.id), due_at=due_at)


def refresh(uow: UnitOfWork, row: AlertRow) -> None:
    """Whoever was asked sees that it is written, or over."""
    for card in cards.of(uow.session, _subject(row)):
        officer = people.by_id(uow.session, card.person_id)
        if officer:
            _show(uow, officer, row)


def remind(uow: UnitOfWork, alert_id: str) -> bool:
    """Nobody has written it yet: before every duty officer of that side; for the clock."""
    row = alerts.by_id(uow.session, int(alert_id), hold=True)
    for side in missing(row) if row and row.status == Status.ACTIVE else ():
        for officer in people.with_role(uow.session, Role.DUTY, side=side):
            if row:
                _show(uow, officer, row, anew=True)
    return True


def wanted(uow: UnitOfWork, alert_id: int) -> AlertRow:
    """The alert whose text the actor's desk is asked for. Raises `NotAllowed`, `Stale`.

    `TextWritten` where somebody was first.
    """
    policy.require(uow.actor, Verb.TRANSLATE_ALERT)
    row = alerts.by_id(uow.session, alert_id, hold=True)
    side = uow.actor.country
    if row is None or row.status != Status.ACTIVE or side not in row.audience.get("sides", ()):
        raise Stale
    if side not in missing(row):
        raise TextWritten
    return row


def waiting(uow: UnitOfWork, officer: Person) -> list[Matter]:
    """Alerts that wait for a text of the officer's desk, oldest first."""
    if not policy.allows(officer, Verb.TRANSLATE_ALERT):
        return []
    active = reversed(alerts.with_status(uow.session, (Status.ACTIVE,)))
    return [_matter(row) for row in active if officer.country in missing(row)]


def bring(uow: UnitOfWork, officer: Person, number: str) -> None:
    """Put the request before an officer. Raises `NotAllowed`, `Stale`."""
    policy.require(officer, Verb.TRANSLATE_ALERT)
    if number not in {each.number for each in waiting(uow, officer)}:
        raise Stale
    row = alerts.by_id(uow.session, int(number))
    if row:
        _show(uow, officer, row, anew=True)


def pass_on(_uow: UnitOfWork, _matter: Matter, _taker: Person) -> None:
    """A text is asked of a desk, of nobody in it: nothing changes hands."""


def _show(uow: UnitOfWork, officer: Person, row: AlertRow, *, anew: bool = False) -> None:
    if not policy.may_see_alert_board(officer, row):
        return
    side, alert = officer.country, alert_messages.as_read(uow, row)
    written = side not in missing(row)
    message = views.request(notify.reader_of(officer), alert, side, written=written)
    lane = alert_messages.lane(row)
    notify.card(uow, officer, message, subject=_subject(row), lane=lane, anew=anew)


def _matter(row: AlertRow) -> Matter:
    return Matter(
        feature="alert_text",
        number=str(row.id),
        what="alert.title",
        state="",
        since=row.sent_at or row.created_at,
        exercise=row.exercise,
        label=row.number,
    )


def _is_written(row: AlertRow, side: str) -> bool:
    return alert_views.text_for(row.texts, SIDES_LANGUAGE[side]) is not None


def _subject(row: AlertRow) -> str:
    return f"alert-text:{row.id}"

"""A desk reminds whoever owes it an answer to an alert."""

from services import alert_boards, alert_repeats, notify, policy
from services.alerts import AlertOver
from services.policy import Verb
from storage import alert_ledger
from storage.alerts import Status
from storage.audit import Deed
from storage.unit_of_work import UnitOfWork
from views import alert_lists as views


def ask(uow: UnitOfWork, alert_id: int) -> str:
    """A desk reminds everybody it asked and has no answer of; what the tap is answered with.

    The desk that sent the alert reminds both sides, any other its own. Raises `NotAllowed`,
    `Stale`, `AlertOver`.
    """
    policy.require(uow.actor, Verb.REMIND_ALERT)
    row = alert_boards.visible(uow, alert_id, hold=True)
    if row.status != Status.ACTIVE:
        raise AlertOver(number=row.number)
    sides, reader = policy.sides_asked_by(uow.actor, row), notify.reader_of(uow.actor)
    number = alert_repeats.remind(uow, row, sides)
    if number:
        told = {"reminded": number, "sides": list(sides)}
        uow.record(Deed.ALTERATION, f"alert:{row.number}", side=row.side, **told)
        return views.reminded(reader, number)
    missing = alert_ledger.missing(uow.session, alert_id, sides, before=uow.now, limit=1)
    return views.reminded_just_now(reader) if missing else views.nobody_missing(reader)

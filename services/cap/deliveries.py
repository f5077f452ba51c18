"""How far an alert has come, counted for a central system: no names, and nothing of “read”."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from services import alert_messages
from services.cap import own
from storage import alert_outcomes, alert_recipients
from storage.alert_recipients import Recipient
from storage.people import SIDES
from storage.senders import SenderRow
from storage.unit_of_work import UnitOfWork


def of(uow: UnitOfWork, sender: SenderRow, number: str) -> dict[str, Any] | None:
    """Counts in all and by country; None for what the sender's side may not read."""
    row = own.alert_for(uow, sender, number)
    if row is None:
        return None
    alert_outcomes.settle(uow.session, row.id or 0, alert_messages.subject(row))
    lines = alert_recipients.of(uow.session, row.id or 0)
    by_country = {side: _counts(each for each in lines if each.side == side) for side in SIDES}
    return {
        "number": row.number,
        "edition": row.edition,
        "status": row.status,
        **_counts(lines),
        "by_country": by_country,
    }


def _counts(lines: Iterable[Recipient]) -> dict[str, Any]:
    """`queued` is on its way, `sent` was taken by Telegram; `held` was not sent, and why."""
    told = list(lines)
    on_its_way = [each for each in told if each.queued_at and not (each.accepted_at or each.failed)]
    return {
        "recipients": len(told),
        "queued": len(on_its_way),
        "sent": sum(each.accepted_at is not None for each in told),
        "failed": dict(Counter(each.failed for each in told if each.failed)),
        "held": dict(Counter(each.held for each in told if each.held)),
        "acknowledged": sum(each.answered_at is not None for each in told),
    }

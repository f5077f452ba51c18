"""What duty officers hear of an alert that lacks confirmations: who of their own is missing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from services import alert_messages, desk, notify, policy
from services.alert_ladders import Ladder, Told
from storage import alert_recipients, people
from storage.alert_recipients import Recipient
from storage.alerts import AlertRow
from storage.people import Person, Role
from storage.unit_of_work import UnitOfWork
from views import alert_unconfirmed as views


def tell(
    uow: UnitOfWork, row: AlertRow, ladder: Ladder, sides: Sequence[str], *, late: timedelta
) -> None:
    """To whom the step just taken says, about these sides, which lack confirmations.

    Until the next step, which says it anew.
    """
    told = ladder.told(row.step)
    if told == Told.NOBODY:
        return
    until = ladder.due(row.step + 1, row.sent_at or uow.now)
    known = [_known(uow, row, side) for side in policy.sides_of_alert(row) if side in row.needed]
    alert, urgency = alert_messages.as_read(uow, row), alert_messages.lane(row)
    for officer in _officers(uow, row, told, sides):
        reader = notify.reader_of(officer)
        message = views.unconfirmed(
            reader,
            alert,
            [_without_names(officer, each) for each in known],
            late=late,
            may_stop=bool(policy.sides_to_stop(officer, row)),
        )
        notify.notice(uow, officer, message, lane=urgency, expires_at=min(until, row.expires_at))


def _officers(uow: UnitOfWork, row: AlertRow, told: Told, sides: Sequence[str]) -> list[Person]:
    """The desks of these sides, or every duty officer of each desk that has its board."""
    if told == Told.DESK:
        return [each for side in sides for each in desk.officers(uow, side)]
    return [
        each
        for side in policy.sides_of_alert(row)
        for each in people.with_role(uow.session, Role.DUTY, side=side)
    ]


def _known(uow: UnitOfWork, row: AlertRow, side: str) -> views.Side:
    lines = [each for each in alert_recipients.of(uow.session, row.id or 0) if each.side == side]
    missing = [each for each in lines if each.answer is None]
    return views.Side(
        side=side,
        confirmed=len(lines) - len(missing),
        needed=row.needed[side],
        missing=len(missing),
        names=_names(uow, missing),
    )


def _names(uow: UnitOfWork, missing: Sequence[Recipient]) -> tuple[str, ...]:
    ids = [each.person_id for each in missing[: views.NAMES + 1]]
    return tuple(sorted(each.name for each in people.enrolled(uow.session, ids)))


def _without_names(officer: Person, side: views.Side) -> views.Side:
    return side if policy.may_see_names(officer, side.side) else replace(side, names=())

"""Active alerts that lack answers: at the desks they concern, whoever comes and goes there."""

from services import alert_boards, policy
from services.errors import Stale
from storage import alert_ledger, alerts
from storage.alerts import AlertRow, Status
from storage.duty import Matter
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def open_at_desk(uow: UnitOfWork, officer: Person) -> None:
    """Put the board of every active alert before an officer who comes on duty."""
    for row in reversed(_active(uow)):
        alert_boards.show(uow, officer, row)


def waiting(uow: UnitOfWork, officer: Person) -> list[Matter]:
    """Active alerts that people of the officer's own side have not answered, oldest first.

    In the hands of whoever sent them, at that desk.
    """
    if not policy.allows(officer, policy.Verb.SEE_ALERT_BOARD):
        return []
    lacking = alert_ledger.waited_for(uow.session, officer.country)
    return [
        _matter(row, officer)
        for row in reversed(_active(uow))
        if row.id in lacking and policy.may_see_alert_board(officer, row)
    ]


def bring(uow: UnitOfWork, officer: Person, number: str) -> None:
    """Put a board at the end of somebody's chat. Raises `Stale` where it is not theirs to see."""
    row = alerts.by_number(uow.session, number)
    if row is None or not policy.may_see_alert_board(officer, row):
        raise Stale
    alert_boards.show(uow, officer, row, anew=True)


def pass_on(uow: UnitOfWork, matter: Matter, taker: Person) -> None:
    """Whoever takes over the desk has the board; who sent the alert stays who sent it."""
    row = alerts.by_number(uow.session, matter.number)
    if row:
        alert_boards.show(uow, taker, row)


def _active(uow: UnitOfWork) -> list[AlertRow]:
    return alerts.with_status(uow.session, (Status.ACTIVE,))


def _matter(row: AlertRow, officer: Person) -> Matter:
    return Matter(
        feature="alert",
        number=row.number,
        what="alert.title",
        state="alert.not_acked",
        since=row.sent_at or row.created_at,
        holder=row.author_id if officer.country == row.side else None,
        exercise=row.exercise,
    )

"""The earlier alerts that a CAP message refers to: its sender's own, or ones it may read."""

from services.cap import closed
from services.cap import own as ours
from services.cap.faults import Fault, Forbidden, NotCap
from storage import alerts, cap_messages
from storage.alerts import AlertRow
from storage.senders import SenderRow
from storage.unit_of_work import UnitOfWork
from views.documents.cap_message import CapAlert, Reference


def read_by(uow: UnitOfWork, sender: SenderRow, message: CapAlert, body: bytes) -> list[AlertRow]:
    """Those of the alerts a message refers to that its sender brought or may read.

    Raises `NotCap` where there is none.
    """
    found = [
        row
        for each in message.references
        if (row := ours.referred(uow, sender, each) or _brought(uow, sender, each))
    ]
    if not found:
        raise _unknown(message.references[0], body)
    return found


def own(uow: UnitOfWork, sender: SenderRow, message: CapAlert, body: bytes) -> list[AlertRow]:
    """The alerts a message refers to, held; all of them the sender's own.

    Raises `Forbidden` for another's, `NotCap` for what is not known.
    """
    rows = dict[str, AlertRow]()
    for each in message.references:
        row = _brought(uow, sender, each)
        if row is None and _is_anothers(uow, sender, each):
            raise Forbidden(f"<references> names {each.identifier}, an alert of another sender.")
        if row is None:
            raise _unknown(each, body)
        rows[row.number] = row
    return list(rows.values())


def _brought(uow: UnitOfWork, sender: SenderRow, to: Reference) -> AlertRow | None:
    known = cap_messages.find(uow.session, sender.id or 0, to.sender, to.identifier)
    number = known.number if known else None
    return alerts.by_number(uow.session, number, hold=True) if number else None


def _is_anothers(uow: UnitOfWork, sender: SenderRow, to: Reference) -> bool:
    """Whether it is an alert of somebody else that the sender's side may read.

    What the other side has for itself is not even known to be there.
    """
    numbers = cap_messages.numbers_of(uow.session, to.sender, to.identifier)
    read = any(ours.alert_for(uow, sender, number) for number in numbers)
    return read or ours.referred(uow, sender, to) is not None


def _unknown(to: Reference, body: bytes) -> NotCap:
    what = f"<references> names {to.identifier} of {to.sender}, which is not known here."
    return NotCap([Fault(closed.line_of(body, "references"), what)])

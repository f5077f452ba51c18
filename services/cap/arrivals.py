"""A CAP message arrives: kept once, judged by what its sender may do, and made into an alert."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from services import alert_editions, desk
from services import alerts as core
from services.cap import closed, drafts, forms, references
from services.cap.faults import Conflict, Fault, Forbidden, NotCap
from storage import alerts, cap_messages, files
from storage.alerts import AlertRow, Status
from storage.audit import Deed
from storage.cap_messages import CapMessageRow
from storage.senders import Mode, SenderRow
from storage.unit_of_work import UnitOfWork
from views.documents import cap
from views.documents.cap_message import MEDIA_TYPE, CapAlert


class Standing(StrEnum):
    """What has become of a message."""

    SENT = "sent"
    DRAFT = "draft"
    ENDED = "ended"
    NOTED = "noted"


@dataclass(frozen=True)
class Receipt:
    """What its sender is told: whether it was new, and which alert it made or concerns."""

    new: bool
    standing: Standing
    number: str


def receive(uow: UnitOfWork, sender: SenderRow, message: CapAlert, body: bytes) -> Receipt:
    """Take a message in. The same again changes nothing, and is answered as the first time.

    Raises `Forbidden`, `Conflict`, `NotCap`, and as `services.alerts.checked`.
    """
    desk.keep(uow, sender.country, *sender.audience)
    if sender.cap_sender not in {None, message.sender}:
        raise Forbidden(f"<sender> says {message.sender}; this token is for {sender.cap_sender}.")
    digest = hashlib.sha256(cap.write(message)).hexdigest()
    row = cap_messages.add(uow.session, _row(uow, sender, message, body, digest))
    if row is None:
        return _again(uow, sender, message, digest)
    if message.status not in forms.TAKEN:
        taken = ", ".join(forms.TAKEN)
        what = f"<status> says {message.status}; what is taken is {taken}."
        raise NotCap([Fault(closed.line_of(body, "status"), what)])
    alert = _KINDS[message.kind](uow, sender, message, body)
    cap_messages.is_of(uow.session, row.id or 0, alert.number, alert.edition)
    detail = {"kind": message.kind, "sender": sender.name, "file": row.file_key}
    uow.record(Deed.COLLECTION, f"alert:{alert.number}", side=sender.country, **detail)
    return Receipt(new=True, standing=_standing(message.kind, alert), number=alert.number)


def _row(
    uow: UnitOfWork, sender: SenderRow, message: CapAlert, body: bytes, digest: str
) -> CapMessageRow:
    return CapMessageRow(
        sender_id=sender.id or 0,
        cap_sender=message.sender,
        identifier=message.identifier,
        sent=message.sent,
        kind=message.kind,
        status=message.status,
        digest=digest,
        file_key=files.put(uow.session, body, MEDIA_TYPE, uow.now),
        note=message.note[:2000],
        received_at=uow.now,
    )


def _again(uow: UnitOfWork, sender: SenderRow, message: CapAlert, digest: str) -> Receipt:
    known = cap_messages.find(uow.session, sender.id or 0, message.sender, message.identifier)
    if known is None or known.digest != digest:
        raise Conflict(f"{message.identifier} came before and says something else.")
    alert = alerts.by_number(uow.session, known.number or "")
    standing = _standing(message.kind, alert) if alert else Standing.NOTED
    return Receipt(new=False, standing=standing, number=known.number or "")


def _standing(kind: str, alert: AlertRow) -> Standing:
    if kind in {"Ack", "Error"}:
        return Standing.NOTED
    if alert.status == Status.DRAFT:
        return Standing.DRAFT
    return Standing.SENT if alert.status == Status.ACTIVE else Standing.ENDED


def _alert(
    uow: UnitOfWork,
    sender: SenderRow,
    message: CapAlert,
    body: bytes,
    *,
    instead_of: Sequence[str] = (),
) -> AlertRow:
    form = _form(uow, sender, message, body)
    form.cap["instead_of"] = list(instead_of)
    core.checked(uow, form)
    row = core.draft(
        uow,
        form,
        side=sender.country,
        sender_id=sender.id,
        exercise=sender.exercise or message.status != "Actual",
    )
    if sender.mode == Mode.DRAFT:
        drafts.put(uow, row, sender)
        return row
    return core.send(uow, row)


def _form(uow: UnitOfWork, sender: SenderRow, message: CapAlert, body: bytes) -> core.AlertForm:
    gravest = forms.gravest_of(message.infos).severity
    if forms.rank(gravest) < forms.rank(sender.ceiling):
        raise Forbidden(f"<severity> says {gravest}; this sender may send up to {sender.ceiling}.")
    return forms.made(uow, sender, message, body)


def _update(uow: UnitOfWork, sender: SenderRow, message: CapAlert, body: bytes) -> AlertRow:
    """The newer alert takes the place of those it refers to, or does so when a desk sends it.

    Sent at once, it keeps the number of the first of them, and whoever had confirmed that is told.
    """
    earlier = references.own(uow, sender, message, body)
    active = [row for row in earlier if row.status == Status.ACTIVE]
    kept = active[:1] if sender.mode == Mode.SEND else []
    for row in earlier:
        if row not in kept and (sender.mode == Mode.SEND or row.status == Status.DRAFT):
            _end(uow, row, Status.SUPERSEDED)
    if kept:
        form = _form(uow, sender, message, body)
        return alert_editions.supersede(uow, kept[0], form, sender_id=sender.id)
    instead_of = [row.number for row in earlier]
    return _alert(uow, sender, message, body, instead_of=instead_of)


def _cancel(uow: UnitOfWork, sender: SenderRow, message: CapAlert, body: bytes) -> AlertRow:
    rows = [
        _end(uow, row, Status.CANCELLED, reason=message.note[:500])
        for row in references.own(uow, sender, message, body)
    ]
    return rows[0]


def _note(uow: UnitOfWork, sender: SenderRow, message: CapAlert, body: bytes) -> AlertRow:
    """An Ack or an Error: kept with the alert, of whichever side, that the sender may read."""
    return references.read_by(uow, sender, message, body)[0]


_KINDS = {"Alert": _alert, "Update": _update, "Cancel": _cancel, "Ack": _note, "Error": _note}


def _end(uow: UnitOfWork, row: AlertRow, status: Status, *, reason: str = "") -> AlertRow:
    """It is over now; what is over already stays as it is."""
    if row.status == Status.DRAFT:
        return drafts.dropped(uow, row)
    return core.end(uow, row, status, reason=reason) if row.status == Status.ACTIVE else row

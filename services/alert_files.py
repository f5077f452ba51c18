"""A desk gets the ledger of an alert as files: its own people by name, the others by number.

The files are drawn outside of transactions (`services.drawings`), of the ledger as it was then: one
that changes all the time would never be drawn as it is. What may be known is asked again when they
are given.
"""

from collections.abc import Mapping
from datetime import timedelta

from services import alert_boards, alert_messages, notify, policy, undrawn
from services.policy import Verb
from storage import alert_ledger, alerts, deadlines, files, people
from storage.alert_ledger import Line, Said, Tally
from storage.alerts import AlertRow
from storage.audit import Deed
from storage.deadlines import Deadline
from storage.outbox import Lane
from storage.people import SIDES, Person
from storage.store import wake
from storage.unit_of_work import UnitOfWork
from views import alert_files as views
from views import alert_lists
from views.alert_files import COUNTED, ENDINGS, Entry, Ledger, LedgerFile, Worded
from views.orders import Order

KIND = "alert-files"
MEDIA_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

_MOST = 100_000  # lines


def ask(uow: UnitOfWork, alert_id: int) -> str:
    """The actor gets the files; what the tap is answered with. Raises `NotAllowed`, `Stale`."""
    policy.require(uow.actor, Verb.EXPORT_ALERT)
    alert_boards.visible(uow, alert_id)
    deadlines.set_for(uow.session, KIND, f"{uow.actor.id}:{alert_id}", due_at=uow.now)
    wake(uow.session, "maps")
    return alert_lists.files_asked(notify.reader_of(uow.actor))


def orders(uow: UnitOfWork, due: Deadline) -> list[Order]:
    """What is to be drawn for it now, or nothing where it is not theirs any more."""
    person, row = _asked(uow, due)
    if person is None or row is None:
        return []
    ledger = _ledger(uow, person, row)
    return [LedgerFile(ledger, ending) for ending in ENDINGS]


def show(uow: UnitOfWork, due: Deadline, drawn: Mapping[Order, bytes]) -> None:
    """Give the files to who asked for them, and write down that they were given."""
    held = deadlines.claim(uow.session, due.id)
    if held is None:
        return
    person, row = _asked(uow, held)
    if person and row:
        mine = [
            each
            for each in drawn
            if isinstance(each, LedgerFile)
            and (each.ledger.side, each.ledger.number) == (person.country, row.number)
        ]
        for each in mine:
            _give(uow, person, row, each, drawn[each])
        told = {"edition": row.edition, "reason": "asked for", "to": [person.id]}
        uow.record(Deed.EXPORT, f"alert:{row.number}", side=person.country, **told)
    deadlines.forget(uow.session, held)


def not_drawn(uow: UnitOfWork, due: Deadline) -> None:
    """No file can be had: tried again a few times, then whoever asked is told."""
    held = undrawn.given_up(uow, due)
    if held is None:
        return
    person, row = _asked(uow, held)
    if person and row:
        reader, alert = notify.reader_of(person), alert_messages.as_read(uow, row)
        notify.notice(uow, person, views.not_made(reader, alert), lane=Lane.REPLY)
    deadlines.forget(uow.session, held)


def _give(uow: UnitOfWork, person: Person, row: AlertRow, of: LedgerFile, data: bytes) -> None:
    key = files.put(uow.session, data, MEDIA_TYPES[of.ending], uow.now)
    message = views.document(alert_messages.as_read(uow, row), of, key)
    notify.notice(uow, person, message, lane=Lane.REPLY)


def _asked(uow: UnitOfWork, due: Deadline) -> tuple[Person | None, AlertRow | None]:
    """Who asked, and for which edition, if they may still have it."""
    person_id, _colon, alert_id = due.subject.partition(":")
    person = people.by_id(uow.session, int(person_id))
    row = alerts.by_id(uow.session, int(alert_id))
    if person is None or row is None or not policy.allows(person, Verb.EXPORT_ALERT):
        return None, None
    return (person, row) if policy.may_see_alert_board(person, row) else (None, None)


def _ledger(uow: UnitOfWork, person: Person, row: AlertRow) -> Ledger:
    alert_id, side, late = row.id or 0, person.country, alert_boards.late(row)
    tally = alert_ledger.tally(uow.session, alert_id, late_after=late)
    lines = alert_ledger.lines(uow.session, alert_id, None, side, limit=_MOST)
    said = alert_ledger.said(uow.session, alert_id, policy.sides_asked_by(person, row))
    return Ledger(
        side=side,
        number=row.number,
        edition=row.edition,
        severity=row.severity,
        status=row.status,
        exercise=row.exercise,
        sent_at=row.sent_at or row.created_at,
        expires_at=row.expires_at,
        counts=tuple((each, _counts(tally, each)) for each in SIDES),
        entries=tuple(_entry(each, late) for each in lines),
        worded=tuple(_worded(each, side) for each in reversed(said)),
    )


def _counts(tally: list[Tally], side: str) -> tuple[tuple[str, int], ...]:
    """Of all units together: which of them the other side's people are in is not told."""
    units = [each.counts for each in tally if each.side == side]
    names = [name for name in units[0] if name.startswith(("held_", "said_"))] if units else []
    shown = (*COUNTED, *names) if units else ()
    return tuple((name, sum(counts[name] for counts in units)) for name in shown)


def _entry(line: Line, late: timedelta) -> Entry:
    of = line.recipient
    took = of.answered_at - of.queued_at if of.answered_at and of.queued_at else timedelta()
    return Entry(
        name=line.name,
        unit=of.unit,
        held=of.held,
        queued_at=of.queued_at,
        accepted_at=of.accepted_at,
        failed=of.failed,
        answer=of.answer,
        answered_at=of.answered_at,
        late=took > late,
        reminded=of.reminded,
        silent=of.silent,
    )


def _worded(said: Said, side: str) -> Worded:
    given, name = said.given, said.name if said.side == side else ""
    return Worded(said.side, name, given.at, given.words, given.latitude, given.longitude)

"""Databases that have seen years of service, made by few statements; either database."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    String,
    Table,
    case,
    cast,
    insert,
    literal,
    select,
)

from storage import drafts, inbox, outbox
from storage.audit import Deed, audit
from storage.cards import card
from storage.deadlines import deadline
from storage.drafts import draft
from storage.outbox import Lane
from storage.people import Role, person, person_role
from storage.session import Session
from storage.sightings import Handling, Sharing, handling, sighting
from storage.store import opened

# Ids are counted down from here, so that what comes while a bench runs is newer.
_APART = 10**9
ENROLLED = 40  # people that a bench enrols first; they have reported everything
FIRST, CHATS = 5_000_000, 1000  # who got the messages; the first forty of them go on
STRANGERS = 8_000_000  # the first chat id of people who only fill the roster
_TEXT = "Дојава RS-26-0417: сумњиво возило код Наидаша, креће се ка граници. " * 5
_CATEGORIES = ("cat.traces", "cat.drone", "cat.poaching", "cat.suspicious_vehicle")

Values = dict[str, object]


def history(url: str, begin: int, end: int) -> None:
    """Sightings that were handled, with all that each leaves behind, `begin` to before `end`."""
    _fill(url, begin, end, _history)


def roster(url: str, begin: int, end: int) -> None:
    """People who do nothing now."""
    _fill(url, begin, end, lambda n, _: [(person, _person(n))])
    _fill(url, begin, end, lambda n, _: [(person_role, _role(n))])


def later(url: str, begin: int, end: int) -> None:
    """Messages that are due tomorrow."""
    _fill(url, begin, end, lambda n, now: [(outbox.outbox, _queued(n, now + timedelta(days=1)))])


def backlog(url: str, begin: int, end: int) -> None:
    """Messages that are due now, each to somebody else."""
    _fill(url, begin, end, lambda n, now: [(outbox.outbox, _queued(n, now))])


def _fill(url: str, begin: int, end: int, rows: Any) -> None:
    def work(session: Session) -> None:
        numbers = _numbers(begin, end)
        for table, values in rows(numbers.c.n, datetime.now(UTC)):
            _insert(session, table, values, numbers)

    with opened(url) as store:
        store.run_blocking(work)


def _numbers(begin: int, end: int) -> CTE:
    """From `begin` on, without `end`."""
    numbers = select(literal(begin).label("n")).cte("numbers", recursive=True)
    return numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < end - 1))


def _insert(session: Session, table: Table, values: Values, numbers: CTE) -> None:
    columns = [
        value if isinstance(value, ColumnElement) else literal(value, table.c[name].type)
        for name, value in values.items()
    ]
    chosen = select(*columns).select_from(numbers)
    session.execute(insert(table).from_select(list(values), chosen, include_defaults=False))


def _history(n: ColumnElement[int], now: datetime) -> Sequence[tuple[Table, Values]]:
    who = n % ENROLLED + 1
    subject = literal("sighting:") + cast(_APART - n, String)
    said: Values = {"chat_id": FIRST + n % CHATS, "payload": _TEXT}
    side = case((n % 2 == 0, "RS"), else_="RO")
    return [
        (sighting, _sighting(n, who, side, now)),
        *((handling, _handled(n, who, each, now)) for each in ("RS", "RO")),
        (card, said | {"subject": subject, "person_id": who, "message_id": n} | _CARD),
        (outbox.outbox, said | _sent(subject, who, now)),
        (inbox.inbox, _done(n, who, now)),
        (audit, {"at": now, "actor_id": who, "subject": subject, "position": -n} | _ENTRY),
        (draft, {"sender": STRANGERS + who, "created_at": now, "updated_at": now} | _DRAFT),
        (deadline, {"subject": subject, "due_at": now, "not_before": now, "done_at": now} | _DUE),
    ]


_CARD: Values = {"version": 2, "pinned": False}
_ENTRY: Values = {"deed": Deed.COLLECTION.value, "detail": "{}", "digest": "0" * 64}
_DRAFT: Values = {
    "flow": "sighting",
    "step": "review",
    "answers": "{}",
    "version": 6,
    "state": drafts.State.DONE,
}
_DUE: Values = {"kind": "remind", "attempts": 0}


def _sighting(n: Any, who: Any, side: Any, now: datetime) -> Values:
    kind = n % len(_CATEGORIES)
    return {
        "id": _APART - n,
        "number": literal("X") + cast(n, String),
        "side": side,
        "sharing": Sharing.BOTH.value,
        "exercise": False,
        "reporter_id": who,
        "category": case(*((kind == i, each) for i, each in enumerate(_CATEGORIES)), else_=""),
        "latitude": 44.8,
        "longitude": 21.3,
        "direction": "unknown",
        "note": "",
        "seen_at": now,
        "reported_at": now,
    }


def _handled(n: Any, who: Any, side: str, now: datetime) -> Values:
    resolved = Handling.RESOLVED.value
    row: Values = {"sighting_id": _APART - n, "side": side, "state": resolved, "version": 3}
    return row | {"person_id": who, "at": now}


def _sent(subject: Any, who: Any, now: datetime) -> Values:
    return {
        "person_id": who,
        "lane": Lane.NOTICE,
        "method": "sendMessage",
        "subject": subject,
        "state": outbox.State.SENT,
        "attempts": 1,
        "repeated": False,
        "message_id": 17,
        "due_at": now,
        "not_before": now,
        "created_at": now,
        "finished_at": now,
    }


def _queued(n: Any, due: datetime) -> Values:
    return {
        "chat_id": 2 * STRANGERS + n,
        "payload": '{"text": "Подсетник"}',
        "lane": Lane.ROUTINE,
        "method": "sendMessage",
        "state": outbox.State.QUEUED,
        "attempts": 0,
        "repeated": False,
        "due_at": due,
        "not_before": due,
        "created_at": due,
    }


def _done(n: Any, who: Any, now: datetime) -> Values:
    return {
        "update_id": _APART + n,
        "sender": STRANGERS + who,
        "state": inbox.State.DONE,
        "attempts": 1,
        "urgent": False,
        "received_at": now,
        "not_before": now,
        "done_at": now,
    }


def _person(n: Any) -> Values:
    return {
        "id": _APART - n,
        "service_number": literal("F") + cast(n, String),
        "name": "Mila",
        "country": case((n % 2 == 0, "RS"), else_="RO"),
        "service": "Poliția de Frontieră",
        "unit": "",
        "language": "ro",
        "phone": literal("+40") + cast(n, String),
        "telegram_id": STRANGERS + n,
        "enrolled_at": datetime.now(UTC),
    }


def _role(n: Any) -> Values:
    return {"person_id": cast(_APART - n, Integer), "role": Role.OFFICER.value}

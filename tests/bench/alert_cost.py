"""How long the database is held by an alert to many: `python -m tests.bench.alert_cost`.

Each line is one transaction: while it lasts, nobody else writes into SQLite.
"""

import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from sqlalchemy import func, select, update

from services import alert_boards, alert_messages, alert_repeats, alerts
from services.alert_audiences import Audience
from services.alerts import AlertForm
from storage import alert_outcomes, alert_recipients, migrate, people
from storage.alert_recipients import Answer, Answered, recipient
from storage.alerts import AlertRow, Severity, Status
from storage.cards import card
from storage.outbox import State, outbox
from storage.people import Person, Role
from storage.session import Session
from storage.store import Store, opened
from storage.unit_of_work import Installation, UnitOfWork

SIZES = (1000, 5000)
_INSTALLATION = Installation("straja_bot", b"the key of the benchmarks", exercise=False)
_LANGUAGES = {"RS": ("sr-Cyrl", "sr-Latn"), "RO": ("ro", "ro")}
_UNITS = 20
SIDE = {side: at for at, side in enumerate(people.SIDES)}  # every second person is of a side


def enrol(session: Session, number: int, now: datetime, first: int = 8_000_000) -> list[int]:
    """So many officers, half of each side, in twenty units, and a desk of three for each side."""
    rows = []
    for at in range(number):
        side = ("RS", "RO")[at % 2]
        rows.append(
            {
                "service_number": f"{side}-{at:06}",
                "name": f"Службеник {at:05}" if side == "RS" else f"Polițist {at:05}",
                "country": side,
                "service": "Гранична полиција" if side == "RS" else "Poliția de Frontieră",
                "unit": f"{side} {at % _UNITS:02}",
                "language": _LANGUAGES[side][at // 2 % 2],
                "phone": f"+3816{at:08}",
                "telegram_id": first + at,
                "enrolled_at": now,
                "on_duty_since": now,
            }
        )
    ids = people.add_all(session, rows)
    roles = {key: [Role.DUTY if at < 6 else Role.OFFICER] for at, key in enumerate(ids)}
    people.add_roles(session, roles)
    return ids


def form(now: datetime, severity: Severity = Severity.SEVERE) -> AlertForm:
    """An alert to everybody, in both languages."""
    return AlertForm(
        severity=severity,
        urgency="Immediate",
        certainty="Observed",
        texts={"sr": "Возило ка граници. " * 6, "ro": "Vehicul spre frontieră. " * 6},
        audience=Audience(),
        expires_at=now + timedelta(hours=6),
    )


class Office:
    """One database, and the time each transaction takes."""

    def __init__(self, store: Store, number: int) -> None:
        self.store, self.now = store, datetime.now(UTC)
        self.ids = store.run_blocking(lambda session: enrol(session, number, self.now))

    def takes(self, deed: Callable[[UnitOfWork], object], actor_id: int = 0) -> float:
        """Milliseconds of processor time; by the clock a busy machine says nothing."""

        def work(session: Session) -> None:
            actor = people.by_id(session, actor_id) if actor_id else None
            chat = actor.telegram_id or 0 if actor else 0
            deed(UnitOfWork(session, actor or Person(), self.now, _INSTALLATION, chat))

        begun = time.process_time()
        self.store.run_blocking(work)
        return 1000 * (time.process_time() - begun)


def measure(url: str, number: int) -> dict[str, float]:
    """Milliseconds of each kind of transaction of an alert to so many people."""
    with opened(url) as store:
        office = Office(store, number)
        _warm(office)
        found: dict[str, float] = {}
        sent: list[AlertRow] = []
        found["issue"] = office.takes(
            lambda uow: sent.append(alerts.issue(uow, form(office.now))), office.ids[0]
        )
        row = sent[0]
        batches = []
        while _unsent(store):
            batches.append(office.takes(lambda uow: alert_messages.spread(uow, row)))
        found["batch of spreading, median"] = median(batches)
        found["batch of spreading, longest"] = max(batches)
        _accept(store, office.now)
        found["board, everything new"] = office.takes(_refresh(row))
        for _ in range(number // alert_outcomes.MOST):
            office.takes(_refresh(row))
        found["board, nothing new"] = office.takes(_refresh(row))
        _answered(store, row, office.ids[: number // 2], office.now)
        found["board, half have answered"] = office.takes(_refresh(row))
        office.now += timedelta(minutes=2)
        found["reminder, its first batch"] = office.takes(
            lambda uow: alert_repeats.remind(uow, row, ("RS", "RO"))
        )
        found["end, its first batch"] = office.takes(lambda uow: _end(uow, row.number))
        return found


def _warm(office: Office) -> None:
    """Catalogues and statements are read and compiled once in the life of a process."""
    for side, actor_id in zip(people.SIDES, office.ids, strict=False):
        number = _small(office, side, actor_id)
        office.takes(lambda uow, number=number: alert_boards.keep_current(uow, number))  # type: ignore[misc]  # a default binds the loop's value
        office.takes(lambda uow, number=number: _end(uow, number))  # type: ignore[misc]  # as above


def _small(office: Office, side: str, actor_id: int) -> str:
    """An alert to one unit; its number."""
    few = replace(form(office.now), audience=Audience(units=((side, f"{side} 0{SIDE[side]}"),)))
    sent: list[AlertRow] = []
    office.takes(lambda uow: sent.append(alerts.issue(uow, few)), actor_id)
    return sent[0].number


def _end(uow: UnitOfWork, number: str) -> None:
    alerts.end(uow, alerts.active(uow, number), Status.CANCELLED)


def _refresh(row: AlertRow) -> Callable[[UnitOfWork], object]:
    return lambda uow: alert_boards.keep_current(uow, row.number)


def _unsent(store: Store) -> bool:
    left = select(func.count()).where(recipient.c.queued_at.is_(None), recipient.c.held == "")
    return bool(store.run_blocking(lambda session: session.scalar(left)))


def _accept(store: Store, now: datetime) -> None:
    """Telegram takes everything."""
    taken = {"state": State.SENT, "finished_at": now, "message_id": outbox.c.id}

    def work(session: Session) -> None:
        session.execute(update(outbox).values(taken))
        session.execute(update(card).values(message_id=card.c.id))

    store.run_blocking(work)


def _answered(store: Store, row: AlertRow, ids: list[int], now: datetime) -> None:
    def work(session: Session) -> None:
        for each in ids:
            given = Answered(row.id or 0, each, Answer.RECEIVED, now)
            alert_recipients.put_answer(session, given)

    store.run_blocking(work)


def run(sizes: tuple[int, ...] = SIZES) -> str:
    """A table of them."""
    found: dict[int, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for number in sizes:
            url = f"sqlite:///{Path(folder) / f'{number}.db'}"
            migrate.upgrade(url)
            found[number] = measure(url, number)
    names = list(found[sizes[0]])
    lines = ["| transaction | " + " | ".join(f"{n:,} people" for n in sizes) + " |"]
    lines.append("|---|" + "---|" * len(sizes))
    lines += [
        f"| {n} | " + " | ".join(f"{found[s][n]:.0f} ms" for s in sizes) + " |" for n in names
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    print(run())

"""An assistant without a network: updates enter at the edge, and what is queued is read by chat."""

import itertools
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Table, select, update

from bot.outcomes import Settlement
from bot.verdicts import Kind, Verdict
from handlers.edge import Edge, Toast
from services import clock, reach
from storage import deadlines, inbox, organisation, outbox, people
from storage.inbox import Arrival
from storage.organisation import SectorRow
from storage.outbox import State
from storage.people import Person, Role
from storage.session import Session
from storage.store import Store, opened
from storage.unit_of_work import Installation, UnitOfWork

T = TypeVar("T")
Json = dict[str, Any]

EVENING = datetime(2026, 7, 14, 19, 5, tzinfo=UTC)  # 21:05 in Serbia, 22:05 in Romania
NERA = {"latitude": 44.8231, "longitude": 21.3359}
LANGUAGES = {"RS": "sr-Cyrl", "RO": "ro"}
SERVICES = {"RS": "Гранична полиција", "RO": "Poliția de Frontieră"}


@dataclass
class Office:
    """One database, one edge, a clock that stands, and every chat as its owner sees it."""

    store: Store
    installation: Installation
    now: datetime = EVENING
    chats: dict[int, dict[int, Json]] = field(default_factory=dict)
    sent: list[tuple[int, str, str]] = field(default_factory=list)  # chat, method, text
    toasts: list[Toast] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    closed: set[int] = field(default_factory=set)  # chats whose owners have blocked the assistant

    def run(self, work: Callable[[Session], T]) -> T:
        return self.store.run_blocking(work)

    def enrol(
        self, name: str, country: str = "RS", roles: str = "officer", *, language: str = ""
    ) -> "Officer":
        """Somebody who has come in, with a chat of their own."""
        telegram_id = 7000 + next(self.numbers)
        values = {
            "service_number": f"{country}-{telegram_id}",
            "name": name,
            "country": country,
            "service": SERVICES[country],
            "language": language or LANGUAGES[country],
            "phone": f"+{telegram_id}",
            "telegram_id": telegram_id,
            "enrolled_at": self.now,
        }

        def work(session: Session) -> int:
            person_id = people.add(session, values)
            people.set_roles(session, person_id, [Role(each) for each in roles.split(";")])
            return person_id

        return Officer(self, self.run(work), telegram_id)

    def act(self, officer: "Officer", deed: Callable[[UnitOfWork], T]) -> T:
        """A use case on somebody's behalf; what it raises undoes it and is raised here."""

        def work(session: Session) -> T:
            actor = people.by_id(session, officer.person_id) or Person()
            chat_id = officer.telegram_id
            return deed(UnitOfWork(session, actor, self.now, self.installation, chat_id))

        result = self.run(work)
        self.deliver()
        return result

    def takes(self, update: Json) -> Toast | None:
        """One update through inbox and edge, and everything it has queued."""
        update = {"update_id": next(self.numbers)} | update

        def keep(session: Session) -> int:
            inbox.keep(session, [Arrival.of(update)], self.now)
            return list(inbox.undone(session))[-1]

        row_id = self.run(keep)
        edge = Edge(self.installation)
        toast = self.run(lambda session: edge.handle(session, row_id, self.now))
        self.deliver()
        return toast

    def ticks(self, **later: float) -> None:
        """Time passes, and what has become due is done."""
        self.now += timedelta(**later)

        def work(session: Session) -> None:
            for due in deadlines.due(session, self.now):
                clock.handle(UnitOfWork(session, Person(), self.now, self.installation), due)

        self.run(work)
        self.deliver()

    def deliver(self) -> None:
        """Telegram takes everything that waits, in its order, but for chats that are closed."""
        self.refuse()

        def work(session: Session) -> list[tuple[int, str, Json, int]]:
            waiting = select(outbox.outbox).where(outbox.outbox.c.state == State.QUEUED)
            taken = []
            for row in session.execute(waiting.order_by(outbox.outbox.c.id)).all():
                payload = json.loads(row.payload)
                message_id = payload.get("message_id") or next(self.numbers)
                outbox.sent(session, row.id, message_id=message_id, now=self.now)
                taken.append((row.chat_id, row.method, payload, message_id))
            return taken

        for chat_id, method, payload, message_id in self.run(work):
            if method not in {*outbox.SAYING, "editMessageText"}:
                continue
            payload.setdefault("text", payload.get("caption", ""))
            self.chats.setdefault(chat_id, {})[message_id] = payload
            self.sent.append((chat_id, method, payload["text"]))

    def refuse(self) -> None:
        """What waits for chats that are closed comes to what the courier makes of a refusal."""

        def tell(session: Session, person_id: int, now: datetime) -> None:
            person = people.by_id(session, person_id) or Person()
            reach.tell_desk(UnitOfWork(session, Person(), now, self.installation), person)

        def work(session: Session) -> None:
            for chat_id in self.closed:
                here = (outbox.outbox.c.chat_id == chat_id, outbox.outbox.c.state == State.QUEUED)
                query = select(*outbox.COLUMNS).where(*here).order_by(outbox.outbox.c.id).limit(1)
                if found := session.execute(query).one_or_none():
                    taken = update(outbox.outbox).where(outbox.outbox.c.id == found.id)
                    session.execute(taken.values(state=State.SENDING, epoch=1))
                    row = replace(outbox.as_row(found), epoch=1)
                    refused = Verdict(Kind.UNREACHABLE, "Forbidden: bot was blocked by the user")
                    Settlement(row, refused, self.now).write(session, tell)

        self.run(work)

    def rows(self, table: Table) -> list[Json]:
        """Everything in a table, by its first column."""
        query = select(table).order_by(table.c[0])
        return self.run(lambda session: [dict(row._mapping) for row in session.execute(query)])

    def add_sector(self, code: str, sr_cyrl: str, ro: str, *, places: str = "") -> None:
        row = SectorRow(code=code, country="RS", sr_cyrl=sr_cyrl, ro=ro, places=places)
        self.run(lambda session: organisation.add_sector(session, row))


@dataclass(frozen=True)
class Officer:
    """One person of the office: what they do, and what their chat shows."""

    office: Office
    person_id: int
    telegram_id: int
    language_code: str = "sr"

    @property
    def person(self) -> Person:
        found = self.office.run(lambda session: people.by_id(session, self.person_id))
        assert found
        return found

    @property
    def chat(self) -> list[Json]:
        """The messages of the bot as they read now, oldest first."""
        shown = self.office.chats.get(self.telegram_id, {})
        return [shown[message_id] for message_id in sorted(shown)]

    @property
    def texts(self) -> list[str]:
        return [each["text"] for each in self.chat]

    @property
    def last(self) -> Json:
        return self.chat[-1]

    def buttons(self) -> list[str]:
        """Labels under the newest message with buttons."""
        offering = [each for each in map(_buttons, self.chat) if each]
        return [label for label, _data in offering[-1]] if offering else []

    def data(self, label: str) -> str:
        """What the newest button of this label carries."""
        return self._find(label)[1]

    def changes_duty(self) -> None:
        """/duty, and where that is asked the first end offered, or *tell all and go off duty*."""
        before = self.person.on_duty_since
        self.says("/duty")
        if self.person.on_duty_since == before:
            offered = [data for each in self.chat for _label, data in _buttons(each)]
            wanted = "duty-off" if before else "duty-until:"
            self.presses(next(each for each in offered if each.startswith(wanted)), self._newest())

    def _newest(self) -> int:
        return max(self.office.chats[self.telegram_id])

    def says(self, text: str) -> Toast | None:
        return self.shares(text=text)

    def shares(self, **content: Any) -> Toast | None:
        me, number = self._me(), next(self.office.numbers)
        body = {"message_id": number, "date": self._date(), "chat": self._chat(), "from": me}
        return self.office.takes({"message": body | content})

    def moves(self, *, started: datetime, **location: Any) -> None:
        """A live location shared then tells of itself; without `live_period` it has ended."""
        told = {"date": int(started.timestamp()), "edit_date": self._date(), "location": location}
        body = {"message_id": 1, "chat": self._chat(), "from": self._me()}
        assert self.office.takes({"edited_message": body | told}) is None

    def taps(self, label: str) -> str:
        """Press the newest inline button of this label; the toast's text."""
        message_id, data = self._find(label)
        return self.presses(data, message_id)

    def presses(self, data: str, message_id: int = 1) -> str:
        """Send this as a button's data, be it offered or forged; the toast's text."""
        bot = {"id": 1, "is_bot": True, "first_name": "Straja"}
        message = {"message_id": message_id, "date": 1, "chat": self._chat(), "from": bot}
        query = {"id": "1", "from": self._me(), "chat_instance": "1", "data": data}
        toast = self.office.takes({"callback_query": query | {"message": message}})
        assert toast, "a tap is always answered"
        self.office.toasts.append(toast)
        return toast.text

    def _find(self, label: str) -> tuple[int, str]:
        shown = self.office.chats.get(self.telegram_id, {})
        for message_id in sorted(shown, reverse=True):
            for known, data in _buttons(shown[message_id]):
                if known == label:
                    return message_id, data
        raise AssertionError(
            f"No button {label!r} in {[_buttons(each) for each in shown.values()]}"
        )

    def _date(self) -> int:
        return int(self.office.now.timestamp())

    def _me(self) -> Json:
        return {
            "id": self.telegram_id,
            "is_bot": False,
            "first_name": "A",
            "language_code": self.language_code,
        }

    def _chat(self) -> Json:
        return {"id": self.telegram_id, "type": "private", "first_name": "A"}


def _buttons(message: Json) -> list[tuple[str, str]]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [(button["text"], button["callback_data"]) for row in rows for button in row]


def keys(message: Json) -> list[str]:
    """Labels of the large keys a message brings."""
    rows = message.get("reply_markup", {}).get("keyboard", [])
    return [key["text"] for row in rows for key in row]


@contextmanager
def office(url: str, *, exercise: bool = False, second_release: bool = False) -> Iterator[Office]:
    with opened(url) as store:
        yield Office(
            store,
            Installation(
                "straja_bot", b"the key of these tests", exercise, second_release=second_release
            ),
        )

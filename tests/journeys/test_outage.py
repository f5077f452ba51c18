"""The assistant is gone, or Telegram is: what was open is asked again, and the desks are told."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from bot.main import Assistant
from bot.settings import Settings
from sandbox.client import Sandbox
from sandbox.server import Running
from services import duty
from storage import people
from storage.outage import last_heard
from storage.outbox import UNFINISHED, State, outbox
from storage.session import Session
from storage.unit_of_work import Installation, UnitOfWork
from tests.bot.line import Line
from tests.journeys.parts import Clock, on_watch, quiet, until
from tests.journeys.test_bad_input import CYRILLIC, ROMANIAN, Words, to_review
from tests.people import Json, Phone, enrol
from views.introduction import heard_label
from views.language import Language, Reader
from views.questions import wording

RS, RO = Reader(Language.SR_CYRL, "RS"), Reader(Language.RO, "RO")


@dataclass(frozen=True)
class Said:
    """What a reader of one side presses and reads."""

    reader: Reader
    ask: str
    again: str
    silence: str
    no: str
    heard: str


SAID = {
    "RS": Said(
        RS,
        "❓ Постави питање",
        "🔁 Поново послато због прекида у раду: ",
        "У периоду од ",
        "Не",
        "Чуо се сигнал",
    ),
    "RO": Said(
        RO,
        "❓ Pune o întrebare",
        "🔁 Trimis din nou din cauza unei întreruperi: ",
        "Asistentul nu a primit nimic între ",
        "Nu",
        "S-a auzit semnalul",
    ),
}


@dataclass(frozen=True)
class Cast:
    """An officer, both desks on duty, and an outsider of the officer's own side."""

    officer: Phone
    own_desk: Phone
    desk: Phone
    outsider: Phone
    own: Said
    other: Said

    async def marked(self, phone: Phone) -> list[str]:
        return [each["text"] for each in await phone.screen() if "🔁" in each["text"]]

    async def told(self, phone: Phone, said: Said) -> list[str]:
        return [each["text"] for each in await phone.screen() if said.silence in each["text"]]


async def _cast(assistant: Assistant, sandbox: Sandbox, words: Words, clock: Clock) -> Cast:
    own, across = words.country, {"RS": "RO", "RO": "RS"}[words.country]

    async def joins(name: str, country: str, roles: str = "officer") -> Phone:
        phone = await enrol(assistant, sandbox, name, country=country, roles=roles)
        await phone.presses(heard_label(SAID[country].reader))
        await phone.reads("1/3")
        return phone

    officer, outsider = await joins("Vuk Lupu", own), await joins("Mara Pop", own)
    desks = await joins("Ana Ilić", own, "duty"), await joins("Ion Ilie", across, "duty")

    def begin(session: Session) -> None:
        for phone in desks:
            person = people.by_id(session, phone.person_id)
            assert person
            uow = UnitOfWork(session, person, clock(), Installation(), phone.id)
            duty.until(uow, clock() + timedelta(hours=2))

    await assistant.store.run(begin)
    return Cast(officer, *desks, outsider, SAID[own], SAID[across])


async def _asked(cast: Cast, words: Words) -> None:
    """A report, and the other desk's question whether anybody is armed."""
    await to_review(cast.officer, words)
    await cast.officer.presses(words.send)
    await cast.desk.presses(cast.other.ask)
    await cast.desk.presses(wording(cast.other.reader, "armed"))
    await cast.officer.reads(wording(cast.own.reader, "armed"))


async def _heard_again(assistant: Assistant, clock: Clock, since: Any) -> None:
    """Updates come in again; and what came with the first of them has been handled."""
    await until(assistant.store, lambda session: (last_heard(session) or since) > since)
    clock.passes(seconds=11)


@pytest.mark.parametrize("words", [CYRILLIC, ROMANIAN], ids=["sr-Cyrl", "ro"])
async def test_after_ten_minutes_away_what_is_open_is_asked_again_and_both_desks_know(
    settings: Settings, sandbox: Sandbox, words: Words
) -> None:
    clock = Clock()
    async with on_watch(settings, clock=clock) as assistant:
        cast = await _cast(assistant, sandbox, words, clock)
        await _asked(cast, words)
        silent = await cast.outsider.screen()

    lost = await sandbox.press(cast.officer.id, cast.own.no)
    clock.passes(minutes=10)
    await sandbox.advance(600)
    async with on_watch(settings, clock=clock) as assistant:
        await _heard_again(assistant, clock, clock())
        await cast.officer.reads(cast.own.again)
        await cast.own_desk.reads(cast.own.silence)
        await cast.desk.reads(cast.other.silence)
        await cast.officer.presses(cast.own.no)
        await cast.desk.reads(f"✔ {cast.other.no}")
        assert not (await sandbox.callback(lost["callback_query_id"]))["answered"]

    clock.passes(seconds=30)
    async with on_watch(settings, clock=clock) as assistant:
        await _heard_again(assistant, clock, clock())
        await cast.officer.says("/whoami")
        await quiet(assistant.store)
        assert await cast.marked(cast.officer) == []  # answered, so its card asks no more
        assert len(await cast.told(cast.own_desk, cast.own)) == 1
        assert len(await cast.told(cast.desk, cast.other)) == 1
        assert await cast.outsider.screen() == silent


async def _calls(assistant: Assistant) -> list[Json]:
    def read(session: Session) -> list[Json]:
        return [dict(row._mapping) for row in session.execute(outbox.select())]

    return await assistant.store.read(read)


def _unsent(session: Session) -> bool:
    unfinished = outbox.select().where(outbox.c.state.in_(UNFINISHED))
    return session.execute(unfinished).first() is not None


def _expires(session: Session) -> bool:
    return any(row.expires_at for row in session.execute(outbox.select()))


@pytest.mark.parametrize("words", [ROMANIAN], ids=["ro"])
async def test_three_hours_without_telegram_lose_nothing_and_what_is_stale_is_not_sent(
    settings: Settings, sandbox: Sandbox, running: Running, words: Words
) -> None:
    clock = Clock()
    async with Line(running.port) as line:
        here = settings.model_copy(update={"telegram_api": line.url})
        async with on_watch(here, sandbox=sandbox.url, clock=clock) as assistant:
            cast = await _cast(assistant, sandbox, words, clock)
            await _asked(cast, words)
            await line.cut()
            clock.passes(hours=1, minutes=50)  # each duty ends soon: its officer is reminded
            await until(assistant.store, _expires)
            clock.passes(minutes=70)  # too late for that
            gone = clock()
            await sandbox.advance(3 * 3600)
            await line.mend()
            await _heard_again(assistant, clock, gone)
            await cast.officer.reads(cast.own.again)
            await cast.officer.presses(cast.own.no)
            await cast.desk.reads(f"✔ {cast.other.no}")
            await until(assistant.store, lambda session: not _unsent(session))
            calls = await _calls(assistant)
            reminders = [each for each in calls if each["expires_at"]]
            shown = str(await cast.own_desk.screen() + await cast.desk.screen())

    assert {State(each["state"]) for each in reminders} == {State.CANCELLED}
    assert {each["outcome"] for each in reminders} == {"expired"}
    outcomes = {each["outcome"] for each in calls if each["state"] == State.CANCELLED}
    assert outcomes <= {"expired", "a newer one followed"}
    assert {State(each["state"]) for each in calls} == {State.SENT, State.CANCELLED}
    assert _late(cast.own.reader) in shown
    assert _late(cast.other.reader) in shown


def _late(reader: Reader) -> str:
    """How the end of duty says that it was noticed late, as far as the minutes."""
    return {"RS": "⏱ Уочено касно. Закашњење: ", "RO": "⏱ Observat cu întârziere: "}[reader.country]

"""The board of an alert on the phones of both desks: followed, reminded, listed, and as files."""

import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from bot.main import Assistant, utc_now
from bot.settings import Settings
from sandbox.client import Sandbox
from services import alerts
from storage import people
from storage.alert_ledger import Part
from storage.alert_recipients import Answer
from storage.session import Session
from storage.unit_of_work import Installation, UnitOfWork
from tests.bench.alert_cost import form
from tests.journeys.conftest import Enrol
from tests.journeys.test_digest import file_of
from tests.people import Phone
from views import alert_boards
from views import alerts as views
from views.language import Language, Reader

ABROAD = {"RS": "RO", "RO": "RS"}


@pytest.fixture
def hands() -> list[timedelta]:
    """How far the assistant's clock is ahead."""
    return [timedelta()]


@pytest.fixture
async def assistant(
    settings: Settings, sandbox: Sandbox, hands: list[timedelta]
) -> AsyncIterator[Assistant]:
    def now() -> datetime:
        return utc_now() + hands[0]

    assistant = Assistant(settings, private=0.001, clock=now)
    await assistant.start()
    yield assistant
    await assistant.stop()


async def issue(assistant: Assistant, desk: Phone, now: datetime) -> str:
    def work(session: Session) -> str:
        actor = people.by_id(session, desk.person_id)
        assert actor
        uow = UnitOfWork(session, actor, now, Installation(), desk.id)
        return alerts.issue(uow, form(now)).number

    return await assistant.store.run(work)


def one_confirmation(reader: Reader) -> str:
    return "✔ " + reader.gettext("Confirmed: {n}", n=1)


@pytest.mark.parametrize(
    ("language", "country"), [("sr-Cyrl", "RS"), ("sr-Latn", "RS"), ("ro", "RO")]
)
async def test_a_desk_follows_reminds_lists_and_takes_the_files(
    assistant: Assistant, enrol: Enrol, hands: list[timedelta], language: str, country: str
) -> None:
    reader, abroad = Reader(Language(language), country), ABROAD[country]
    there = Reader(Language("ro" if abroad == "RO" else "sr-Cyrl"), abroad)
    desk = await enrol("Zoran", country=country, roles="duty", language=language)
    other = await enrol("Vasile", country=abroad, roles="duty")
    silent = await enrol("Mila", country=country, language=language)
    quick = await enrol("Ana", country=abroad)
    number = await issue(assistant, desk, utc_now())

    await quick.presses(views.answer_label(there, Answer.RECEIVED))
    confirmed = one_confirmation(reader), one_confirmation(there)
    for phone, line in zip((desk, other), confirmed, strict=True):
        assert number in (await phone.reads(line))["text"]
    hands[0] = timedelta(minutes=2)
    await desk.presses("🔁 " + reader.gettext("Remind those missing"))
    again = await silent.reads(reader.term("alert.repeat", n=1))
    assert number in again["text"]
    await desk.presses(alert_boards.list_label(reader, Part.OPEN))
    listed = await desk.reads("• Mila")
    assert "Ana" not in listed["text"]
    await other.presses(alert_boards.list_label(there, Part.CONFIRMED))
    theirs = await other.reads("• Ana")
    assert "Mila" not in theirs["text"]

    await desk.presses("📄 " + reader.gettext("Files"))
    table = (await file_of(desk, ".csv")).decode("utf-8-sig")
    told = json.loads(await file_of(desk, ".json"))
    assert await file_of(desk, ".xlsx")
    assert ("Mila" in table, "Ana" in table) == (True, False)
    assert told["counts"][abroad]["answered"] == 1
    assert {each["name"]: each["reminded"] for each in told["recipients"]} == {"Mila": 1}
    assert not any("document" in each for each in await silent.screen())

"""A central system's alert, from HTTP to the phones of both sides, and its draft to the desk."""

from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from bot.main import Assistant
from services import senders
from services.senders import SenderForm
from storage.people import Person
from storage.senders import Mode
from storage.session import Session
from storage.unit_of_work import Installation, UnitOfWork
from tests.journeys.conftest import Enrol
from tests.services.cap.said import message

SEND = {"sr-Cyrl": "Пошаљи упозорење", "sr-Latn": "Pošalji upozorenje", "ro": "Trimite alerta"}
RECEIVED = {"sr-Cyrl": "Примљено", "sr-Latn": "Primljeno", "ro": "Recepționat"}
SAID = {
    "sr-Cyrl": "Бели комби из Неготина",
    "sr-Latn": "Beli kombi iz Negotina",
    "ro": "Dubă albă din Negotin",
}


def body(*pairs: tuple[str, str]) -> bytes:
    """The usual message in Serbian and Romanian, of now."""
    block = message().decode().partition("  <info>")[2].partition("</info>")[0]
    romanian = block.replace("sr-Cyrl", "ro-RO").replace(SAID["sr-Cyrl"], SAID["ro"])
    now = datetime.now(UTC).replace(microsecond=0)
    both = message(
        ("  </info>", f"  </info>\n  <info>{romanian}</info>"),
        ("2026-11-26T02:30:00+01:00", now.isoformat()),
        ("2026-11-26T08:30:00+01:00", (now + timedelta(hours=6)).isoformat()),
    ).decode()
    for old, new in pairs:
        assert old in both
        both = both.replace(old, new)
    return both.encode()


async def let_in(assistant: Assistant, country: str, mode: Mode) -> str:
    token = senders.new_token()
    form = SenderForm("centre", country, mode=mode)

    def work(session: Session) -> None:
        uow = UnitOfWork(session, Person(), datetime.now(UTC), Installation())
        senders.add(uow, form, senders.hash_of(token))

    await assistant.store.run(work)
    return token


async def posts(assistant: Assistant, token: str, said: bytes) -> dict[str, str]:
    assert assistant.server
    url = f"http://127.0.0.1:{assistant.server.port}/cap/alerts"
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/cap+xml"}
    async with (
        aiohttp.ClientSession() as client,
        client.post(url, data=said, headers=headers) as answer,
    ):
        assert answer.status == 201, await answer.text()
        told: dict[str, str] = await answer.json()
        return told


@pytest.mark.parametrize(
    ("language", "country"), [("sr-Cyrl", "RS"), ("sr-Latn", "RS"), ("ro", "RO")]
)
async def test_what_a_system_sends_is_read_and_confirmed_in_each_language(
    assistant: Assistant, enrol: Enrol, language: str, country: str
) -> None:
    officer = await enrol("Mila", country=country, language=language)
    outsider = await enrol("Ana", country="RO", roles="coordinator")
    token = await let_in(assistant, country, Mode.SEND)

    told = await posts(assistant, token, body())

    assert told["standing"] == "sent"
    shown = await officer.reads(SAID[language])
    assert told["number"] in str(shown)
    await officer.presses(RECEIVED[language])
    assert not any(SAID["ro"] in str(each) for each in await outsider.screen())


@pytest.mark.parametrize(
    ("language", "country"), [("sr-Cyrl", "RS"), ("sr-Latn", "RS"), ("ro", "RO")]
)
async def test_a_desk_sends_the_draft_of_its_sides_system(
    assistant: Assistant, enrol: Enrol, language: str, country: str
) -> None:
    desk = await enrol("Dragan", country=country, roles="duty", language=language)
    other = await enrol("Ion", country="RO" if country == "RS" else "RS", roles="duty")
    officer = await enrol("Mila", country=country, language=language)
    token = await let_in(assistant, country, Mode.DRAFT)

    told = await posts(assistant, token, body())
    assert told["standing"] == "draft"
    await desk.reads("centre")
    assert not any("centre" in str(each) for each in await other.screen())

    await desk.presses(SEND[language])
    await officer.presses(RECEIVED[language])
    assert SAID[language] in str(await officer.screen())

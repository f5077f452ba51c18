"""An officer blocks the assistant, and catches up when she is back."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from bot.main import Assistant
from sandbox.client import Sandbox
from storage.outbox import State, outbox
from storage.session import Session
from tests.journeys.conftest import Enrol
from tests.journeys.parts import quiet, unsent, until
from tests.journeys.test_sightings import WORDS, reports


@dataclass(frozen=True)
class Said:
    """What an officer of a side and her desk read, and what the other desk presses."""

    other: str
    takes: str
    new: str
    taken: str
    missed: str
    no_longer: str
    again: str


SAID = {
    "RS": Said(
        "RO",
        "Preiau",
        "🔵 Дежурни центар RO: Нова",
        "🟡 Преузима: Дежурни центар RO",
        "2 неиспоручене поруке",
        "Поруке преко Телеграма више не стижу до ове особе: Вера",
        "Поруке преко Телеграма поново стижу до ове особе: Вера",
    ),
    "RO": Said(
        "RS",
        "Преузимам",
        "🔵 Dispecerat RS: Nou",
        "🟡 Preluat de: Dispecerat RS",
        "2 mesaje nelivrate",
        "Mesajele nu mai ajung prin Telegram la această persoană: Вера",
        "Mesajele ajung din nou prin Telegram la această persoană: Вера",
    ),
}


@pytest.mark.parametrize(("side", "language"), [("RS", "sr-Cyrl"), ("RO", "ro")])
async def test_she_reads_what_became_of_her_report_while_she_was_out_of_reach(
    enrol: Enrol, assistant: Assistant, sandbox: Sandbox, side: str, language: str
) -> None:
    said = SAID[side]
    desk = await enrol("Драган", country=side, roles="duty")
    other = await enrol("Ion", country=said.other, roles="duty")
    ana = await enrol("Ana", country=said.other)  # the outsider
    vera = await enrol("Вера", country=side)
    before = len(await ana.screen())
    number = await reports(vera, WORDS[language])
    shown = await vera.reads(said.new)
    at = shown["message_id"]

    await sandbox.block(vera.id)
    await desk.reads(said.no_longer)
    await other.presses(said.takes)
    await other.reads(number)

    def refused(session: Session) -> bool:
        hers = (outbox.c.chat_id == vera.id, outbox.c.state == State.DEAD)
        return len(session.execute(select(outbox.c.id).where(*hers)).all()) == 2

    await until(assistant.store, refused)
    assert said.taken not in str(await vera.screen())

    await sandbox.block(vera.id, blocked=False)
    told = await vera.reads(said.missed)
    await vera.says("/whoami")
    await desk.reads(said.again)
    card = await sandbox.wait_for(
        vera.id, predicate=lambda each: each["message_id"] == at and said.taken in each["text"]
    )
    assert said.new not in card["text"]
    await quiet(assistant.store)
    await until(assistant.store, lambda session: not unsent(session, vera.id))
    texts = [each.get("text", "") for each in await vera.screen()]
    assert texts.count(told["text"]) == 1
    assert sum(said.taken in text for text in texts) == 2  # the card, and the word of it
    at_desk = [each.get("text", "") for each in await desk.screen()]
    heard = [sum(each in text for text in at_desk) for each in (said.no_longer, said.again)]
    assert heard == [1, 1]
    assert len(await ana.screen()) == before

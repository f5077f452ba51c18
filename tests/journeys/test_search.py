"""A desk finds a report by a word of it, and sees one of the other side for a reason."""

import pytest

from bot.main import Assistant
from tests.journeys.conftest import Enrol
from tests.journeys.parts import quiet
from tests.journeys.test_sightings import WORDS, reports


@pytest.mark.parametrize(
    ("country", "language", "key", "ask", "found", "why", "reason", "card"),
    [
        (
            "RS",
            "sr-Cyrl",
            "🔎 Пронађи дојаву",
            "Унесите шта тражите",
            "Пронађена је 1 дојава",
            "Зашто вам је потребна?",
            "Истрага",
            "🕒 Запажено",
        ),
        (
            "RO",
            "ro",
            "🔎 Caută un raport",
            "Scrieți ce căutați",
            "S-a găsit 1 raport",
            "De ce aveți nevoie de el?",
            "Anchetă",
            "🕒 Observat",
        ),
    ],
)
async def test_a_desk_finds_what_the_other_side_shares_and_says_why(
    assistant: Assistant,
    enrol: Enrol,
    country: str,
    language: str,
    key: str,
    ask: str,
    found: str,
    why: str,
    reason: str,
    card: str,
) -> None:
    other = "RO" if country == "RS" else "RS"
    vera = await enrol("Vera Marin", country=other)
    desk = await enrol("Ion Popescu", country=country, roles="duty")
    officer = await enrol("Ana", country=country, language=language)
    number = await reports(vera, WORDS["ro" if other == "RO" else "sr-Cyrl"])

    await desk.taps(key)
    await desk.reads(ask)
    await desk.says("socol пловило danas")
    assert f"• {number}" in (await desk.reads(found))["text"]
    await desk.presses(f"👁 {number}")
    await desk.reads(why)
    await desk.presses(reason)
    await desk.reads(card)
    await officer.says("/search socol")
    await quiet(assistant.store)
    assert number not in str(await officer.screen())

"""A report in one line, checked and sent; both desks read it in their own language."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from bot.main import Assistant
from bot.settings import Settings
from sandbox.client import Sandbox
from tests.journeys.conftest import Enrol
from tests.journeys.parts import on_watch, reports
from tests.people import Json

NOW = datetime(2026, 7, 14, 19, 5, tzinfo=UTC)  # 21:05 in Serbia, 22:05 in Romania


@pytest.fixture
async def assistant(settings: Settings, sandbox: Sandbox) -> AsyncIterator[Assistant]:
    async with on_watch(settings, clock=lambda: NOW) as assistant:
        yield assistant


@dataclass(frozen=True)
class Typed:
    """What an officer types, and what is read of it."""

    language: str
    country: str
    line: str
    review: tuple[str, ...]
    send: str
    note: str
    direction: str


LINES = {
    "Latin letters by a reader of Cyrillic": Typed(
        "sr-Cyrl",
        "RS",
        "3 osobe, čamac, ka Rumuniji, Kladovo, pre 20 minuta, bez svetla",
        ("👁 Сумњиво пловило", "➡ Ка Румунији", "Кладово", "Запажено: 20:45 RS / 21:45 RO"),
        "✅ Пошаљи: RS + RO",
        "bez svetla",
        "to_romania",
    ),
    "Cyrillic by a reader of Latin letters": Typed(
        "sr-Latn",
        "RS",
        "3 ОСОБЕ ЧАМАЦ КА РУМУНИЈИ КОД КЛАДОВА У 20:45 БЕЗ СВЕТЛА",
        ("👁 Sumnjivo plovilo", "➡ Ka Rumuniji", "Kladovo", "Zapaženo: 20:45 RS / 21:45 RO"),
        "✅ Pošalji: RS + RO",
        "БЕЗ СВЕТЛА",
        "to_romania",
    ),
    "Romanian without diacritics": Typed(
        "ro",
        "RO",
        "2 persoane, barca, spre Serbia, langa Socol, acum 20 de minute, fara lumini",
        ("👁 Ambarcațiune suspectă", "➡ Spre Serbia", "Socol", "Observat: 20:45 RS / 21:45 RO"),
        "✅ Trimite: RO + RS",
        "fara lumini",
        "to_serbia",
    ),
}


@pytest.mark.parametrize("typed", LINES.values(), ids=LINES)
async def test_a_line_becomes_a_report_with_one_tap(
    assistant: Assistant, enrol: Enrol, typed: Typed
) -> None:
    officer = await enrol("Vuk Lupu", country=typed.country, language=typed.language)
    desk = await enrol("Ion Popescu", country="RO", roles="duty")
    outsider = await enrol("Ana Ionescu", country="RS")
    silent = len(await outsider.screen())

    await officer.says(typed.line)
    review = await officer.reads(typed.review[0])
    assert [each for each in typed.review if each not in review["text"]] == []
    await officer.presses(typed.send)
    card = await desk.reads("Ambarcațiune suspectă")

    assert f"📝 „{typed.note}”" in card["text"]
    assert len(await outsider.screen()) == silent
    row = await _only(assistant)
    assert (row["direction"], row["note"]) == (typed.direction, typed.note)
    assert row["seen_at"].replace(tzinfo=UTC) == NOW - timedelta(minutes=20)


async def test_what_a_line_does_not_say_is_asked(assistant: Assistant, enrol: Enrol) -> None:
    mila = await enrol("Мила Јовановић", country="RS")
    await mila.says("3 osobe, čamac, ka Rumuniji, Nera")
    asked = await mila.reads("Ушће Нере")
    await mila.presses(asked["inline_keyboard"][0][0]["text"])
    await mila.reads("📝 „Nera“")
    await mila.presses("✅ Пошаљи: RS + RO")
    await mila.reads("примљена")

    assert (await _only(assistant))["note"] == "Nera"


async def test_a_time_in_words_is_asked_about_on_both_clocks(
    assistant: Assistant, enrol: Enrol
) -> None:
    ion = await enrol("Ion Popescu", country="RO")
    await ion.says("2 persoane, barcă, spre Serbia, Socol, la 8")
    await ion.reads("„la 8”")
    await ion.presses("🕒 19:00 RS / 20:00 RO")
    await ion.reads("Observat: 19:00 RS / 20:00 RO")
    await ion.presses("✅ Trimite: RO + RS")
    await ion.reads("Raportul nr.")

    row = await _only(assistant)
    assert row["seen_at"].replace(tzinfo=UTC) == datetime(2026, 7, 14, 17, 0, tzinfo=UTC)


async def _only(assistant: Assistant) -> Json:
    (row,) = await reports(assistant.store)
    return row

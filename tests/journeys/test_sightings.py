"""The main job: an officer reports, both desks hold it, one takes it over, the reporter is told."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from bot.main import Assistant
from bot.settings import Settings
from sandbox.client import Sandbox
from storage import organisation
from storage.audit import audit
from storage.organisation import SectorRow
from storage.session import Session
from storage.sightings import handling
from tests.journeys.conftest import Enrol
from tests.people import NERA_MOUTH, Json, Phone

NOW = datetime(2026, 7, 14, 19, 5, tzinfo=UTC)  # 21:05 in Serbia, 22:05 in Romania
CANARY = "канаринац 7731 canary"


@pytest.fixture
async def assistant(settings: Settings, sandbox: Sandbox) -> AsyncIterator[Assistant]:
    """Its clock stands, so that whole texts can be compared."""
    assistant = Assistant(settings, private=0.001, clock=lambda: NOW)
    await assistant.start()
    yield assistant
    await assistant.stop()


@dataclass
class Hand:
    """A phone that counts what its owner's finger does."""

    phone: Phone
    taps: int = 0

    async def key(self, label: str, **shared: Any) -> None:
        self.taps += 1
        await self.phone.taps(label, **shared)

    async def button(self, label: str) -> None:
        self.taps += 1
        await self.phone.presses(label)


@dataclass(frozen=True)
class Words:
    """What the reporter of a language presses and reads."""

    start: str
    group: str
    vessel: str
    where: str
    location: str
    which_way: str
    way: str
    check: str
    send: str


WORDS = {
    "sr-Cyrl": Words(
        "👁 Нова дојава", "👁 Сумњива појава", "Сумњиво пловило", "Где?", "📍 Пошаљи локацију",
        "Смер кретања", "Ка Румунији", "Проверите", "✅ Пошаљи: RS + RO",
    ),
    "sr-Latn": Words(
        "👁 Nova dojava", "👁 Sumnjiva pojava", "Sumnjivo plovilo", "Gde?", "📍 Pošalji lokaciju",
        "Smer kretanja", "Ka Rumuniji", "Proverite", "✅ Pošalji: RS + RO",
    ),
    "ro": Words(
        "👁 Raport nou", "👁 Situație suspectă", "Ambarcațiune suspectă", "Unde?",
        "📍 Trimite locația", "Direcția de deplasare", "Spre România", "Verificați",
        "✅ Trimite: RO + RS",
    ),
}  # fmt: skip  # a language in three lines reads best


async def to_place(phone: Phone, words: Words = WORDS["sr-Cyrl"]) -> Hand:
    hand = Hand(phone)
    await hand.key(words.start)
    await hand.button(words.group)
    await hand.button(words.vessel)
    await phone.reads(words.where)
    return hand


async def to_review(phone: Phone, words: Words = WORDS["sr-Cyrl"]) -> Hand:
    hand = await to_place(phone, words)
    await hand.key(words.location, location=NERA_MOUTH)
    await phone.reads(words.which_way)
    await hand.button(words.way)
    await phone.reads(words.check)
    return hand


async def reports(phone: Phone, words: Words = WORDS["sr-Cyrl"]) -> str:
    """From the report button to sent; the number."""
    hand = await to_review(phone, words)
    await hand.button(words.send)
    return await number_of(phone)


async def number_of(phone: Phone) -> str:
    receipt = await phone.sandbox.wait_for(
        phone.id, predicate=lambda each: bool(re.search(r"(бр|br|nr)\. R", each.get("text", "")))
    )
    found = re.search(r"R[SO]-26-\d{4,}", receipt["text"])
    assert found
    return found[0]


async def goes_on_duty(phone: Phone) -> None:
    """Two taps: the key, and the last of the ends offered."""

    def offers(message: Json) -> bool:
        return "duty-until" in str(message.get("inline_keyboard"))

    (key,) = [each for each in await phone.keys() if each.startswith("🕒")]
    await phone.taps(key)
    asked = await phone.sandbox.wait_for(phone.id, predicate=offers, timeout=10)
    await phone.presses(asked["inline_keyboard"][-1][0]["text"])


async def gone_quiet(phone: Phone) -> int:
    return len(await phone.screen())


def at_desk(language: str, side: str, *, reporter: str) -> str:
    """The whole card of a vessel reported from Serbia by Mila, number N."""
    return {
        "sr-Latn": (
            "Dojava N\n🔵 Dežurni centar RS: Nova\n🔵 Dežurni centar RO: Nova\n\n"
            "👁 Sumnjivo plovilo\n➡ Ka Rumuniji\nPLACE\n"
            "🕒 Zapaženo: 21:05 RS / 22:05 RO\n📨 Dojavljeno: 21:05 RS / 22:05 RO\n"
            f"👤 {reporter}\n👥 Obe strane: RS + RO"
        ),
        "sr-Cyrl": (
            "Дојава N\n🔵 Дежурни центар RS: Нова\n🔵 Дежурни центар RO: Нова\n\n"
            "👁 Сумњиво пловило\n➡ Ка Румунији\nPLACE\n"
            "🕒 Запажено: 21:05 RS / 22:05 RO\n📨 Дојављено: 21:05 RS / 22:05 RO\n"
            f"👤 {reporter}\n👥 Обе стране: RS + RO"
        ),
        "ro": (
            "Raport de observare N\n🔵 Dispecerat RS: Nou\n🔵 Dispecerat RO: Nou\n\n"
            "👁 Ambarcațiune suspectă\n➡ Spre România\nPLACE\n"
            "🕒 Observat: 21:05 RS / 22:05 RO\n📨 Raportat: 21:05 RS / 22:05 RO\n"
            f"👤 {reporter}\n👥 Ambele părți: RS + RO"
        ),
    }[language]


PLACE = {
    "sr-Cyrl": (
        "📍 44.82310, 21.33590\nНајближе место: Socol (RO), 5,0 км\nГранична линија: 1,7 км, исток"
    ),
    "sr-Latn": (
        "📍 44.82310, 21.33590\nNajbliže mesto: Socol (RO), 5,0 km\nGranična linija: 1,7 km, istok"
    ),
    "ro": (
        "📍 44.82310, 21.33590\nCea mai apropiată localitate: Socol (RO), 5,0 km\n"
        "Linia de frontieră: 1,7 km, est"
    ),
}


async def test_each_reads_the_whole_card_in_their_language_and_the_other_side_no_name(
    enrol: Enrol,
) -> None:
    mila = await enrol("Мила Јовановић", country="RS")
    desks = {
        "sr-Cyrl": await enrol("Зоран Илић", country="RS", roles="duty"),
        "sr-Latn": await enrol("Драган Петровић", country="RS", roles="duty", language="sr-Latn"),
        "ro": await enrol("Ion Popescu", country="RO", roles="duty"),
    }
    ana = await enrol("Ana Ionescu", country="RO")
    before = await gone_quiet(ana)

    number = await reports(mila)
    reporters = {
        "sr-Cyrl": "Мила Јовановић · Гранична полиција",
        "sr-Latn": "Мила Јовановић · Granična policija",
        "ro": "RS · Poliția de Frontieră",
    }
    for language, phone in desks.items():
        card = await phone.reads(number)
        side = "RO" if language == "ro" else "RS"
        expected = at_desk(language, side, reporter=reporters[language])
        assert card["text"] == expected.replace("N\n", f"{number}\n", 1).replace(
            "PLACE", PLACE[language]
        )
    assert await gone_quiet(ana) == before


@pytest.mark.parametrize(
    ("language", "country"), [("sr-Cyrl", "RS"), ("sr-Latn", "RS"), ("ro", "RO")]
)
async def test_five_taps_from_the_report_button_to_sent(
    enrol: Enrol, language: str, country: str
) -> None:
    words = WORDS[language]
    mila = await enrol("Mila", country=country, language=language)
    await mila.taps(words.start)
    hand = Hand(mila)

    await hand.button(words.group)
    await hand.button(words.vessel)
    await mila.reads(words.where)
    await hand.key(words.location, location=NERA_MOUTH)
    await mila.reads(words.which_way)
    await hand.button(words.way)
    await mila.reads(words.check)
    await hand.button(words.send)

    assert hand.taps == 5
    assert await number_of(mila)


async def test_typed_coordinates_are_taken_and_ambiguous_ones_asked_back(enrol: Enrol) -> None:
    mila = await enrol("Мила", country="RS")
    await to_place(mila)
    await mila.says("21.3359, 44.8231")
    asked = await mila.reads("На које место мислите?")
    offered = [row[0]["text"] for row in asked["inline_keyboard"]]
    assert offered[:2] == ["📍 44.82310, 21.33590", "📍 21.33590, 44.82310"]

    await mila.presses("📍 44.82310, 21.33590")
    await mila.presses("Ка Румунији")
    assert "📍 44.82310, 21.33590" in (await mila.reads("Проверите"))["text"]
    await mila.presses("✎ Где")
    await mila.reads("Где?")
    await mila.says("44,9000; 21,4000")
    assert "📍 44.90000, 21.40000" in (await mila.reads("44.90000"))["text"]


@pytest.mark.parametrize("label", ["Друго место", "📍 Пошаљи локацију"])
async def test_another_place_and_a_location_key_sent_as_text_open_the_sectors(
    assistant: Assistant, enrol: Enrol, label: str
) -> None:
    codes = ["Дунав: од ушћа Нере до Голупца, лева обала реке, пун назив сектора", "RS-2"]

    def lay_out(session: Session) -> None:
        for code in codes:
            row = SectorRow(code=code, country="RS", sr_cyrl=f"Сектор {code[:5]}", ro=code[:5])
            organisation.add_sector(session, row)

    await assistant.store.run(lay_out)
    mila = await enrol("Мила", country="RS")
    await to_place(mila)
    await mila.says(label)
    await mila.presses("Сектор Дунав")
    await mila.presses("Ка Румунији")

    assert "📍 Сектор: Сектор Дунав" in (await mila.reads("Проверите"))["text"]
    await mila.presses("✅ Пошаљи: RS + RO")
    await number_of(mila)


async def test_our_side_only_is_seen_by_nobody_of_the_other(
    assistant: Assistant, enrol: Enrol, sandbox: Sandbox
) -> None:
    mila = await enrol("Мила", country="RS")
    dragan = await enrol("Драган", country="RS", roles="duty")
    ion = await enrol("Ion", country="RO", roles="duty")
    before = await gone_quiet(ion)
    await to_review(mila)
    await mila.presses("✎ Напомена")
    await mila.reads("напомену")
    await mila.says(CANARY)
    await mila.reads(CANARY)
    await mila.presses("⇄ Само наша страна")
    await mila.presses("✅ Пошаљи: RS")
    number = await number_of(mila)
    assert CANARY in (await dragan.reads(number))["text"]
    await dragan.presses("Преузимам")
    await mila.reads("Преузима")

    welcome = int((await ion.screen())[-1]["message_id"])
    hidden = await ion.forges(f"take:{number}:1", welcome)
    unknown = await ion.forges("take:RS-26-0000:1", welcome)
    assert hidden == unknown
    await goes_on_duty(ion)
    await ion.reads("În serviciu")
    screen = await ion.screen()
    assert len(screen) == before + 1
    assert number not in str(screen)
    assert CANARY not in str(screen)
    entries = await assistant.store.read(
        lambda session: [tuple(row) for row in session.execute(select(audit))]
    )
    assert CANARY not in str(entries)
    to_ion = str([each for each in await sandbox.requests() if str(ion.id) in str(each)])
    assert (CANARY in to_ion, number in to_ion) == (False, False)


async def test_each_side_handles_for_itself_and_the_reporter_sees_every_step(
    assistant: Assistant, enrol: Enrol
) -> None:
    mila = await enrol("Мила", country="RS")
    dragan = await enrol("Драган Петровић", country="RS", roles="duty")
    ion = await enrol("Ion Popescu", country="RO", roles="duty")
    number = await reports(mila)
    await ion.reads(number)
    await dragan.reads(number)

    await ion.presses("Preiau")
    await mila.reads("🟡 Преузима: Дежурни центар RO")
    seen = await dragan.reads("🟡 Преузима: Дежурни центар RO")
    assert seen["inline_keyboard"][0][0]["text"] == "Преузимам"
    await dragan.presses("Преузимам")
    await mila.reads("Драган Петровић")
    await ion.presses("Marchează ca soluționat")
    await mila.reads("🟢 Дежурни центар RO: Решена")

    states = await assistant.store.read(
        lambda session: {row.side: row.state for row in session.execute(select(handling))}
    )
    assert states == {"RS": "in_progress", "RO": "resolved"}
    receipts = [each for each in await mila.screen() if "Запажено" in each["text"]]
    assert len(receipts) == 1, "the receipt is one message, edited in its place"
    await mila.sandbox.wait_for(
        mila.id,
        predicate=lambda each: each.get("text", "").endswith(
            "🟡 Преузима: Дежурни центар RS, Драган Петровић\n🟢 Дежурни центар RO: Решена"
        ),
    )


async def test_of_20_take_overs_at_once_one_wins(assistant: Assistant, enrol: Enrol) -> None:
    mila = await enrol("Мила", country="RS")
    ion = await enrol("Ion Popescu", country="RO", roles="duty")
    petru = await enrol("Petru Ionescu", country="RO", roles="duty")
    number = await reports(mila)
    cards = [(phone, int((await phone.reads(number))["message_id"])) for phone in (ion, petru)]

    async def tap(phone: Phone, message_id: int) -> str:
        return await phone.forges(f"take:{number}:1", message_id)

    told = await asyncio.gather(*[tap(*card) for card in cards for _ in range(10)])

    rows = await assistant.store.read(
        lambda session: [row for row in session.execute(select(handling)) if row.side == "RO"]
    )
    assert [(row.state, row.version) for row in rows] == [("in_progress", 2)]
    winner = {ion.person_id: "Ion Popescu", petru.person_id: "Petru Ionescu"}[rows[0].person_id]
    assert told.count("") == 1
    assert all(winner in each for each in told if each)


async def test_a_form_survives_a_restart_and_so_do_taps_meanwhile(
    settings: Settings, sandbox: Sandbox, assistant: Assistant, enrol: Enrol
) -> None:
    mila = await enrol("Мила", country="RS")
    ion = await enrol("Ion", country="RO", roles="duty")
    await to_place(mila)
    await mila.taps("📍 Пошаљи локацију", location=NERA_MOUTH)
    await mila.reads("Смер кретања")
    await assistant.stop()

    asked = await mila.reads("Смер кретања")
    await sandbox.press(mila.id, "Ка Румунији", message_id=int(asked["message_id"]))
    again = Assistant(settings, private=0.001, clock=lambda: NOW)
    await again.start()
    try:
        await mila.reads("Проверите")
        await mila.presses("✅ Пошаљи: RS + RO")
        number = await number_of(mila)
        assert (await ion.reads(number))["text"].startswith(f"Raport de observare {number}")
    finally:
        await again.stop()


async def test_going_on_duty_brings_what_is_open(enrol: Enrol) -> None:
    mila = await enrol("Мила", country="RS")
    ion = await enrol("Ion", country="RO", roles="duty")
    petru = await enrol("Petru", country="RO", roles="duty")
    await goes_on_duty(ion)
    await ion.reads("În serviciu")
    number = await reports(mila)
    await ion.reads(number)
    thanks = await mila.reads("је примљена")
    assert "RO:" not in thanks["text"]
    assert [number in each["text"] for each in await petru.screen()].count(True) == 0

    await goes_on_duty(petru)
    await petru.reads(number)


class InExercise(Assistant):
    """An installation that exercises; how it is told so comes with the exercises themselves."""

    def _facts(self, session: Any, username: str) -> Any:
        return replace(super()._facts(session, username), exercise=True)


async def test_in_an_exercise_every_message_of_a_report_says_so(
    settings: Settings, sandbox: Sandbox
) -> None:
    from tests import people

    exercising = InExercise(settings, private=0.001, clock=lambda: NOW)
    await exercising.start()
    try:
        mila = await people.enrol(exercising, sandbox, "Мила", country="RS")
        ion = await people.enrol(exercising, sandbox, "Ion", country="RO", roles="duty")
        before = len(await ion.screen())
        number = await reports(mila)
        await ion.presses("Preiau")
        await mila.reads(f"Дојава бр. {number}\n🟡")
        about = [each["text"] for each in await mila.screen() if number in each["text"]]
        assert len(about) == 3
        assert all(text.startswith("ВЕЖБА – ВЕЖБА – ВЕЖБА\n") for text in about)
        cards = [each["text"] for each in (await ion.screen())[before:]]
        assert [text.split("\n")[0] for text in cards] == ["EXERCIȚIU – EXERCIȚIU – EXERCIȚIU"]
    finally:
        await exercising.stop()

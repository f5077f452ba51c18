"""An officer corrects what they have sent, and finds it again among their own reports."""

from dataclasses import dataclass

import pytest

from tests.journeys.conftest import Enrol
from tests.journeys.test_sightings import WORDS, gone_quiet, reports
from tests.people import Json, Phone


@dataclass(frozen=True)
class Corrected:
    """What the reporter of a language presses, and how the change is told in it."""

    mine: str
    correct: str
    direction: str
    along: str
    add: str
    take_over: str
    told: str
    added: str


CORRECTED = {
    "sr-Cyrl": Corrected(
        "📄 Моје дојаве", "✎ Исправи или допуни", "✎ Смер кретања", "Дуж границе",
        "＋ Додај напомену", "Преузимам", "Смер кретања: Ка Румунији → Дуж границе",
        "Напомена: „Canal 7“",
    ),
    "sr-Latn": Corrected(
        "📄 Moje dojave", "✎ Ispravi ili dopuni", "✎ Smer kretanja", "Duž granice",
        "＋ Dodaj napomenu", "Preuzimam", "Smer kretanja: Ka Rumuniji → Duž granice",
        "Napomena: „Canal 7“",
    ),
    "ro": Corrected(
        "📄 Rapoartele mele", "✎ Corectează sau adaugă", "✎ Direcția de deplasare",
        "De-a lungul frontierei", "＋ Adaugă o mențiune", "Preiau",
        "Direcția de deplasare: Spre România → De-a lungul frontierei", "Mențiune: „Canal 7”",
    ),
}  # fmt: skip  # a language in few lines reads best


async def reads(phone: Phone, *parts: str, card: bool = True) -> None:
    """Wait for a message with all of this in it: a card or receipt, or one that is none."""

    def holds(message: Json) -> bool:
        text = message.get("text") or ""
        return all(part in text for part in parts) and card == ("📨" in text)

    await phone.sandbox.wait_for(phone.id, predicate=holds, timeout=10)


@pytest.mark.parametrize(
    ("language", "country"), [("sr-Cyrl", "RS"), ("sr-Latn", "RS"), ("ro", "RO")]
)
async def test_what_was_sent_is_corrected_from_the_list_and_the_other_desk_is_told(
    enrol: Enrol, language: str, country: str
) -> None:
    words, theirs = CORRECTED[language], CORRECTED["sr-Cyrl" if country == "RO" else "ro"]
    there = "RS" if country == "RO" else "RO"
    mila = await enrol("Mila", country=country, language=language)
    desk = await enrol("Ion", country=there, roles="duty")
    ana = await enrol("Ana", country=there)
    before = await gone_quiet(ana)
    number = await reports(mila, WORDS[language])
    await desk.reads(number)

    await mila.taps(words.mine)
    await mila.presses(f"📄 {number}")
    await mila.presses(words.correct)
    await mila.presses(words.direction)
    assert await mila.presses(words.along, times=2), "the second tap is told that it came late"
    await reads(mila, words.told)
    await reads(desk, theirs.told)
    await desk.presses(theirs.take_over)
    await reads(mila, "🟡")
    await mila.presses(words.correct)
    await mila.presses(words.add)
    await mila.says("Canal 7")

    await reads(desk, number, theirs.added, card=False)
    await reads(desk, theirs.told, theirs.added)
    assert await gone_quiet(ana) == before

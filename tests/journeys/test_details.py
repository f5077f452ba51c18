"""An officer adds what they know of people and a vehicle; the other desk reads it in its words."""

from dataclasses import dataclass

import pytest

from tests.journeys.conftest import Enrol
from tests.journeys.test_sightings import WORDS, gone_quiet, number_of, to_review
from tests.people import Json


@dataclass(frozen=True)
class Added:
    """What the reporter of a language presses, and what their receipt then says."""

    more: str
    people: str
    vehicle: str
    white: str
    no: str
    armed: str
    skip: str
    told: str


ADDED = {
    "sr-Cyrl": Added(
        "＋ Додај још", "🚶 Лица", "🚗 Возило", "Бела", "Не", "Наоружано лице", "Прескочи",
        "🚶 Број лица: > 20\n🚶 Има малолетних лица: Не\n🚗 Возило: Dacia · Бела · „ВШ 012-АБ“",
    ),
    "sr-Latn": Added(
        "＋ Dodaj još", "🚶 Lica", "🚗 Vozilo", "Bela", "Ne", "Naoružano lice", "Preskoči",
        "🚶 Broj lica: > 20\n🚶 Ima maloletnih lica: Ne\n🚗 Vozilo: Dacia · Bela · „ВШ 012-АБ“",
    ),
    "ro": Added(
        "＋ Adaugă detalii", "🚶 Persoane", "🚗 Vehicul", "Albă", "Nu",
        "Persoană înarmată", "Omite",
        "🚶 Număr de persoane: > 20\n🚶 Sunt și minori: Nu\n🚗 Vehicul: Dacia · Albă · „ВШ 012-АБ”",
    ),
}  # fmt: skip  # a language in few lines reads best


@pytest.mark.parametrize(
    ("language", "country"), [("sr-Cyrl", "RS"), ("sr-Latn", "RS"), ("ro", "RO")]
)
async def test_what_is_added_with_a_tap_each_is_read_by_both_desks(
    enrol: Enrol, language: str, country: str
) -> None:
    words, added = WORDS[language], ADDED[language]
    theirs = "sr-Cyrl" if country == "RO" else "ro"
    mila = await enrol("Mila", country=country, language=language)
    desk = await enrol("Ion", country="RS" if country == "RO" else "RO", roles="duty")
    ana = await enrol("Ana", country="RS" if country == "RO" else "RO")
    before = await gone_quiet(ana)

    hand = await to_review(mila, words)
    for label in (added.more, added.people, "> 20", added.no):
        await hand.button(label)
    await mila.reads(added.armed)
    await hand.button(added.skip)
    await mila.reads(words.check)
    for label in (added.more, added.vehicle, "Dacia", added.white):
        await hand.button(label)
    await mila.says("ВШ 012-АБ")
    await mila.reads("🚗")
    await hand.button(words.send)
    number = await number_of(mila)

    def receipts(message: Json) -> bool:
        return all(part in message.get("text", "") for part in (number, added.told))

    await mila.sandbox.wait_for(mila.id, predicate=receipts, timeout=10)
    assert ADDED[theirs].told in (await desk.reads(number))["text"]
    assert await gone_quiet(ana) == before

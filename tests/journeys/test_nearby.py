"""A patrol on duty reads on its phone what was reported near it; off duty it is quiet."""

import pytest

from bot.main import Assistant
from tests.journeys.conftest import Enrol
from tests.journeys.parts import quiet
from tests.journeys.test_sightings import WORDS, goes_on_duty, reports


@pytest.mark.parametrize(
    ("country", "language", "duty", "told", "away"),
    [
        (
            "RS",
            "sr-Cyrl",
            "🕒 Дежурство: почетак / крај",
            "Дојава у Вашој близини",
            "🧭 Од Вашег последњег познатог места: 0 м",
        ),
        (
            "RO",
            "ro",
            "🕒 Serviciu: intrare / ieșire",
            "Raport din apropierea dumneavoastră",
            "🧭 De la ultimul dumneavoastră loc cunoscut: 0 m",
        ),
    ],
)
async def test_who_is_on_duty_nearby_is_told_and_nobody_else(
    assistant: Assistant,
    enrol: Enrol,
    country: str,
    language: str,
    duty: str,
    told: str,
    away: str,
) -> None:
    vera = await enrol("Vera Marin", country=country, language=language)
    petar = await enrol("Petar Nikolić", country=country, language=language)
    resting = await enrol("Ana", country=country, language=language)
    for each in (petar, resting):
        await reports(each, WORDS[language])
    assert duty in await petar.keys()
    await goes_on_duty(petar)
    number = await reports(vera, WORDS[language])

    text = (await petar.reads(told))["text"]
    assert away in text
    assert number not in text
    assert "Vera" not in text
    await quiet(assistant.store)
    assert told not in str(await resting.screen())

"""An officer shows somebody of the other side what they mean, in their language and script."""

import pytest

from bot.main import Assistant
from tests.journeys.conftest import Enrol
from tests.journeys.parts import quiet


@pytest.mark.parametrize(
    ("country", "language", "group", "phrase", "shown", "movement", "heading", "filled"),
    [
        (
            "RS",
            "sr-Cyrl",
            "Потребна подршка",
            "Потребан је преводилац",
            "Este nevoie de un interpret\n\n",
            "Смер кретања",
            "Лица се крећу ка месту …",
            "Persoanele se deplasează spre: Vârșeț\n\n",
        ),
        (
            "RO",
            "ro",
            "Sprijin necesar",
            "Este nevoie de un interpret",
            "Potreban je prevodilac\n\nПотребан је преводилац\n\n",
            "Direcția de deplasare",
            "Persoanele se deplasează spre …",
            "Lica se kreću ka mestu: Vršac\n\nЛица се крећу ка месту: Вршац\n\n",
        ),
    ],
)
async def test_a_phrase_is_two_taps_away(
    assistant: Assistant,
    enrol: Enrol,
    country: str,
    language: str,
    group: str,
    phrase: str,
    shown: str,
    movement: str,
    heading: str,
    filled: str,
) -> None:
    officer = await enrol("Vera", country=country, language=language)
    await officer.says("/phrases")
    await officer.presses(group)
    await officer.presses(phrase)
    assert (await officer.reads(shown))["text"].startswith(shown)
    await officer.says("/phrases")
    await officer.presses(movement)
    await officer.presses(heading)
    await quiet(assistant.store)
    await officer.says("Vršac")
    assert (await officer.reads(filled))["text"].startswith(filled)

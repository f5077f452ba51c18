"""Places that are typed, from the question to both desks: a name, a kilometre, a link, a line."""

from collections.abc import AsyncIterator

import pytest

from bot.main import Assistant
from bot.settings import Settings
from geography import danube
from sandbox.client import Sandbox
from tests.journeys.conftest import Enrol
from tests.journeys.parts import answer, on_watch, refusal, reports, told
from tests.journeys.test_bad_input import (
    CYRILLIC,
    EVERY,
    LATIN,
    ROMANIAN,
    Words,
    to_place,
)
from tests.people import Phone


@pytest.fixture
async def assistant(settings: Settings, sandbox: Sandbox) -> AsyncIterator[Assistant]:
    async with on_watch(settings) as assistant:
        yield assistant


async def sent(phone: Phone, words: Words) -> str:
    """Which way, and send; what the reporter is told."""
    await answer(phone, phone.presses(words.towards))
    return await told(phone, phone.presses(words.send))


async def test_a_misspelt_name_in_cyrillic_is_offered_and_reaches_both_desks(
    assistant: Assistant, sandbox: Sandbox, enrol: Enrol
) -> None:
    mila = await enrol("Мила", country="RS")
    ion = await enrol("Ion", country="RO", roles="duty")
    ana = await enrol("Ana", country="RO")
    await to_place(mila, CYRILLIC)

    offered = await answer(mila, mila.says("Жомболь"))
    assert offered["text"] == "На које место мислите?\n\n📍 Жомбољ (RO)"
    await answer(mila, mila.presses("📍 Жомбољ (RO)"))
    assert CYRILLIC.received in await sent(mila, CYRILLIC)

    [report] = await reports(assistant.store)
    assert (report["latitude"], report["longitude"], report["accuracy"]) == (
        45.79139,
        20.71722,
        2000.0,
    )
    card = (await sandbox.messages(ion.id))[-1]["text"]
    assert "45.79139, 20.71722 · precizie: 2.000 m" in card
    assert "Cea mai apropiată localitate: Jimbolia (RO), 0,0 km" in card
    assert not [each for each in await sandbox.messages(ana.id) if "45.79139" in str(each)]


async def test_a_kilometre_of_the_danube_with_its_bank(
    assistant: Assistant, sandbox: Sandbox, enrol: Enrol
) -> None:
    mila = await enrol("Мила", country="RS", language="sr-Latn")
    await to_place(mila, LATIN)
    await answer(mila, mila.says("rečni kilometar 991, desna obala"))
    assert LATIN.received in await sent(mila, LATIN)

    here = danube.at(991, "right")
    assert here
    [report] = await reports(assistant.store)
    assert (report["latitude"], report["longitude"]) == (here.latitude, here.longitude)
    assert report["accuracy"] == 1000.0


async def test_a_link_with_a_pin_and_a_short_link_that_is_never_followed(
    assistant: Assistant, sandbox: Sandbox, enrol: Enrol
) -> None:
    ion = await enrol("Ion", country="RO")
    await to_place(ion, ROMANIAN)
    short = await told(ion, ion.says("https://maps.app.goo.gl/AbCdEf"))
    assert short == refusal("UnreadablePlace", "ro", fault="short link")

    pin = "https://www.google.com/maps/place/X/@44.9,21.4,17z/data=!4m4!8m2!3d44.8231!4d21.3359"
    await answer(ion, ion.says(pin))
    assert ROMANIAN.received in await sent(ion, ROMANIAN)
    [report] = await reports(assistant.store)
    assert (report["latitude"], report["longitude"]) == (44.8231, 21.3359)


@EVERY
async def test_a_place_in_hungary_is_asked_back_in_the_readers_language(
    assistant: Assistant, sandbox: Sandbox, enrol: Enrol, words: Words
) -> None:
    officer = await enrol("Officer", country=words.country, language=words.language)
    await to_place(officer, words)
    asked = await told(officer, officer.says("46.2530, 20.1414"))
    warning = words.reader.gettext(
        "This place is neither in Romania nor in Serbia. Please check it."
    )
    assert f"⚠ {warning}" in asked.split("\n")
    assert await reports(assistant.store) == []

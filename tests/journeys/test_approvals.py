"""An enrolment that fails is approved on the same side, and the other side sees nothing of it."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial

import pytest

from bot.main import Assistant
from bot.settings import Settings
from sandbox.client import Sandbox
from tests import people
from tests.journeys.conftest import Enrol
from tests.journeys.parts import Clock, answer, on_watch, quiet, refusal, told
from tests.people import Phone, invite, phone_of

WORDS = {
    "sr-Cyrl": {
        "waiting": "⏳ Чека се одобрење дежурног старешине.",
        "reason": "Послати број телефона није онај са списка.",
        "used": "Позивница је искоришћена, повучена или јој је истекао рок.",
        "open": "📋 Отворено",
        "listed": "• {number} · Захтев за приступ · чека одлуку",
        "approve": "Одобри",
        "refuse": "Одбиј",
        "approved": "✅ Приступ је одобрен: Vera",
        "refused": "Приступ није могућ. Обратите се дежурном старешини.",
        "decided": "Одлука је већ донета: Vera. Ако нешто није у реду, договорите се међусобно.",
        "welcome": "Приступ вам је омогућен.",
        "heard": "Чуо се сигнал",
        "silent": "Без звука",
        "again": "Понови пробу",
        "next": "Даље ›",
        "done": "Готово",
        "first": "Увод 1/3",
        "third": "Увод 3/3",
    },
    "ro": {
        "waiting": "⏳ Se așteaptă aprobarea ofițerului de serviciu.",
        "reason": "Numărul de telefon trimis nu este cel din listă.",
        "used": "Invitația a fost folosită sau retrasă ori a expirat.",
        "open": "📋 În așteptare",
        "listed": "• {number} · Cerere de acces · așteaptă decizia",
        "approve": "Aprobă",
        "refuse": "Respinge",
        "approved": "✅ Acces aprobat: Vera",
        "refused": "Accesul nu este posibil. Adresați-vă ofițerului de serviciu.",
        "decided": "Decizia a fost deja luată: Vera. Dacă ceva nu este în regulă, discutați între"
        " dumneavoastră.",
        "welcome": "Accesul dumneavoastră este activat.",
        "heard": "S-a auzit semnalul",
        "silent": "Fără sunet",
        "again": "Repetă testul",
        "next": "Înainte ›",
        "done": "Gata",
        "first": "Introducere 1/3",
        "third": "Introducere 3/3",
    },
}
LANGUAGES = {"RS": "sr-Cyrl", "RO": "ro"}
SIDES = [("RS", "sr-Cyrl", "RO"), ("RO", "ro", "RS")]


@pytest.fixture
async def assistant(settings: Settings, sandbox: Sandbox) -> AsyncIterator[Assistant]:
    async with on_watch(settings) as assistant:
        yield assistant


async def other_phone(sandbox: Sandbox, name: str, language: str) -> Phone:
    """Somebody whose number is in no roster."""
    made = await sandbox.person(name, language_code=language[:2], phone="+381649999999")
    return Phone(sandbox, int(made["id"]))


async def until_shown(phone: Phone, many: int) -> None:
    """Wait until so many messages stand in the chat."""
    async with asyncio.timeout(10):
        while len(await phone.screen()) < many:
            await asyncio.sleep(0.02)


async def texts(phone: Phone) -> list[str]:
    return [message["text"] for message in await phone.screen()]


@pytest.mark.parametrize(("country", "language", "elsewhere"), SIDES)
async def test_a_wrong_phone_is_approved_by_the_own_side(
    assistant: Assistant,
    sandbox: Sandbox,
    enrol: Enrol,
    country: str,
    language: str,
    elsewhere: str,
) -> None:
    words = WORDS[language]
    vera = await enrol("Vera", country=country, roles="admin")
    ana = await enrol("Ana", country=country, roles="officer;admin")
    outsiders = [
        await enrol("Outsider", country=elsewhere, roles="admin"),
        await enrol("Desk", country=country, roles="duty"),
    ]
    before = [await texts(each) for each in outsiders]
    invited = await invite(assistant.store, "Sava", country=country)
    sava = await other_phone(sandbox, "Sava on the phone", language)

    await answer(sava, sandbox.start(sava.id, invited.code))
    [key] = await sava.keys()
    assert await told(sava, sava.taps(key)) == words["waiting"]
    assert await sava.keys() == []
    assert await told(sava, sava.says("?")) == refusal("WaitsForApproval", language)

    request = (await vera.reads(words["reason"]))["text"]
    assert "Sava · " + invited.person.service_number in request
    assert "Sava on the phone" in request
    assert "+381649999999" in request
    await ana.reads(words["reason"])
    ask = next(each for each in await ana.screen() if words["reason"] in each["text"])
    await vera.presses(words["approve"])
    await sava.reads(words["welcome"])
    await ana.reads(words["approved"])
    data = "refuse:1"
    assert await ana.forges(data, int(ask["message_id"])) == words["decided"]
    own = int((await outsiders[0].screen())[-1]["message_id"])
    stale = refusal("Stale", LANGUAGES[elsewhere])
    assert await outsiders[0].forges(data, own) == stale, "the other side cannot decide"

    await quiet(assistant.store)
    assert [await texts(each) for each in outsiders] == before


@pytest.mark.parametrize(("country", "language", "elsewhere"), SIDES)
async def test_a_used_code_is_refused_and_says_no_more(
    assistant: Assistant,
    sandbox: Sandbox,
    enrol: Enrol,
    country: str,
    language: str,
    elsewhere: str,
) -> None:
    words = WORDS[language]
    vera = await enrol("Vera", country=country, roles="admin")
    outsider = await enrol("Outsider", country=elsewhere, roles="admin")
    before = await texts(outsider)
    invited = await invite(assistant.store, "Sava", country=country)
    sava = await phone_of(sandbox, invited)
    await answer(sava, sandbox.start(sava.id, invited.code))
    [key] = await sava.keys()
    await answer(sava, sava.taps(key))
    thief = await other_phone(sandbox, "Thief", language)

    assert await told(thief, sandbox.start(thief.id, invited.code)) == words["waiting"]
    await vera.reads(words["used"])
    await vera.presses(words["refuse"])
    await thief.reads(words["refused"])
    assert await told(thief, sandbox.start(thief.id, invited.code)) == words["refused"]

    await quiet(assistant.store)
    assert await texts(outsider) == before


@pytest.mark.parametrize(("country", "language", "elsewhere"), SIDES)
async def test_what_nobody_decides_stands_in_open_and_comes_again_across_a_restart(
    settings: Settings, sandbox: Sandbox, country: str, language: str, elsewhere: str
) -> None:
    words, clock = WORDS[language], Clock()
    async with on_watch(settings, clock=clock) as assistant:
        enrol = partial(people.enrol, assistant, sandbox)
        vera = await enrol("Vera", country=country, roles="admin")
        outsider = await enrol("Outsider", country=elsewhere, roles="admin")
        before = await texts(outsider)
        invited = await invite(assistant.store, "Sava", country=country)
        sava = await other_phone(sandbox, "Sava on the phone", language)
        await answer(sava, sandbox.start(sava.id, invited.code))
        [key] = await sava.keys()
        await answer(sava, sava.taps(key))
        asked = await vera.reads(words["reason"])

    clock.passes(minutes=31)
    async with on_watch(settings, clock=clock) as assistant:
        again = await sandbox.wait_for(
            vera.id, text=words["reason"], after=asked["seq"], timeout=10
        )
        number = invited.person.service_number
        assert words["open"] in await vera.keys()
        await vera.taps(words["open"])
        await vera.reads(words["listed"].format(number=number))
        await vera.presses(f"🔑 {number}")
        brought = await sandbox.wait_for(
            vera.id, text=words["reason"], after=again["seq"], timeout=10
        )
        assert asked["message_id"] < again["message_id"] < brought["message_id"]
        await vera.presses(words["approve"])
        await sava.reads(words["welcome"])
        await quiet(assistant.store)
        assert await texts(outsider) == before


@pytest.mark.parametrize(("country", "language", "_elsewhere"), SIDES)
async def test_the_phone_is_heard_and_the_introduction_follows(
    assistant: Assistant, enrol: Enrol, country: str, language: str, _elsewhere: str
) -> None:
    words = WORDS[language]
    sava = await enrol("Sava", country=country)

    await sava.presses(words["silent"])
    await sava.reads("iPhone")
    before = len(await sava.screen())
    await sava.presses(words["again"])
    await until_shown(sava, before + 1)
    await sava.presses(words["heard"])
    first = await sava.reads(words["first"])
    await sava.presses(words["next"])
    await sava.reads(words["first"].replace("1/3", "2/3"))
    await sava.presses(words["next"])
    third = await sava.reads(words["third"])
    assert third["message_id"] == first["message_id"]
    await sava.presses(words["done"])
    await sava.reads("/intro")
    assert words["first"] in await told(sava, sava.says("/intro"))
    at = int((await sava.screen())[-1]["message_id"])
    assert await sava.forges("intro:7", at) == refusal("Stale", language)
    await quiet(assistant.store)

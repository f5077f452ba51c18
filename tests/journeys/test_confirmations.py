"""People whom the other country's operator brings are confirmed on their own side, and come in."""

import asyncio
from datetime import timedelta

import pytest

from bot import access, tools
from bot.settings import Settings
from sandbox.client import Sandbox
from services import enrolment, roster_file
from storage import deadlines, people
from tests import people as crew
from tests.journeys.parts import Clock, answer, on_watch, quiet, refusal, until
from tests.people import Json, Phone

HEADER = "service_number,name,country,service,unit,sectors,roles,language,phone"
SAVA = {
    "RS": "RS-91,Sava Ilić,RS,Granična policija,SGP,Nera,officer,sr-Cyrl,0641239991",
    "RO": "RO-91,Sava Ilić,RO,Poliția de Frontieră,ITPF,Nera,officer,ro,0721239991",
}
MARA = {
    "RS": "RS-92,Mara Ilić,RS,Granična policija,,,admin,sr-Cyrl,0641239992",
    "RO": "RO-92,Mara Ilić,RO,Poliția de Frontieră,,,admin,ro,0721239992",
}
PHONES = {"RS": "+381641239991", "RO": "+40721239991"}
LANGUAGES = {"RS": "sr-Cyrl", "RO": "ro"}
WORDS = {
    "sr-Cyrl": {
        "asked": "Подаци важе тек када их потврдите.",
        "two": "Чекају 2 лица.",
        "phone": "Телефон: +381641239991",
        "role": "Улога: Администратор",
        "confirm": "Потврди 1",
        "refuse": "Одбиј 2",
        "moved": "Ова порука је сада ниже у разговору.",
        "confirmed": "✅ Потврђено (1): Vera",
        "refused": "✖ Одбијено (1): Ana",
        "decided": "Одлука је већ донета: Vera.",
    },
    "ro": {
        "asked": "Datele sunt valabile numai după ce le confirmați.",
        "two": "2 persoane așteaptă.",
        "phone": "Telefon: +40721239991",
        "role": "Rol: Administrator",
        "confirm": "Confirmă 1",
        "refuse": "Respinge 2",
        "moved": "Acest mesaj se află acum mai jos în conversație.",
        "confirmed": "✅ Confirmat (1): Vera",
        "refused": "✖ Respins (1): Ana",
        "decided": "Decizia a fost deja luată: Vera.",
    },
}


async def operates(settings: Settings, tool: str, **arguments: object) -> Json:
    """What the operator's command does, beside the assistant or through it."""
    return await asyncio.to_thread(access.call, settings, tool, arguments)


def entries(*lines: str) -> object:
    read = roster_file.read("\n".join([HEADER, *lines]).encode())
    return tools.ENTRIES.dump_python(read, mode="json")


async def texts(phone: Phone) -> list[str]:
    return [message["text"] for message in await phone.screen()]


@pytest.mark.parametrize(("country", "elsewhere"), [("RS", "RO"), ("RO", "RS")])
async def test_the_other_countrys_operator_brings_people_and_their_own_side_decides(
    settings: Settings, sandbox: Sandbox, country: str, elsewhere: str
) -> None:
    language, clock = LANGUAGES[country], Clock()
    words = WORDS[language]
    brought = entries(SAVA[country], MARA[country])
    number = SAVA[country].partition(",")[0]
    async with on_watch(settings, clock=clock) as assistant:
        vera = await crew.enrol(assistant, sandbox, "Vera", country=country, roles="admin")
        ana = await crew.enrol(assistant, sandbox, "Ana", country=country, roles="officer;admin")
        outsider = await crew.enrol(assistant, sandbox, "Out", country=elsewhere, roles="admin")
        desk = await crew.enrol(assistant, sandbox, "Desk", country=country, roles="duty")
        before = [await texts(outsider), await texts(desk)]
        for _again in range(2):
            told = await operates(
                settings, "roster.bring_in", entries=brought, codes=None, side=elsewhere
            )
            assert [each["service_number"][3:] for each in told["difference"]["waiting"]] == [
                *("91", "92")
            ]
        for admin in (vera, ana):
            card = (await admin.reads(words["asked"]))["text"]
            assert all(words[each] in card for each in ("two", "phone", "role"))
        asked = len(await vera.screen())
        assert [await texts(outsider), await texts(desk)] == before

    clock.passes(days=1, minutes=1)
    async with on_watch(settings, clock=clock) as assistant:
        await vera.reads(words["moved"])
        await until(
            assistant.store,
            lambda session: not deadlines.due(session, clock() + timedelta(seconds=1)),
        )
        await vera.reads(words["asked"])
        assert len(await vera.screen()) == asked + 1, "the same file asked nobody twice"

        await vera.presses(words["confirm"])
        await ana.reads(words["confirmed"])
        own = int((await outsider.screen())[-1]["message_id"])
        stale = refusal("Stale", LANGUAGES[elsewhere])
        assert await outsider.forges("confirm:2", own) == stale
        last = int((await ana.screen())[-1]["message_id"])
        assert (await ana.forges("confirm-refuse:1", last)).startswith(words["decided"])
        await ana.presses(words["refuse"])
        await vera.reads(words["refused"])
        everybody = await assistant.store.read(people.roster)
        assert {"Sava Ilić", "Mara Ilić"} & {each.name for each in everybody} == {"Sava Ilić"}

        code = enrolment.new_code()
        await operates(settings, "roster.invite", codes={number: code}, side=elsewhere)
        made = await sandbox.person("Sava", language_code=language[:2], phone=PHONES[country])
        sava = Phone(sandbox, int(made["id"]))
        await answer(sava, sandbox.start(sava.id, code))
        [key] = await sava.keys()
        await sava.taps(key)
        await sava.reads("Sava Ilić")
        await quiet(assistant.store)
        assert [await texts(outsider), await texts(desk)] == before

"""A change of shift with three open matters: they reach the next officer, in their language."""

import asyncio
from functools import partial

from bot.main import Assistant
from bot.settings import Settings
from sandbox.client import Sandbox
from storage import people as roster
from storage import telephones
from storage.people import Role
from storage.telephones import TelephoneRow
from tests import people
from tests.journeys.parts import Clock, on_watch, quiet, reports
from tests.people import NERA_MOUTH, Json, Phone
from views.sos import LABEL

NUMBERS = [
    TelephoneRow(side="RS", number="+38112555001", sr_cyrl="дежурни", ro="dispecer"),
    TelephoneRow(side="RO", number="+40256555002", sr_cyrl="дежурни", ro="dispecer"),
    TelephoneRow(side="PCC", number="+38113555003"),
]


def offers(data: str, message: Json) -> bool:
    rows = message.get("inline_keyboard") or []
    return any(button["callback_data"].startswith(data) for row in rows for button in row)


async def taps_when_shown(phone: Phone, label: str, **shared: Json) -> None:
    async with asyncio.timeout(10):
        while label not in await phone.keys():
            await asyncio.sleep(0.02)
    await phone.taps(label, **shared)


async def reports_a_vessel(mila: Phone) -> None:
    await taps_when_shown(mila, "👁 Нова дојава")
    await mila.presses("👁 Сумњива појава")
    await mila.presses("Сумњиво пловило")
    await taps_when_shown(mila, "📍 Пошаљи локацију", location=NERA_MOUTH)
    await mila.presses("Ка Румунији")
    await mila.presses("✅ Пошаљи: RS + RO")


async def comes_on(officer: Phone, *, place: int) -> None:
    """Two taps: the key, and one of the ends offered."""
    await officer.says("/duty")
    offered = partial(offers, "duty-until")
    asked = await officer.sandbox.wait_for(officer.id, predicate=offered, timeout=10)
    label = asked["inline_keyboard"][place][0]["text"]
    await officer.sandbox.press(officer.id, label, message_id=asked["message_id"])
    await officer.reads("RS / ")


async def at_desk(assistant: Assistant, *officers: Phone) -> list[bool]:
    """Who of them is on duty."""
    await quiet(assistant.store)
    duty = await assistant.store.read(lambda session: roster.with_role(session, Role.DUTY))
    there = {each.id for each in duty if each.on_duty_since}
    return [each.person_id in there for each in officers]


async def headings(phone: Phone) -> list[str]:
    return [each["text"].split("\n")[0] for each in await phone.screen() if "text" in each]


async def test_three_open_matters_change_hands_on_both_sides_across_a_restart(
    settings: Settings, sandbox: Sandbox
) -> None:
    clock = Clock()
    async with on_watch(settings, clock=clock) as assistant:
        enrol = partial(people.enrol, assistant, sandbox)
        mila = await enrol("Мила Јовановић", country="RS")
        dragan = await enrol("Драган Петровић", country="RS", roles="duty")
        zoran = await enrol("Зоран Савић", country="RS", roles="duty", language="sr-Latn")
        ion = await enrol("Ion Popescu", country="RO", roles="duty")
        ana = await enrol("Ana Ionescu", country="RO", roles="duty")
        elena = await enrol("Elena Radu", country="RO")
        outside = await headings(elena)
        await assistant.store.run(lambda session: telephones.replace(session, NUMBERS))

        for officer in (dragan, zoran, ion):
            await comes_on(officer, place=0 if officer is ion else -1)
        for _ in range(3):
            await reports_a_vessel(mila)
        await taps_when_shown(mila, "🌐 Језик")
        await quiet(assistant.store)
        numbers = [row["number"] for row in await reports(assistant.store)]

        # The numbers to call stand at the top of every chat at a desk, and of no other.
        phones = await dragan.reads("+38113555003")
        assert (await sandbox.chat(dragan.id))["pinned"] == [phones["message_id"]]
        assert "Punct Comun de Contact" in (await ion.reads("+38113555003"))["text"]
        assert (await sandbox.chat(mila.id))["pinned"] == []

        # Драган deals with one of the three, and goes home.
        await dragan.taps("📋 Отворено")
        opened = await dragan.reads("3 отворена предмета")
        assert [numbers[each] in opened["text"] for each in range(3)] == [True] * 3
        await dragan.presses(f"👁 {numbers[0]}")
        await dragan.presses("Преузимам")
        await mila.reads("Преузима: Дежурни центар RS, Драган Петровић")
        await dragan.says("/duty")
        await dragan.reads("Коме их предајете?")
        await dragan.presses("⇄ Зоран Савић")
        offered = await zoran.reads("Primopredaja dežurstva")
        assert [each in offered["text"] for each in numbers] == [True] * 3
        await zoran.presses("Preuzimam dežurstvo")

        await dragan.reads("🟢 Преузима: Зоран Савић · ")
        await zoran.reads("Preuzima: Dežurni centar RS, Зоран Савић")
        await mila.reads("Преузима: Дежурни центар RS, Зоран Савић")
        await zoran.taps("📋 Otvoreno")
        await zoran.reads("3 otvorena predmeta")
        assert await at_desk(assistant, dragan, zoran, ion, ana) == [False, True, True, False]
        assert "Predarea-primirea serviciului" not in await headings(ana)

    # Ion's four hours run out while nothing runs.
    clock.passes(hours=5)
    async with on_watch(settings, clock=clock) as assistant:
        await ana.reads("Predarea-primirea serviciului")
        for number in numbers:
            await ana.reads(f"Raport de observare {number}")
        assert await ana.presses("Preiau serviciul") == (
            "Intrați mai întâi în serviciu, apoi preluați."
        )
        assert await at_desk(assistant, ion, ana) == [False, False]
        await comes_on(ana, place=0)
        await ana.presses("Preiau serviciul")
        await ion.reads("🟢 Preluare: Ana Ionescu")
        assert await at_desk(assistant, ion, ana) == [False, True]

    assert await headings(elena) == outside
    assert "Зоран" not in str([each["text"] for each in await ana.screen()])


async def test_a_call_for_help_goes_to_the_next_officer_and_its_caller_sees_who_has_it(
    settings: Settings, sandbox: Sandbox
) -> None:
    clock = Clock()
    async with on_watch(settings, clock=clock) as assistant:
        enrol = partial(people.enrol, assistant, sandbox)
        mila = await enrol("Мила Јовановић", country="RS")
        dragan = await enrol("Драган Петровић", country="RS", roles="duty")
        zoran = await enrol("Зоран Савић", country="RS", roles="duty", language="sr-Latn")
        ion = await enrol("Ion Popescu", country="RO", roles="duty")
        elena = await enrol("Elena Radu", country="RO")
        outside = await headings(elena)
        for officer in (dragan, zoran, ion):
            await comes_on(officer, place=-1)
        await reports_a_vessel(mila)
        await taps_when_shown(mila, LABEL)
        await dragan.presses("🆘 Преузимам")
        await mila.reads("🟡 Преузима: Дежурни центар RS, Драган Петровић")
        await ion.presses("🆘 Preiau")
        await quiet(assistant.store)

        await ion.taps("📋 În așteptare")
        opened = (await ion.reads("2 chestiuni deschise"))["text"].split("\n")
        assert "APEL DE AJUTOR · În lucru" in opened[1]
        assert "Ambarcațiune suspectă" in opened[2]
        number = opened[1].split(" · ")[0].removeprefix("• 🆘 ")
        await ion.presses(f"🆘 {number}")

        await dragan.says("/duty")
        await dragan.presses("⇄ Зоран Савић")
        offered = await zoran.reads("Primopredaja dežurstva")
        assert f"🆘 {number} · POZIV ZA POMOĆ · U radu" in offered["text"]

    async with on_watch(settings, clock=clock) as assistant:
        await zoran.presses("Preuzimam dežurstvo")
        own_card = await mila.reads("🟡 Преузима: Дежурни центар RS, Зоран Савић")
        assert "🟡 Преузима: Дежурни центар RO" in own_card["text"]
        await zoran.taps("📋 Otvoreno")
        await zoran.reads(f"• 🆘 {number} · POZIV ZA POMOĆ · U radu")
        await ion.presses("Închide apelul de ajutor")
        await mila.reads("Позив за помоћ је закључен.")
        await quiet(assistant.store)
        at_ion = str([each["text"] for each in await ion.screen()])
        assert "Зоран" not in at_ion
        assert await headings(elena) == outside

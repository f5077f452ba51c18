"""SOS from the phone: both desks read it, one takes it over, the outsider hears nothing."""

from datetime import timedelta
from functools import partial

import pytest

from bot.intake import Patience
from bot.main import Assistant
from bot.settings import Settings
from handlers.incoming import Incoming
from handlers.router import ROUTER, Router
from sandbox.client import Sandbox
from storage.unit_of_work import UnitOfWork
from tests import people
from tests.journeys.conftest import Enrol
from tests.journeys.parts import Clock, on_watch, quiet, refusal, told, until, waiting
from tests.people import NERA_MOUTH, Phone
from views.sos import LABEL

WORDS = {
    "sr-Cyrl": (
        "Позив за помоћ је послат. Пошаљите локацију.",
        "📍 Пошаљи локацију",
        "Ваша локација је додата",
        "Преузима: Дежурни центар RO",
        "Позив за помоћ је закључен.",
    ),
    "ro": (
        "Apelul de ajutor a fost trimis. Trimiteți locația.",
        "📍 Trimite locația",
        "Locația dumneavoastră a fost adăugată",
        "Preluat de: Dispecerat RO, Ion Popescu",
        "Apelul de ajutor a fost închis.",
    ),
}


@pytest.mark.parametrize(("language", "country"), [("sr-Cyrl", "RS"), ("ro", "RO")])
async def test_one_tap_calls_both_desks_and_the_caller_sees_who_has_it(
    assistant: Assistant, enrol: Enrol, language: str, country: str
) -> None:
    raised, send, located, taken, closed = WORDS[language]
    caller = await enrol("Vera Marin", country=country, language=language)
    dragan = await enrol("Драган Илић", country="RS", roles="duty")
    ion = await enrol("Ion Popescu", country="RO", roles="duty")
    outsiders = [await enrol("Ana", country="RO"), await enrol("Јован", country="RS")]
    before = [await each.screen() for each in outsiders]

    assert (await caller.keys())[-1] == LABEL
    await caller.taps(LABEL)
    await caller.reads(raised)
    for desk in (dragan, ion):
        assert "Vera Marin" in (await desk.reads("☎ +"))["text"]
    await caller.taps(send, location=NERA_MOUTH)
    await caller.reads(located)
    await ion.reads("📍 44.82310, 21.33590")
    await dragan.reads("📍 44.82310, 21.33590")

    await ion.presses("🆘 Preiau")
    await caller.reads(taken)
    await dragan.reads("🟡 Преузима: Дежурни центар RO")
    await ion.presses("Închide apelul de ajutor")
    await caller.reads(closed)
    await quiet(assistant.store)
    assert [await each.screen() for each in outsiders] == before


async def test_the_key_is_there_while_a_form_asks_for_a_place_and_the_form_stays(
    assistant: Assistant, sandbox: Sandbox, enrol: Enrol
) -> None:
    mila = await enrol("Мила", country="RS")
    ion = await enrol("Ion Popescu", country="RO", roles="duty")
    await mila.taps("👁 Нова дојава")
    await mila.presses("👁 Сумњива појава")
    await mila.presses("Сумњиво пловило")
    await mila.reads("Где?")
    await mila.taps(LABEL)
    await ion.reads("APEL DE AJUTOR")
    await mila.reads("Пошаљите локацију.")
    await sandbox.location(mila.id, **NERA_MOUTH)
    await mila.reads("Ваша локација је додата")
    await sandbox.location(mila.id, **NERA_MOUTH)
    await mila.reads("Смер кретања")


def fails(_uow: UnitOfWork, _incoming: Incoming) -> None:
    """/fail: as an update that cannot be handled."""
    raise RuntimeError


async def test_an_sos_overtakes_what_waits_for_its_retry(
    settings: Settings, sandbox: Sandbox
) -> None:
    router = Router({**ROUTER.commands, "fail": fails}, ROUTER.buttons)
    late = Patience(retries=(timedelta(hours=1),))
    async with on_watch(settings, router=router, patience=late) as assistant:
        mila = await people.enrol(assistant, sandbox, "Мила", country="RS")
        ion = await people.enrol(assistant, sandbox, "Ion Popescu", country="RO", roles="duty")
        await mila.says("/fail")
        await until(assistant.store, lambda session: waiting(session) == 1)
        await mila.says("/whoami")
        await mila.says("sos")
        await ion.reads("APEL DE AJUTOR")
        assert await assistant.store.read(waiting) == 2, "the others keep their order"


async def test_a_stranger_has_no_sos(assistant: Assistant, sandbox: Sandbox, enrol: Enrol) -> None:
    ion = await enrol("Ion Popescu", country="RO", roles="duty")
    before = await ion.screen()
    await sandbox.person("Странац", id=777, language_code="sr")
    stranger = Phone(sandbox, 777)
    for deed in (
        sandbox.start(777),
        *(sandbox.text(777, said) for said in ("SOS", "/sos", LABEL)),
    ):
        assert await told(stranger, deed) == refusal("NotInvited", "sr-Cyrl")
    await quiet(assistant.store)
    assert await ion.screen() == before


LIVE = {
    "sr-Cyrl": (
        "Локација уживо, последње место:",
        "⚠ Дељење локације уживо је завршено. Последње место:",
    ),
    "ro": (
        "Locație în timp real, ultimul loc:",
        "⚠ Partajarea locației în timp real s-a încheiat. Ultimul loc:",
    ),
}


async def test_a_live_location_moves_the_cards_of_both_desks_until_it_ends(
    settings: Settings, sandbox: Sandbox
) -> None:
    clock = Clock()

    async def passes(seconds: int) -> None:
        """For the assistant and for Telegram alike."""
        clock.passes(seconds=seconds)
        await sandbox.clock(advance=seconds)

    async with on_watch(settings, clock=clock) as assistant:
        enrol = partial(people.enrol, assistant, sandbox)
        vera = await enrol("Vera Marin", country="RO", language="ro")
        dragan = await enrol("Драган Илић", country="RS", roles="duty")
        ion = await enrol("Ion Popescu", country="RO", roles="duty")
        ana = await enrol("Ana", country="RO")
        before = await ana.screen()
        await vera.taps(LABEL)
        await vera.reads("Trimiteți locația.")
        shared = await sandbox.location(vera.id, **NERA_MOUTH, live_period=3600)
        await vera.reads("Locația dumneavoastră a fost adăugată")
        desks = ((dragan, *LIVE["sr-Cyrl"]), (ion, *LIVE["ro"]))
        cards = [await desk.reads(live) for desk, live, _ended in desks]

        # Less than a minute in all: then a call that nobody has in hand is put before them anew.
        place = {"latitude": 44.9, "longitude": 21.3}
        await passes(1)
        await sandbox.move(vera.id, shared["message_id"], **place)
        await quiet(assistant.store)
        await passes(12)
        await sandbox.move(vera.id, shared["message_id"], **place)
        for desk, live, _ended in desks:
            assert live in (await desk.reads("📍 44.90000, 21.30000"))["text"]

    # What moves while nothing runs is known when something does.
    await passes(12)
    await sandbox.move(vera.id, shared["message_id"], latitude=44.95, longitude=21.3)
    async with on_watch(settings, clock=clock) as assistant:
        for desk, _live, _ended in desks:
            await desk.reads("📍 44.95000, 21.30000")
        await passes(5)
        await sandbox.move(vera.id, shared["message_id"], 0, 0, stop=True)
        shown = [await desk.reads(ended) for desk, _live, ended in desks]
        await quiet(assistant.store)

    assert [each["message_id"] for each in shown] == [each["message_id"] for each in cards]
    assert ["📍 44.95000, 21.30000" in each["text"] for each in shown] == [True, True]
    assert await ana.screen() == before

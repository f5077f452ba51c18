"""An alert from one desk to both sides: written, completed by the other desk, read, confirmed."""

import pytest

from bot.main import Assistant
from sandbox.client import Sandbox
from storage import alert_recipients, alerts
from storage.alerts import Status
from storage.session import Session
from tests.journeys.conftest import Enrol
from tests.journeys.parts import quiet, unsent, until
from tests.people import NERA_MOUTH, Phone


def confirmed(*phones: Phone) -> "Confirmed":
    return Confirmed([each.person_id for each in phones])


class Confirmed:
    """Whether precisely these people have confirmed the newest alert."""

    def __init__(self, people: list[int]) -> None:
        self._people = people

    def __call__(self, session: Session) -> bool:
        (newest, *_) = alerts.with_status(session, (Status.ACTIVE,))
        ledger = alert_recipients.of(session, newest.id or 0)
        return sorted(each.person_id for each in ledger if each.answer) == sorted(self._people)


async def test_written_in_serbian_completed_in_romanian_and_confirmed_by_all(
    assistant: Assistant, sandbox: Sandbox, enrol: Enrol
) -> None:
    dragan = await enrol("Драган Илић", country="RS", roles="duty")
    ion = await enrol("Ion Popescu", country="RO", roles="duty")
    mila = await enrol("Мила Јовановић", country="RS", language="sr-Cyrl")
    vera = await enrol("Vera Panić", country="RS", language="sr-Latn")
    ana = await enrol("Ana Ionescu", country="RO")
    guest = await enrol("Gost", country="RS", roles="participant")

    await dragan.taps("📢 Упозорење")
    await dragan.presses("✎ Сопствени текст")
    await dragan.presses("⚠ Појачан опрез")
    await dragan.says("Бели комби ка граници.")
    await dragan.reads("а друга кад њен дежурни центар напише текст: RO")
    await dragan.presses("✅ Пошаљи")
    await mila.reads("⚠ Појачан опрез")
    await vera.reads("⚠ Pojačan oprez")
    assert "комби" not in str(await ana.screen())

    await ion.presses("✎ Scrie: Română")
    await ion.reads("Scrieți alerta în această limbă: Română")
    await ion.says("Dubă albă spre frontieră.")
    await ana.reads("Dubă albă spre frontieră.")
    await ion.reads("✔ Autorul textului: Dispecerat RO")

    for phone, label in ((mila, "Примљено"), (vera, "Primljeno"), (ana, "Recepționat")):
        assert label in await phone.presses(label)
    await until(assistant.store, confirmed(mila, vera, ana))
    await dragan.reads("✔ Потврђено: 2")
    await ion.reads("✔ Confirmate: 1")
    assert "комби" not in str(await guest.screen())


async def test_a_template_reaches_both_sides_in_their_languages_at_once(
    assistant: Assistant, sandbox: Sandbox, enrol: Enrol
) -> None:
    ion = await enrol("Ion Popescu", country="RO", roles="duty")
    dragan = await enrol("Dragan Ilić", country="RS", roles="duty", language="sr-Latn")
    mila = await enrol("Мила Јовановић", country="RS")
    ana = await enrol("Ana Ionescu", country="RO")

    await ion.taps("📢 Alertă")
    await ion.presses("‼ Legătură pierdută")
    await ion.reads("1/2")
    await sandbox.do(ion.id, "location", **NERA_MOUTH)
    await ion.presses("Acum")
    review = (await ion.reads("Verificați înainte de trimitere:"))["text"]
    assert "Изгубљена" not in review
    assert "Izgubljena je veza sa kolegom." in review
    await ion.presses("✅ Trimite")

    assert "Изгубљена је веза са колегом." in (await mila.reads("‼ Непосредна опасност"))["text"]
    assert "S-a pierdut legătura cu un coleg." in (await ana.reads("‼ Pericol iminent"))["text"]
    assert "Izgubljena je veza sa kolegom." in (await dragan.reads("Izgubljena"))["text"]
    await mila.says("Примљено")
    await ana.says("/ok")
    await until(assistant.store, confirmed(mila, ana))


@pytest.mark.parametrize(
    ("country", "language", "label", "level", "words", "send", "refused"),
    [
        (
            "RS",
            "sr-Cyrl",
            "📢 Упозорење",
            "⚠ Појачан опрез",
            ("👥 Примаоци", "✔ Готово"),
            "✅ Пошаљи",
            "Нисте овлашћени",
        ),
        (
            "RO",
            "ro",
            "📢 Alertă",
            "⚠ Vigilență sporită",
            ("👥 Destinatari", "✔ Gata"),
            "✅ Trimite",
            "Nu aveți dreptul",
        ),
    ],
)
async def test_what_is_wrong_is_answered_and_nothing_goes(
    assistant: Assistant,
    enrol: Enrol,
    country: str,
    language: str,
    label: str,
    level: str,
    words: tuple[str, str],
    send: str,
    refused: str,
) -> None:
    desk = await enrol("Desk", country=country, roles="duty", language=language)
    patrol = await enrol("Patrol", country=country, language=language)
    stranger = await enrol("Other", country="RO" if country == "RS" else "RS")
    await patrol.says("/alert")
    await patrol.reads(refused)

    await desk.taps(label)
    await desk.says("x" * 3000)
    await desk.reads("2.000")
    await desk.says("Tekst")
    await desk.presses(level)
    await desk.reads("Tekst")
    for each in (words[0], "☑ RS", "☑ RO", words[1]):
        await desk.presses(each)
        await quiet(assistant.store)
        await until(assistant.store, lambda session: not unsent(session, desk.id))
    assert await desk.presses(send) != ""
    assert not await assistant.store.run(lambda session: alerts.with_status(session, tuple(Status)))
    assert "Tekst" not in str(await stranger.screen()) + str(await patrol.screen())

"""A report of one side reaches the other field by field, as its desk has chosen and seen it."""

import pytest

from bot.main import Assistant
from sandbox.client import Sandbox
from tests.journeys.conftest import Enrol
from tests.journeys.parts import quiet, unsent, until
from tests.journeys.test_sightings import WORDS, to_review


@pytest.mark.parametrize(
    (
        "country",
        "language",
        "own",
        "more",
        "release",
        "note",
        "show",
        "danger",
        "part",
        "withdraw",
        "gone",
    ),
    [
        (
            "RS",
            "sr-Cyrl",
            ("⇄ Само наша страна", "✅ Пошаљи: RS"),
            "⋯ Више",
            "⇄ Уступи другој страни",
            "☐ Напомена",
            "👁 Прикажи шта ће видети",
            "Опасност за људе",
            "◐ Transmis parțial de: Dispecerat RS",
            "⚫ Повуци све",
            "Raportul a fost retras de dispeceratul care l-a transmis",
        ),
        (
            "RO",
            "ro",
            ("⇄ Doar partea noastră", "✅ Trimite: RO"),
            "⋯ Mai mult",
            "⇄ Transmite celeilalte părți",
            "☐ Mențiune",
            "👁 Arată ce vor vedea",
            "Pericol pentru persoane",
            "◐ Делимично уступио: Дежурни центар RO",
            "⚫ Retrage tot",
            "Дојаву је повукао дежурни центар који ју је уступио",
        ),
    ],
)
async def test_only_what_was_released_crosses_the_border(
    assistant: Assistant,
    sandbox: Sandbox,
    enrol: Enrol,
    country: str,
    language: str,
    own: tuple[str, str],
    more: str,
    release: str,
    note: str,
    show: str,
    danger: str,
    part: str,
    withdraw: str,
    gone: str,
) -> None:
    vera = await enrol("Vera Marin", country=country, language=language)
    desk = await enrol("Ion Popescu", country=country, roles="duty")
    theirs = await enrol("Dan", country="RO" if country == "RS" else "RS", roles="duty")
    hand = await to_review(vera, WORDS[language])
    await hand.button(own[0])
    await hand.button(own[1])
    await vera.reads("26-")
    before = await theirs.screen()

    async def settled() -> None:
        await quiet(assistant.store)
        await until(assistant.store, lambda session: not unsent(session, desk.id))

    await desk.presses(more)
    await desk.presses(release)
    await desk.presses(show)
    await desk.presses(danger)
    await desk.reads("26-")
    assert await theirs.screen() == before
    await desk.presses(f"✅ {release.removeprefix('⇄ ')}")
    card = (await theirs.reads(part))["text"]
    assert "44.82" not in card
    assert "Socol" not in card
    assert "Vera" not in card
    for label in (more, release, withdraw, withdraw):
        await settled()
        await desk.presses(label)
    await theirs.reads(gone)
    await until(assistant.store, lambda session: not unsent(session, theirs.id))
    assert part not in str(await theirs.screen())
    sent = [each for each in await sandbox.log() if str(theirs.id) in str(each.get("params"))]
    assert sent
    assert "44.82" not in str(sent)

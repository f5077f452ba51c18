"""Two patrols report one boat: each desk reads that it may be the same, one handles them as one."""

import pytest

from bot.main import Assistant
from tests.journeys.conftest import Enrol
from tests.journeys.parts import quiet, unsent, until
from tests.journeys.test_sightings import WORDS, reports


@pytest.mark.parametrize(
    ("country", "language", "same", "merge", "with_no", "together", "told", "taken"),
    [
        (
            "RS",
            "sr-Cyrl",
            "Могуће исто што и бр. {}: 0 м, 0 минута",
            "🔗 Споји…",
            "🔗 Споји са бр. {}",
            "Обрађује се заједно са бр. {}.",
            "Ваша дојава се обрађује заједно са другом о истом догађају",
            ("Преузимам", "Преузима: Дежурни центар RS"),
        ),
        (
            "RO",
            "ro",
            "Posibil același cu nr. {}: 0 m, 0 minute",
            "🔗 Unește…",
            "🔗 Unește cu nr. {}",
            "Se tratează împreună cu nr. {}.",
            "Raportul dumneavoastră se tratează împreună cu altul despre același eveniment",
            ("Preiau", "Preluat de: Dispecerat RO"),
        ),
    ],
)
async def test_a_desk_handles_two_reports_as_one(
    assistant: Assistant,
    enrol: Enrol,
    country: str,
    language: str,
    same: str,
    merge: str,
    with_no: str,
    together: str,
    told: str,
    taken: tuple[str, str],
) -> None:
    other = "RO" if country == "RS" else "RS"
    vera, ana = await enrol("Vera Marin", country=country), await enrol("Ana", country=other)
    petar = await enrol("Petar Nikolić", country=country)
    desk = await enrol("Ion Popescu", country=country, roles="duty")
    outsider = await enrol("Dan", country=other, roles="duty")
    own = await ana.screen()
    words = WORDS[language]
    first, second = await reports(vera, words), await reports(petar, words)

    assert same.format(first) in (await desk.reads(second))["text"]
    await desk.presses(merge)
    await desk.presses(with_no.format(first))
    await until(assistant.store, lambda session: not unsent(session, desk.id))
    await desk.reads(together.format(first))
    await petar.reads(told)
    await desk.presses(taken[0])
    for reporter in (vera, petar):
        await reporter.reads(taken[1])
    await quiet(assistant.store)
    assert together.format(first) not in str(await outsider.screen())
    assert first not in str((await petar.screen())[-2:])
    assert await ana.screen() == own

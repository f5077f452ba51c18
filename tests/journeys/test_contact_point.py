"""The joint contact point hands a report over: from the list to the PDF, as its phone shows it."""

from collections.abc import AsyncIterator

import pytest

from bot.main import Assistant
from bot.settings import Settings
from sandbox.client import Sandbox
from tests.journeys.conftest import Enrol
from tests.journeys.parts import deeds
from tests.journeys.test_sightings import NOW, WORDS, reports
from tests.people import Phone
from tests.views.documents import paper

BUTTON = {
    "sr-Cyrl": "📄 Предај као PDF",
    "sr-Latn": "📄 Predaj kao PDF",
    "ro": "📄 Predă ca PDF",
}
OPEN = {"sr-Cyrl": "📋 Отворено", "sr-Latn": "📋 Otvoreno", "ro": "📋 În așteptare"}


@pytest.fixture
async def assistant(settings: Settings, sandbox: Sandbox) -> AsyncIterator[Assistant]:
    """Its clock stands, so that whole texts can be compared."""
    assistant = Assistant(settings, private=0.001, clock=lambda: NOW)
    await assistant.start()
    yield assistant
    await assistant.stop()


async def documents(phone: Phone) -> list[str]:
    return [each["caption"] for each in await phone.screen() if "document" in each]


@pytest.mark.parametrize(
    ("language", "country"), [("sr-Cyrl", "RS"), ("sr-Latn", "RS"), ("ro", "RO")]
)
async def test_a_shared_report_is_handed_over_as_one_page_in_both_languages(
    assistant: Assistant, enrol: Enrol, language: str, country: str
) -> None:
    mila = await enrol("Mila", country=country, language=language)
    dragan = await enrol("Dragan", country="RS", roles="duty")
    ana = await enrol("Ana", country="RO", roles="coordinator")
    joint = await enrol("Vesna", country=country, roles="pcc", language=language)
    number = await reports(mila, WORDS[language])

    await joint.taps(OPEN[language])
    await joint.presses(f"👁 {number}")
    await joint.reads(number)
    await joint.presses(BUTTON[language])
    shown = await joint.sandbox.wait_for(
        joint.id, predicate=lambda message: "document" in message, timeout=30
    )
    assert shown["document"]["file_name"] == f"{number}.pdf"
    [text] = paper.texts(await joint.sandbox.file(shown["document"]["file_id"]))
    assert f"Дојава бр. {number}" in text
    assert f"Raportul nr. {number}" in text
    for name in ("Mila", "Dragan", "Vesna"):
        assert name not in text

    for outsider in (ana, dragan, mila):
        theirs = (await outsider.screen())[-1]
        await outsider.forges(f"sheet:{number}", int(theirs["message_id"]))
        assert await documents(outsider) == []
    exported = [(deed, who) for deed, who, _ in await deeds(assistant.store, f"sighting:{number}")]
    assert exported.count(("export", joint.person_id)) == 1
    assert [deed for deed, _who in exported].count("export") == 1

"""Maps in the chats: beside the receipt and the cards, and of the last 24 hours."""

from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from PIL import Image

from bot.main import Assistant
from bot.settings import Settings
from geography.picture import drawing
from geography.picture.ink import NIGHT
from sandbox.client import Sandbox
from storage import deadlines
from storage.session import Session
from tests.journeys.conftest import Enrol
from tests.journeys.test_sightings import NOW, WORDS, reports
from tests.people import Json, Phone

KEY = {"sr-Cyrl": "🗺 Мапа", "sr-Latn": "🗺 Mapa", "ro": "🗺 Hartă"}
TITLE = {
    "sr-Cyrl": "🗺 Последња 24 сата",
    "sr-Latn": "🗺 Poslednja 24 sata",
    "ro": "🗺 Ultimele 24 de ore",
}


@pytest.fixture
async def assistant(settings: Settings, sandbox: Sandbox) -> AsyncIterator[Assistant]:
    """Its clock stands, so that whole texts can be compared."""
    assistant = Assistant(settings, private=0.001, clock=lambda: NOW)
    await assistant.start()
    yield assistant
    await assistant.stop()


async def gets_picture(phone: Phone, below: str) -> Json:
    """The newest photo with these words below it, once it is there."""
    return await phone.sandbox.wait_for(
        phone.id, text=below, predicate=lambda message: "photo" in message, timeout=20
    )


async def pixels_of(phone: Phone, message: Json) -> Image.Image:
    data = await phone.sandbox.file(message["photo"][-1]["file_id"])
    assert len(data) < 250_000
    picture = Image.open(BytesIO(data))
    assert picture.size == (drawing.WIDTH, drawing.HEIGHT)
    return picture.convert("RGB")


def red(picture: Image.Image) -> int:
    """Pixels of a marker's colour, as near as a palette keeps it."""
    counts = picture.getcolors(picture.width * picture.height) or []
    return sum(
        count
        for count, colour in counts
        if isinstance(colour, tuple)
        and all(abs(a - b) < 25 for a, b in zip(colour, NIGHT.open, strict=True))
    )


async def pictures(phone: Phone) -> list[Json]:
    return [message for message in await phone.screen() if "photo" in message]


@pytest.mark.parametrize(
    ("language", "country"), [("sr-Cyrl", "RS"), ("sr-Latn", "RS"), ("ro", "RO")]
)
async def test_a_report_is_shown_on_a_map_beside_its_receipt_and_both_desks_cards(
    enrol: Enrol, language: str, country: str
) -> None:
    words = WORDS[language]
    mila = await enrol("Mila", country=country, language=language)
    dragan = await enrol("Dragan", country="RS", roles="duty")
    ion = await enrol("Ion", country="RO", roles="duty")
    ana = await enrol("Ana", country="RO" if country == "RS" else "RS")

    number = await reports(mila, words)
    for phone, named in ((mila, KEY[language]), (dragan, "🗺 Мапа"), (ion, "🗺 Hartă")):
        shown = await gets_picture(phone, named)
        assert red(await pixels_of(phone, shown)) > 500
        card = next(each for each in await phone.screen() if number in each.get("text", ""))
        assert shown["reply_to"] == card["message_id"]
    assert await pictures(ana) == []


@pytest.mark.parametrize(
    ("language", "country"), [("sr-Cyrl", "RS"), ("sr-Latn", "RS"), ("ro", "RO")]
)
async def test_the_key_shows_the_last_24_hours_with_a_legend(
    enrol: Enrol, language: str, country: str
) -> None:
    desk = await enrol("Zoran", country=country, roles="duty", language=language)
    ana = await enrol("Ana", country="RO" if country == "RS" else "RS")
    numbers = []
    for name in ("Mila", "Vesna"):
        officer = await enrol(name, country=country, language=language)
        numbers.append(await reports(officer, WORDS[language]))
        await desk.reads(numbers[-1])
    first, second = numbers

    await desk.taps(KEY[language])
    shown = await gets_picture(desk, TITLE[language])
    title, *lines = shown["caption"].split("\n")
    assert title == TITLE[language]
    assert [line.split(" · ")[0] for line in lines] == [f"1. {second}", f"2. {first}"]
    assert "21:05 RS / 22:05 RO" in lines[0]
    assert red(await pixels_of(desk, shown)) > 1_000

    await ana.says("/map")
    nothing = {"RS": "Nu există rapoarte", "RO": "Нема дојава"}[country]
    await ana.reads(nothing)
    assert await pictures(ana) == []


async def test_a_corrected_place_is_another_picture_in_the_same_message(enrol: Enrol) -> None:
    mila = await enrol("Мила", country="RS")
    ion = await enrol("Ion", country="RO", roles="duty")
    await reports(mila)
    first = await gets_picture(ion, "🗺 Hartă")
    before = await pixels_of(ion, first)

    await mila.presses("✎ Исправи или допуни")
    await mila.presses("✎ Где")
    await mila.reads("Где?")
    await mila.says("45.2501, 21.2702")
    edited = await ion.sandbox.wait_for(
        ion.id,
        predicate=lambda message: "photo" in message and message["edited"],
        timeout=20,
    )
    assert edited["message_id"] == first["message_id"]
    after = await pixels_of(ion, edited)
    assert red(after) > 500
    assert after.tobytes() != before.tobytes()
    assert len(await pictures(ion)) == 1


async def test_a_map_that_was_asked_for_outlives_a_restart(
    settings: Settings, sandbox: Sandbox, assistant: Assistant, enrol: Enrol
) -> None:
    mila = await enrol("Мила", country="RS")
    number = await reports(mila)
    await gets_picture(mila, "🗺 Мапа")
    await assistant.stop()

    held = Assistant(
        settings.model_copy(update={"sending": "held"}), private=0.001, clock=lambda: NOW
    )
    await held.start()

    def ask(session: Session) -> None:
        deadlines.set_for(session, "map-day", str(mila.person_id), due_at=NOW)

    await held.store.run(ask)
    await held.stop()

    again = Assistant(settings, private=0.001, clock=lambda: NOW)
    await again.start()
    try:
        shown = await gets_picture(mila, TITLE["sr-Cyrl"])
        assert f"1. {number}" in shown["caption"]
    finally:
        await again.stop()

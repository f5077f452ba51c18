"""A photo of a sighting on its way: all that it shows, and nothing of what it tells."""

import io
import json
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from bot.main import Assistant
from bot.settings import Settings
from sandbox.client import Sandbox
from storage.audit import audit
from storage.files import file
from storage.media import State, media
from storage.session import Session
from storage.store import Store
from tests.journeys.conftest import Enrol
from tests.journeys.parts import Clock, on_watch, refusal, until
from tests.journeys.test_sightings import WORDS, Words, number_of, to_place
from tests.people import NERA_MOUTH, Json, Phone
from tests.people import enrol as enrolled

CANARY = b"canary-44.8231-21.3359"
EVERY = pytest.mark.parametrize("language", ["sr-Cyrl", "sr-Latn", "ro"])
OWN_ONLY = {
    "sr-Cyrl": "⇄ Само наша страна",
    "sr-Latn": "⇄ Samo naša strana",
    "ro": "⇄ Doar partea noastră",
}


def photo(colour: str = "red", size: tuple[int, int] = (640, 480)) -> bytes:
    """As a telephone's camera writes it: with its place, its maker and a remark."""
    exif = Image.Exif()
    exif[0x010F] = CANARY.decode()
    exif.get_ifd(0x8825)[2] = (44.0, 49.0, 23.16)
    exif.get_ifd(0x8825)[29] = CANARY.decode()
    written = io.BytesIO()
    Image.new("RGB", size, colour).save(written, "JPEG", exif=exif, comment=CANARY)
    return written.getvalue()


def country(language: str) -> str:
    return "RO" if language == "ro" else "RS"


async def goes_on(phone: Phone, words: Words) -> None:
    """From the place to the review."""
    await phone.taps(words.location, location=NERA_MOUTH)
    await phone.reads(words.which_way)
    await phone.presses(words.way)
    await phone.reads(words.check)


async def kept(store: Store, number: int = 1) -> list[Json]:
    """Wait until so many files are kept; their rows."""

    def all_kept(session: Session) -> bool:
        states = list(session.scalars(select(media.c.state)))
        return states.count(State.KEPT) == number

    await until(store, all_kept)
    return await rows(store, media)


async def rows(store: Store, table: Any) -> list[Json]:
    query = select(table)
    return await store.read(lambda s: [dict(row._mapping) for row in s.execute(query)])


async def pictures(phone: Phone) -> list[bytes]:
    """The photos that a phone has got from the bot, without the maps beside cards."""
    messages = [each for each in await phone.sandbox.messages(phone.id) if each["from"] == "bot"]
    ids = [
        each["photo"][-1]["file_id"]
        for each in messages
        if "photo" in each and "🗺" not in each.get("caption", "")
    ]
    return [await phone.sandbox.file(each) for each in ids]


@EVERY
async def test_a_photo_reaches_both_desks_without_a_word_of_where_it_was_taken(
    assistant: Assistant, enrol: Enrol, language: str
) -> None:
    words = WORDS[language]
    mila = await enrol("Mila", country=country(language), language=language)
    dragan = await enrol("Dragan", country="RS", roles="duty", language="sr-Latn")
    ion = await enrol("Ion", country="RO", roles="duty", language="ro")
    ana = await enrol("Ana", country="RO" if country(language) == "RS" else "RS")
    await to_place(mila, words)
    assert CANARY in photo(), "or the test proves nothing"
    await mila.shows(photo("red"))
    await mila.reads("📷 1")
    await mila.shows(photo("blue"), "document", file_name="IMG_1.jpg", mime_type="image/jpeg")
    await mila.reads("📷 2")
    await goes_on(mila, words)
    await mila.presses(words.send)
    await kept(assistant.store, 2)

    for desk in (dragan, ion):
        await desk.presses("📷 2")
        await desk.reads("📷 2/2")
        shown = await pictures(desk)
        assert [_colour(each) for each in shown] == ["red", "blue"]
        assert not any(CANARY in each or b"Exif" in each for each in shown)
    assert not any(CANARY in each["bytes"] for each in await rows(assistant.store, file))
    assert await pictures(ana) == []
    deeds = [(row["deed"], json.loads(row["detail"])) for row in await rows(assistant.store, audit)]
    looked = [detail for deed, detail in deeds if deed == "consultation"]
    assert looked == [{"field": "media", "reason": "shown on demand"}], "by the other side only"


@EVERY
async def test_a_photo_for_one_side_is_for_nobody_of_the_other(
    assistant: Assistant, enrol: Enrol, language: str
) -> None:
    words, own = WORDS[language], country(language)
    other = "RS" if own == "RO" else "RO"
    mila = await enrol("Mila", country=own, language=language)
    desk = await enrol("Own", country=own, roles="duty", language=language)
    stranger = await enrol("Other", country=other, roles="duty")
    await to_place(mila, words)
    await mila.shows(photo())
    await goes_on(mila, words)
    await mila.presses(OWN_ONLY[language])
    await mila.presses(words.send.split(":")[0] + f": {own}")
    number = await number_of(mila)
    await kept(assistant.store)
    await desk.presses("📷 1")
    await desk.reads("📷 1/1")

    last = (await stranger.screen())[-1]["message_id"]
    toast = await stranger.forges(f"media:{number}", last)
    assert number not in toast
    assert await pictures(stranger) == []
    assert not any(number in json.dumps(each) for each in await stranger.screen())


@EVERY
async def test_what_cannot_be_kept_is_answered_kindly_and_the_report_goes_on(
    assistant: Assistant, enrol: Enrol, language: str
) -> None:
    words = WORDS[language]
    mila = await enrol("Mila", country=country(language), language=language)
    await to_place(mila, words)
    await mila.shows(b"PK\x03\x04 renamed", "document", file_name="a.jpg", mime_type="image/jpeg")
    await mila.reads("⚠ 📷 ")
    await mila.shows(b"\0\0\0\x18ftypheic", "document", file_name="IMG_1.HEIC")
    await mila.reads(refusal("HeicUnread", language))
    await mila.shows(b"", "video", size=30_000_000)
    await mila.reads(refusal("FileTooLarge", language))
    await mila.shows(b"", "video")  # an empty film of the sandbox's own
    await kept(assistant.store)
    await goes_on(mila, words)
    await mila.presses(words.send)
    assert await number_of(mila)


async def test_an_album_of_ten_is_ten_photos_and_one_answer(
    assistant: Assistant, enrol: Enrol
) -> None:
    words = WORDS["ro"]
    ion = await enrol("Ion", country="RO", roles="duty", language="ro")
    mila = await enrol("Mila", country="RO", language="ro")
    await to_place(mila, words)
    for number in range(10):
        await mila.shows(photo("red", (64, 64 + number)), album="77")
    await mila.reads("📷 10")
    assert len([each for each in await mila.screen() if "📷" in each.get("text", "")]) == 1
    await goes_on(mila, words)
    await mila.presses(words.send)
    await kept(assistant.store, 10)
    await ion.presses("📷 10")
    await ion.reads("📷 10/10")
    assert len(await pictures(ion)) == 10


async def test_a_photo_waits_through_an_outage_and_a_restart(
    settings: Settings, sandbox: Sandbox
) -> None:
    words = WORDS["ro"]
    fault = await sandbox.fault("502", method="getFile", times=1000)
    async with on_watch(settings, clock=Clock()) as assistant:
        mila = await enrolled(assistant, sandbox, "Mila", country="RO", language="ro")
        await to_place(mila, words)
        await mila.shows(photo())
        await mila.reads("📷 1")
        assert [row["state"] for row in await rows(assistant.store, media)] == [State.WAITING]
    await sandbox.clear_faults(fault)
    async with on_watch(settings, clock=Clock()) as assistant:
        await kept(assistant.store)


async def test_what_is_never_given_is_said_to_be_lost(settings: Settings, sandbox: Sandbox) -> None:
    clock = Clock()
    await sandbox.fault("502", method="getFile", times=1000)
    async with on_watch(settings, clock=clock) as assistant:
        mila = await enrolled(assistant, sandbox, "Mila", country="RO", language="ro")
        await to_place(mila, WORDS["ro"])
        await mila.shows(photo())
        await mila.reads("📷 1")
        clock.passes(hours=3)
        await mila.reads("⚠ 📷 Acest fișier nu a putut fi preluat", timeout=20)


def _colour(data: bytes) -> str:
    with Image.open(io.BytesIO(data)) as seen:
        pixel = seen.getpixel((10, 10))
    assert isinstance(pixel, tuple)
    return "red" if pixel[0] > pixel[2] else "blue"

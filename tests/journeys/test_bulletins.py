"""A desk publishes, the other writes its text, and an officer there reads it on duty."""

from dataclasses import dataclass

import pytest

from bot.main import Assistant
from storage.bulletins import bulletin, bulletin_text, reading
from tests.journeys.conftest import Enrol
from tests.journeys.parts import deeds, quiet, unsent, until
from tests.journeys.test_media import CANARY, country, kept, photo, pictures, rows
from tests.people import Phone


@dataclass(frozen=True)
class Words:
    """What is typed and pressed in one language."""

    key: str
    new: str
    route: str
    days: str
    publish: str
    write: str
    text: str
    sought: str
    duty: str
    since: str
    every: str
    read: str
    read_by: str
    find: str
    withdraw: str
    withdrawn: str


SERBIAN = Words(
    key="📰 Билтени",
    new="➕ Нови билтен",
    route="🛣 Рута која се користи",
    days="30 дана",
    publish="✅ Објави",
    write="✍ Напиши текст на српском",
    text="Пешачка стаза поред бране, комби чека у шуми.",
    sought="PESACKA staza",
    duty="🕒 Дежурство: почетак / крај",
    since="📰 1 нови билтен од ваше последње дужности",
    every="Сви билтени",
    read="✓ Прочитано",
    read_by="RS 1 · RO 1",
    find="🔎 Претражи",
    withdraw="⚫ Повуци",
    withdrawn="⚫ Билтен је повукао: Дежурни центар RO",
)
LATIN = Words(
    key="📰 Bilteni",
    new="➕ Novi bilten",
    route="🛣 Ruta koja se koristi",
    days="30 dana",
    publish="✅ Objavi",
    write="✍ Napiši tekst na srpskom",
    text="Pešačka staza pored brane, kombi čeka u šumi.",
    sought="пешачка стаза",
    duty="🕒 Dežurstvo: početak / kraj",
    since="📰 1 novi bilten od vaše poslednje dužnosti",
    every="Svi bilteni",
    read="✓ Pročitano",
    read_by="RS 1 · RO 1",
    find="🔎 Pretraži",
    withdraw="⚫ Povuci",
    withdrawn="⚫ Bilten je povukao: Dežurni centar RO",
)
ROMANIAN = Words(
    key="📰 Buletine informative",
    new="➕ Buletin informativ nou",
    route="🛣 Rută folosită",
    days="30 de zile",
    publish="✅ Publică",
    write="✍ Scrie textul în română",
    text="Potecă lângă baraj, o dubă așteaptă în pădure.",
    sought="POTECA langa",
    duty="🕒 Serviciu: intrare / ieșire",
    since="📰 1 buletin informativ nou de la ultimul dumneavoastră serviciu",
    every="Toate buletinele informative",
    read="✓ Am citit",
    read_by="RO 1 · RS 1",
    find="🔎 Caută",
    withdraw="⚫ Retrage",
    withdrawn="⚫ Buletinul informativ a fost retras de: Dispecerat RS",
)
WORDS = {"sr-Cyrl": SERBIAN, "sr-Latn": LATIN, "ro": ROMANIAN}


async def publishes(assistant: Assistant, desk: Phone, words: Words) -> str:
    """The key, a kind, a text, how long, a photo, and out; the number."""
    await desk.taps(words.key)
    await desk.presses(words.new)
    await desk.presses(words.route)
    await quiet(assistant.store)
    await desk.says(words.text)
    await desk.presses(words.days)
    await desk.shows(photo())
    await kept(assistant.store)
    await desk.presses(words.publish)
    await quiet(assistant.store)
    (row,) = await rows(assistant.store, bulletin)
    return str(row["number"])


async def goes_on_duty(phone: Phone, words: Words) -> None:
    await phone.taps(words.duty)
    asked = await phone.reads("/duty 19:00")
    await phone.presses(asked["inline_keyboard"][0][0]["text"])


@pytest.mark.parametrize(
    ("author", "reader"),
    [("sr-Cyrl", "ro"), ("sr-Latn", "ro"), ("ro", "sr-Cyrl"), ("ro", "sr-Latn")],
)
async def test_two_texts_are_one_bulletin(
    assistant: Assistant, enrol: Enrol, author: str, reader: str
) -> None:
    ours, theirs = WORDS[author], WORDS[reader]
    desk = await enrol("Dragan", country=country(author), roles="duty", language=author)
    other = await enrol("Ion", country=country(reader), roles="duty", language=reader)
    officer = await enrol("Ana", country=country(reader), language=reader)
    outsider = await enrol("Tea", country=country(reader), roles="participant", language=reader)
    number = await publishes(assistant, desk, ours)

    await other.reads(ours.text)
    await officer.says("/bulletins")
    await officer.reads(theirs.key)
    assert number not in str(await officer.screen())
    await other.presses(theirs.write)
    await quiet(assistant.store)
    await other.says(theirs.text)
    await other.presses(theirs.publish)
    await quiet(assistant.store)

    await goes_on_duty(officer, theirs)
    await officer.reads(theirs.since)
    await officer.presses(theirs.every)
    await officer.presses(f"📰 {number}")
    await officer.reads(theirs.text)
    await officer.presses(theirs.read)
    await quiet(assistant.store)
    await until(assistant.store, lambda session: not unsent(session, officer.id))
    (seen,) = await pictures(officer)
    assert CANARY not in seen
    assert ours.text not in str(await officer.screen())

    await officer.taps(theirs.key)
    await officer.presses(theirs.find)
    await quiet(assistant.store)
    await officer.says(theirs.sought)
    assert f"• {number} · " in (await officer.reads(theirs.sought))["text"]

    await desk.says("/bulletins")
    await desk.presses(f"📰 {number}")
    assert ours.read_by in (await desk.reads(ours.read_by))["text"]
    for _again in range(2):
        await desk.presses(ours.withdraw)
        await quiet(assistant.store)
        await until(assistant.store, lambda session: not unsent(session, desk.id))
    await officer.reads(theirs.withdrawn)
    assert [each["text"] for each in await rows(assistant.store, bulletin_text)] == [
        ours.text,
        theirs.text,
    ]
    assert {each["person_id"] for each in await rows(assistant.store, reading)} == {
        desk.person_id,
        officer.person_id,
    }
    said = [deed for deed, _actor, _detail in await deeds(assistant.store, f"bulletin:{number}")]
    assert said == [
        "collection",
        "disclosure",
        "collection",
        "disclosure",
        "consultation",
        "alteration",
    ]
    assert number not in str(await outsider.screen())

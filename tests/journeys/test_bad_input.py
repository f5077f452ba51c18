"""What no form expects: answered in the person's language, nothing lost, nothing passed on."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from bot.main import Assistant
from bot.settings import Settings
from sandbox.client import Sandbox
from storage import drafts
from storage.drafts import Draft, draft
from storage.session import Session
from storage.sightings import handling
from storage.store import Store
from tests.journeys.conftest import Enrol
from tests.journeys.parts import (
    Clock,
    answer,
    deeds,
    on_watch,
    pictured,
    quiet,
    refusal,
    reports,
    told,
    until,
)
from tests.journeys.test_intake import typed
from tests.people import NERA_MOUTH, Json, Phone
from views import forms
from views.language import Language, Reader
from views.message import units

BELGRADE = {"latitude": 44.8125, "longitude": 20.4612}


@dataclass(frozen=True)
class Words:
    """What is on the keys and buttons of the main job in one language."""

    country: str
    language: str
    new: str
    group: str
    category: str
    here: str
    towards: str
    send: str
    received: str

    @property
    def reader(self) -> Reader:
        return Reader(Language(self.language), self.country)


CYRILLIC = Words(
    "RS",
    "sr-Cyrl",
    "👁 Нова дојава",
    "👁 Сумњива појава",
    "Сумњиво пловило",
    "📍 Пошаљи локацију",
    "Ка Румунији",
    "✅ Пошаљи: RS + RO",
    "је примљена",
)
LATIN = Words(
    "RS",
    "sr-Latn",
    "👁 Nova dojava",
    "👁 Sumnjiva pojava",
    "Sumnjivo plovilo",
    "📍 Pošalji lokaciju",
    "Ka Rumuniji",
    "✅ Pošalji: RS + RO",
    "je primljena",
)
ROMANIAN = Words(
    "RO",
    "ro",
    "👁 Raport nou",
    "👁 Situație suspectă",
    "Ambarcațiune suspectă",
    "📍 Trimite locația",
    "Spre România",
    "✅ Trimite: RO + RS",
    "a fost recepționat",
)
EVERY = pytest.mark.parametrize("words", [CYRILLIC, LATIN, ROMANIAN], ids=lambda w: w.language)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def assistant(settings: Settings, sandbox: Sandbox, clock: Clock) -> AsyncIterator[Assistant]:
    async with on_watch(settings, clock=clock) as assistant:
        yield assistant


async def to_place(phone: Phone, words: Words) -> Json:
    """Two taps; the question for the place."""
    await answer(phone, phone.taps(words.new))
    await answer(phone, phone.presses(words.group))
    return await answer(phone, phone.presses(words.category))


async def to_review(phone: Phone, words: Words, point: Json = NERA_MOUTH) -> Json:
    """Four taps; the review."""
    await to_place(phone, words)
    return await from_place(phone, words, point)


async def from_place(phone: Phone, words: Words, point: Json = NERA_MOUTH) -> Json:
    await answer(phone, phone.taps(words.here, location=point))
    return await answer(phone, phone.presses(words.towards))


async def form_of(store: Store, phone: Phone) -> Draft:
    form = await store.read(lambda s: drafts.open_for(s, phone.id))
    assert form
    return form


def given(form: Draft) -> Json:
    """The answers of a form that are the officer's."""
    return {name: value for name, value in form.answers.items() if not name.startswith("_")}


async def state(store: Store) -> list[Any]:
    """Everything a tap could change: every form, every report, every side's handling."""

    def read(session: Session) -> list[Any]:
        tables = (draft, handling)
        return [[tuple(row) for row in session.execute(select(table))] for table in tables]

    return [*await store.read(read), await reports(store)]


# Groups


async def test_in_a_group_only_who_speaks_to_the_assistant_is_answered(
    assistant: Assistant, sandbox: Sandbox, enrol: Enrol
) -> None:
    mila = await enrol("Мила", country="RS")
    ion = await enrol("Ion", country="RO", roles="duty")
    name = (await sandbox.bot())["username"]
    group = await sandbox.group("Дунав", [mila.id, ion.id], privacy=False)
    before = await state(assistant.store)

    for ignored in ("Добро вече", "44.8231, 21.3359", "👁 Нова дојава", "/sighting@SomeOtherBot"):
        await sandbox.text(mila.id, ignored, chat=group)
    await sandbox.location(mila.id, **NERA_MOUTH, chat=group)
    await sandbox.photo(ion.id, chat=group)
    await quiet(assistant.store)
    assert [each for each in await sandbox.messages(group) if each["from"] == "bot"] == []

    deed = sandbox.text(mila.id, f"/dojava@{name}", chat=group)
    assert await told(mila, deed, chat=group) == refusal("PrivateOnly", "sr-Cyrl")
    for spoken in (f"/raport@{name}", f"@{name} чуј"):
        await sandbox.text(mila.id, spoken, chat=group)
    await sandbox.text(ion.id, "Bine", chat=group, reply_to=await newest(sandbox, group))
    await told(mila, mila.says("/whoami"))  # updates come in order: those are in
    pressed = await sandbox.press(
        ion.id, message_id=await newest(sandbox, group), data="language:en", chat=group
    )
    assert await ion.toast(pressed) == refusal("PrivateOnly", "ro")

    await quiet(assistant.store)
    assert [each["from"] for each in await sandbox.messages(group)].count("bot") == 1
    assert await state(assistant.store) == before


async def newest(sandbox: Sandbox, chat: int) -> int:
    said = [each for each in await sandbox.messages(chat) if each["from"] == "bot"]
    return int(said[-1]["message_id"])


# Taps


@EVERY
async def test_twenty_taps_on_send_send_once(
    assistant: Assistant, sandbox: Sandbox, enrol: Enrol, words: Words
) -> None:
    officer = await enrol("Vuk Lupu", country=words.country, language=words.language)
    desk = await enrol("Ion", country="RO", roles="duty")
    outsider = await enrol("Ana", country="RO")
    silent, at_desk = await outsider.screen(), len(await desk.screen())
    review = await to_review(officer, words)
    data = data_of(review, words.send)

    where = {"message_id": review["message_id"], "data": data}
    taps = await asyncio.gather(*(sandbox.press(officer.id, **where) for _ in range(20)))
    toasts = [await officer.toast(each) for each in taps]
    await officer.reads(words.received)
    await quiet(assistant.store)

    assert sorted(toasts) == ["", *[forms.answered(words.reader)] * 19]
    (row,) = await reports(assistant.store)
    written = await deeds(assistant.store, f"sighting:{row['number']}")
    assert [deed for deed, *_ in written] == ["collection", "disclosure"]
    thanks = [each for each in await officer.screen() if words.received in each["text"]]
    assert len(thanks) == 1
    await desk.reads("Ambarcațiune suspectă")
    assert len(await desk.screen()) == at_desk + 1
    assert await outsider.screen() == silent


def data_of(message: Json, label: str) -> str:
    (data,) = [
        button["callback_data"]
        for row in message["inline_keyboard"]
        for button in row
        if button["text"] == label
    ]
    return str(data)


async def test_of_two_desks_officers_who_take_over_at_once_one_does(
    assistant: Assistant, sandbox: Sandbox, enrol: Enrol
) -> None:
    mila = await enrol("Мила", country="RS")
    desk = [await enrol(name, country="RO", roles="duty") for name in ("Ion", "Radu")]
    await to_review(mila, CYRILLIC)
    await mila.presses(CYRILLIC.send)
    cards = [await each.reads("Ambarcațiune suspectă") for each in desk]
    (row,) = await reports(assistant.store)
    data = f"take:{row['number']}:1"

    taps = [
        (officer, sandbox.press(officer.id, message_id=card["message_id"], data=data))
        for officer, card in zip(desk, cards, strict=True)
        for _ in range(10)
    ]
    pressed = await asyncio.gather(*(tap for _, tap in taps))
    toasts = [await taps[0][0].toast(each) for each in pressed]

    written = await deeds(assistant.store, f"sighting:{row['number']}")
    taken = [(deed, actor) for deed, actor, _ in written if deed == "alteration"]
    assert len(taken) == 1
    first = next(each for each in desk if each.person_id == taken[0][1])
    name = {desk[0].id: "Ion", desk[1].id: "Radu"}[first.id]
    late = refusal("AlreadyHandled", "ro", name=name)
    assert sorted(toasts) == ["", *[late] * 19]


@EVERY
async def test_a_tap_that_comes_late_changes_nothing(
    assistant: Assistant, sandbox: Sandbox, enrol: Enrol, words: Words
) -> None:
    officer = await enrol("Vuk Lupu", country=words.country, language=words.language)
    group = await answer(officer, officer.taps(words.new))
    pressed = data_of(group, words.group)
    category = await answer(officer, officer.presses(words.group))
    old = data_of(category, words.category)
    assert await officer.forges(pressed, group["message_id"]) == forms.answered(words.reader)

    # The same form once more: the old one is set aside, and its buttons offer it back.
    await answer(officer, officer.taps(words.new))
    await answer(officer, officer.presses(forms.start_anew_label(words.reader)))
    fresh = await form_of(assistant.store, officer)
    assert fresh.answers == {}
    offered = await answer(officer, officer.forges(old, category["message_id"]))
    assert offered["text"] == forms.set_aside(words.reader)
    assert await form_of(assistant.store, officer) == fresh

    await answer(officer, officer.presses(forms.resume_label(words.reader)))
    resumed = await form_of(assistant.store, officer)
    assert given(resumed) == {"group": "cat.group_suspicious"}


def forgeries(own: Draft, foreign: Draft, number: str, kept: str) -> list[str]:
    """Buttons nobody offered: of others, of no shape, of no end, and once of each own part."""
    five = f"sighting:{own.id}:{own.step}:{own.version}"
    return [
        "",
        ":",
        "::::",
        "\0",
        "\ud800",
        "\u202e",
        " ",
        "x" * 64,
        "ш" * 32,
        "x" * 65,
        "x" * 5000,
        "sighting",
        "sighting:",
        "sighting::::",
        "sighting:::::",
        f"sighting:{own.id}",
        f"{five}",
        f"{five}:",
        f"{five}:x:x",
        f"{five}:no-such-choice",
        f"{five}:" + "9" * 5000,
        f"{five}:\0",
        f"{five}:\ud83d",
        f"{five}:CAT.DRONE",
        f"{five}:cat.drone ",
        f"{five}:send",
        f"{five}:note",
        f"{five}:share-all",
        f"{five}:edit-reporter",
        f"{five}:edit-",
        f" {five}:cat.drone",
        f"Sighting:{own.id}:{own.step}:{own.version}:cat.drone",
        f"text:{own.id}:{own.step}:{own.version}:drop",
        f"enrolment:{own.id}:phone:1:x",
        f"sighting:{foreign.id}:{foreign.step}:{foreign.version}:x",
        f"sighting:{foreign.id}:{foreign.step}:{foreign.version}:cat.drone",
        f"sighting:{foreign.id}:{foreign.step}:{foreign.version}:send",
        f"sighting:-{own.id}:{own.step}:{own.version}:x",
        f"sighting:+{own.id}:{own.step}:{own.version}:x",
        f"sighting:{own.id}.0:{own.step}:{own.version}:x",
        f"sighting:{'9' * 15}:{own.step}:1:x",
        f"sighting:{'9' * 19}:{own.step}:1:x",
        f"sighting:{2**63}:{own.step}:1:x",
        f"sighting:{2**64}:{own.step}:{2**64}:x",
        f"sighting:{own.id}:{own.step}:{'9' * 40}:x",
        f"sighting:٣:{own.step}:١:x",
        f"sighting:²:{own.step}:1:x",
        "sighting:1e3:group:1:x",
        "sighting:0x1:group:1:x",
        "sighting: 1 :group:1:x",
        "form-resume",
        "form-resume:",
        f"form-resume:{foreign.id}",
        f"form-drop:{foreign.id}",
        f"form-anew:{foreign.id}",
        f"form-drop:{own.id}:1",
        f"form-drop:{'9' * 30}",
        "form-drop:١",
        "language",
        "language:",
        "language:de",
        "language:en:1",
        "take",
        "take::",
        f"take:{number}",
        f"take:{number}:",
        f"take:{number}:x",
        f"take:{number}:١",
        f"take:{number}:{'9' * 30}",
        f"take:{number}:1:1",
        "take:RS-26-99999:1",
        f"take:{'9' * 5000}:1",
        "take:\0:1",
        "take:' OR 1=1 --:1",
        f"take:{kept}:1",
        f"resolve:{kept}:1",
        f"resolve:{number}:-1",
    ]


async def test_no_forged_button_changes_or_tells_anything(
    assistant: Assistant, sandbox: Sandbox, enrol: Enrol
) -> None:
    mila = await enrol("Мила", country="RS")
    ion = await enrol("Ion", country="RO", roles="duty")
    ana = await enrol("Ana", country="RO")
    await to_review(mila, CYRILLIC)
    await answer(mila, mila.presses(CYRILLIC.send))
    await to_review(mila, CYRILLIC)
    await answer(mila, mila.presses("⇄ Само наша страна"))
    await answer(mila, mila.presses("✅ Пошаљи: RS"))
    shared, kept = [row["number"] for row in await reports(assistant.store)]
    await answer(ana, ana.taps(ROMANIAN.new))
    await answer(ion, ion.taps(ROMANIAN.new))
    own, foreign = [await form_of(assistant.store, each) for each in (ion, ana)]
    (*_, newest) = await ion.screen()
    await quiet(assistant.store)
    await until(assistant.store, pictured)
    before = await state(assistant.store)
    screens = [await each.screen() for each in (mila, ion, ana)]

    corpus = forgeries(own, foreign, shared, kept)
    stale = refusal("Stale", "ro")
    toasts = {data: await ion.forges(data, newest["message_id"]) for data in corpus}
    assert len(toasts) == len(corpus) >= 60
    assert {data: toast for data, toast in toasts.items() if toast != stale} == {}
    assert await state(assistant.store) == before
    assert [await each.screen() for each in (mila, ion, ana)] == screens

    # An officer without a desk presses the very button of a desk.
    (*_, at_ana) = await ana.screen()
    toast = await ana.forges(f"take:{shared}:1", at_ana["message_id"])
    assert toast == refusal("NotAllowed", "ro")
    assert await state(assistant.store) == before
    assert await deeds(assistant.store, f"person:{ana.person_id}") != []
    stranger = Phone(sandbox, int((await sandbox.person("Неко", language_code="sr"))["id"]))
    shown = await answer(stranger, sandbox.start(stranger.id))
    toast = await stranger.forges(f"take:{shared}:1", shown["message_id"])
    assert toast == refusal("NotAllowed", "sr-Cyrl")
    # The oracle: the same button in the right hands does what it says.
    assert await ion.forges(f"take:{shared}:1", newest["message_id"]) == ""
    assert await state(assistant.store) != before


# What is sent instead of an answer


@EVERY
async def test_what_a_form_cannot_take_is_said_so_and_the_form_stays(
    assistant: Assistant, sandbox: Sandbox, enrol: Enrol, words: Words
) -> None:
    officer = await enrol("Vuk Lupu", country=words.country, language=words.language)
    await to_place(officer, words)
    before = await form_of(assistant.store, officer)

    person = officer.id
    for deed, said in (
        (sandbox.sticker(person), "NotHere"),
        (sandbox.contact(person), "NotHere"),
        (sandbox.document(person), "NoSuchFile"),
    ):
        assert await told(officer, deed) == refusal(said, words.language)
    assert await form_of(assistant.store, officer) == before

    await from_place(officer, words)
    await answer(officer, officer.presses(words.send))
    assert len(await reports(assistant.store)) == 1


@EVERY
async def test_a_text_too_long_is_refused_and_the_form_stays(
    assistant: Assistant, sandbox: Sandbox, enrol: Enrol, words: Words
) -> None:
    officer = await enrol("Vuk Lupu", country=words.country, language=words.language)
    too_long = refusal("TextTooLong", words.language, limit=2000)
    assert await told(officer, officer.says("ж" * 5000)) == too_long
    assert await told(officer, officer.says("/sighting " + "ș" * 4000)) == too_long
    await to_place(officer, words)
    before = await form_of(assistant.store, officer)

    for text in ("x" * 5000, "x" * 2001, "😀" * 1001, "<b>" * 1500):
        assert await told(officer, officer.says(text)) == too_long

    assert await form_of(assistant.store, officer) == before
    fits = "😀" * 999
    assert units(fits) == 1998
    asked = await told(officer, officer.says(fits))
    assert fits in asked


NASTY = [
    pytest.param("<b>чамац</b> &amp; <a href='x'>", None, id="markup"),
    pytest.param("*_`[x](http://y)`_* {name} %s {0}", None, id="placeholders"),
    pytest.param("два\u200b чамца\ufeff", "два чамца", id="zero-width"),
    pytest.param("abc\u202edef\u2066g\u2069", "abcdefg", id="direction"),
    pytest.param("пре\0после", "пре\ufffdпосле", id="nul"),
    pytest.param("пре\ud83dпосле\udc00", "пре\ufffdпосле\ufffd", id="surrogates"),
    pytest.param("👨‍👩‍👧 🇷🇸🇷🇴 👍🏽 ☠️", None, id="emoji"),
    pytest.param("z̸̡̛a̵͓l̷g̶o̷ Ђердап Şț", None, id="marks"),
]


@pytest.mark.parametrize(("written", "shown"), NASTY)
async def test_a_note_reaches_the_desk_as_it_was_written(
    assistant: Assistant, sandbox: Sandbox, enrol: Enrol, written: str, shown: str | None
) -> None:
    mila = await enrol("Мила", country="RS")
    ion = await enrol("Ion", country="RO", roles="duty")
    await to_place(mila, CYRILLIC)

    asked = await answer(mila, sandbox.inject(typed(mila, written)))
    assert asked["text"].endswith(f"„{shown or written}“")
    assert "note" not in given(await form_of(assistant.store, mila))
    await answer(mila, mila.presses(forms.note_label(CYRILLIC.reader)))
    await from_place(mila, CYRILLIC)
    await answer(mila, mila.presses(CYRILLIC.send))

    card = await ion.reads("Ambarcațiune suspectă")
    assert f"📝 „{shown or written}”" in card["text"]
    (row,) = await reports(assistant.store)
    # What no database takes is replaced; all else is kept, the invisible signs too.
    kept = written.replace("\0", "\ufffd").replace("\ud83d", "\ufffd").replace("\udc00", "\ufffd")
    assert row["note"] == kept


# Places


@EVERY
async def test_a_place_that_cannot_be_is_asked_for_again(
    assistant: Assistant, sandbox: Sandbox, enrol: Enrol, words: Words
) -> None:
    officer = await enrol("Vuk Lupu", country=words.country, language=words.language)
    await to_place(officer, words)
    nowhere = refusal("NoSuchPlace", words.language)

    for typo in ("144.8231, 21.3359", "91.5000 N, 21.3359 E"):
        assert await told(officer, officer.says(typo)) == nowhere
    forged = typed(officer, "", location={"latitude": 91, "longitude": 21.3})
    del forged["message"]["text"]
    assert await told(officer, sandbox.inject(forged)) == nowhere
    assert "place" not in given(await form_of(assistant.store, officer))


@EVERY
async def test_a_place_far_from_the_border_is_warned_of_and_taken(
    assistant: Assistant, sandbox: Sandbox, enrol: Enrol, words: Words
) -> None:
    officer = await enrol("Vuk Lupu", country=words.country, language=words.language)
    desk = await enrol("Ion", country="RO", roles="duty")
    await to_place(officer, words)
    asked = await answer(officer, officer.taps(words.here, location=BELGRADE))
    assert f"⚠ {words.reader.term('patrol.outside_zone')}. " in asked["text"]
    review = await answer(officer, officer.presses(words.towards))
    assert words.reader.term("patrol.outside_zone") in review["text"]
    await answer(officer, officer.presses(words.send))

    card = await desk.reads("Ambarcațiune suspectă")
    assert ROMANIAN.reader.term("patrol.outside_zone") in card["text"]
    (row,) = await reports(assistant.store)
    assert (row["latitude"], row["longitude"]) == tuple(BELGRADE.values())


# Left forms, loose texts


@EVERY
async def test_a_form_left_for_a_day_waits_with_everything_in_it(
    assistant: Assistant, sandbox: Sandbox, enrol: Enrol, clock: Clock, words: Words
) -> None:
    officer = await enrol("Vuk Lupu", country=words.country, language=words.language)
    await to_place(officer, words)
    left = await form_of(assistant.store, officer)

    clock.passes(days=1)
    notice = await officer.reads(forms.set_aside(words.reader))
    labels = {button["text"] for row in notice["inline_keyboard"] for button in row}
    assert labels == {
        forms.resume_label(words.reader),
        forms.drop_label(words.reader),
        forms.start_anew_label(words.reader),
    }
    assert await assistant.store.read(lambda s: drafts.open_for(s, officer.id)) is None

    await answer(officer, officer.presses(forms.resume_label(words.reader)))
    back = await form_of(assistant.store, officer)
    assert (back.id, back.step, back.answers) == (left.id, left.step, left.answers)
    await from_place(officer, words)
    await answer(officer, officer.presses(words.send))
    (row,) = await reports(assistant.store)
    assert (row["category"], row["seen_at"]) == ("cat.suspicious_vessel", left.created_at)


@EVERY
async def test_a_text_in_nobodys_form_goes_to_nobody(
    assistant: Assistant, sandbox: Sandbox, enrol: Enrol, words: Words
) -> None:
    officer = await enrol("Vuk Lupu", country=words.country, language=words.language)
    desk = await enrol("Ion", country="RO", roles="duty")
    outsider = await enrol("Ana", country="RS")
    silent = [await each.screen() for each in (desk, outsider)]

    asked = await answer(officer, officer.says("Чамац код ушћа"))
    question = forms.what_is_meant(words.reader, "Чамац код ушћа", note_label="x")
    assert asked["text"] == question.text
    leave = question.choices[-1][0].label
    await officer.presses(leave)
    settled = await officer.reads(forms.text_settled(words.reader, "Чамац код ушћа"))
    assert "inline_keyboard" not in settled or not settled["inline_keyboard"]
    await quiet(assistant.store)
    assert [await each.screen() for each in (desk, outsider)] == silent
    assert await reports(assistant.store) == []

    await answer(officer, officer.says("Два чамца"))
    # What it was is said by the text, and asked no more.
    await answer(officer, officer.presses(forms.report_with_text_label(words.reader)))
    await from_place(officer, words)
    assert [await each.screen() for each in (desk, outsider)] == silent
    await answer(officer, officer.presses(words.send))
    card = await desk.reads("Ambarcațiune suspectă")
    assert "📝 „Два чамца”" in card["text"]
    assert await outsider.screen() == silent[1]


async def test_a_text_in_a_form_becomes_a_note_only_by_a_tap(
    assistant: Assistant, sandbox: Sandbox, enrol: Enrol
) -> None:
    mila = await enrol("Мила", country="RS")
    review = await to_review(mila, CYRILLIC)
    send = data_of(review, CYRILLIC.send)

    await answer(mila, mila.says("Тиче се колеге"))
    await answer(mila, mila.says("и нас двоје"))
    # The review from before still shows its button; what has been typed is not settled yet.
    toast = await mila.forges(send, review["message_id"])
    assert toast == forms.answered(CYRILLIC.reader)
    asked = forms.what_is_meant(CYRILLIC.reader, "Тиче се колеге\nи нас двоје", note_label="x")
    assert (await mila.reads("и нас двоје"))["text"] == asked.text
    await answer(mila, mila.presses(asked.choices[-1][0].label))
    await answer(mila, mila.presses(CYRILLIC.send))

    (row,) = await reports(assistant.store)
    assert row["note"] == ""

"""Questions across languages: a canned one to a photo, own words by way of the own desk."""

import pytest

from tests.journeys.conftest import Enrol
from tests.people import NERA_MOUTH, Phone
from views.language import Language, Reader
from views.questions import wording
from views.refusals import explain

RO = Reader(Language.RO, "RO")
CYRILLIC = Reader(Language.SR_CYRL, "RS")
LATIN = Reader(Language.SR_LATN, "RS")
ASK_RO, ASK_LATIN = "❓ Pune o întrebare", "❓ Postavi pitanje"
SEND = "✅ Пошаљи: RS + RO"


async def _reported(officer: Phone) -> str:
    await officer.taps("👁 Нова дојава")
    await officer.presses("👁 Сумњива појава")
    await officer.presses("Сумњиво пловило")
    await officer.reads("Где?")
    await officer.taps("📍 Пошаљи локацију", location=NERA_MOUTH)
    await officer.presses("Ка Румунији")
    await officer.presses(SEND)
    receipt = await officer.reads("је примљена")
    return str(receipt["text"].split()[2])


async def test_a_canned_question_becomes_a_photo_between_cyrillic_and_romanian(
    enrol: Enrol,
) -> None:
    mila = await enrol("Мила Јовановић", country="RS")
    ion = await enrol("Ion Popescu", country="RO", roles="duty")
    ana = await enrol("Ana Ionescu", country="RO")
    before = await ana.screen()
    number = await _reported(mila)

    await ion.presses(ASK_RO)
    await ion.presses(wording(RO, "photo"))
    await ion.reads(
        RO.gettext("The question has been sent. The answer appears on the card of the report.")
    )
    await ion.reads("⏳ " + RO.gettext("No answer yet."))
    await mila.reads(f"❓ Дежурни центар RO: {wording(CYRILLIC, 'photo')}")
    await mila.sandbox.photo(mila.id)

    photo = await ion.sandbox.wait_for(
        ion.id, predicate=lambda message: bool(message.get("photo")), timeout=10
    )
    assert number in photo["caption"]
    sent = "A photo has been sent to the desk."
    await ion.reads("✔ 📷 " + RO.gettext(sent))
    await mila.reads("✔ 📷 " + CYRILLIC.gettext(sent))
    assert await ana.screen() == before


async def test_one_answer_serves_both_desks_each_in_its_language(enrol: Enrol) -> None:
    mila = await enrol("Мила Јовановић", country="RS")
    ion = await enrol("Ion Popescu", country="RO", roles="duty")
    dragan = await enrol("Драган Петровић", country="RS", roles="duty", language="sr-Latn")
    await _reported(mila)
    for officer, label, question in (
        (ion, ASK_RO, wording(RO, "armed")),
        (dragan, ASK_LATIN, wording(LATIN, "armed")),
    ):
        await officer.presses(label)
        await officer.presses(question)
        await officer.reads(question)
    asked = [each for each in await mila.screen() if wording(CYRILLIC, "armed") in each["text"]]
    assert len(asked) == 1

    await mila.presses("Не")
    await ion.reads(f"❓ {wording(RO, 'armed')}\n✔ Nu")
    await dragan.reads(f"❓ {wording(LATIN, 'armed')}\n✔ Ne")

    message = asked[0]["message_id"]
    toast = await mila.forges("answer:1:yes", message)
    assert toast == explain(CYRILLIC, "AlreadyAnswered", {})


async def test_a_desk_is_not_allowed_to_ask_the_same_twice(enrol: Enrol) -> None:
    mila = await enrol("Мила Јовановић", country="RS")
    ion = await enrol("Ion Popescu", country="RO", roles="duty")
    number = await _reported(mila)
    card = await ion.reads(number)
    at = card["message_id"]
    assert await ion.forges(f"question:{number}:armed", at) == ""
    again = await ion.forges(f"question:{number}:armed", at)
    assert again == explain(RO, "AlreadyAsked", {})


async def test_own_words_of_the_other_side_go_by_the_own_desk(enrol: Enrol) -> None:
    mila = await enrol("Мила Јовановић", country="RS")
    ion = await enrol("Ion Popescu", country="RO", roles="duty")
    dragan = await enrol("Драган Петровић", country="RS", roles="duty", language="sr-Latn")
    await _reported(mila)

    await ion.presses(ASK_RO)
    await ion.presses("✎ " + RO.gettext("Ask in your own words"))
    await ion.reads(RO.gettext("Type your question. It is shown exactly as you write it."))
    await ion.says("Are <motor> la bord?")
    await ion.presses(RO.gettext("Send to the desk of the other side"))
    at_dragan = await dragan.reads("Are <motor> la bord?")
    assert "(Română)" in at_dragan["text"]
    assert not [each for each in await mila.screen() if "motor" in each["text"]]

    await dragan.presses(LATIN.gettext("Pass it on as written"))
    question = await mila.reads("Are <motor> la bord?")
    await mila.sandbox.text(mila.id, "Да, два.", reply_to=question["message_id"])
    await ion.reads("Да, два.")
    await mila.reads("✔ „Да, два.“")


async def test_own_words_that_are_not_passed_on_never_reach_the_reporter(enrol: Enrol) -> None:
    mila = await enrol("Мила Јовановић", country="RS")
    ion = await enrol("Ion Popescu", country="RO", roles="duty")
    dragan = await enrol("Драган Петровић", country="RS", roles="duty", language="sr-Latn")
    await _reported(mila)
    await ion.presses(ASK_RO)
    await ion.presses("✎ " + RO.gettext("Ask in your own words"))
    await ion.reads(RO.gettext("Type your question. It is shown exactly as you write it."))
    await ion.says("Cine este martorul?")
    await ion.presses(RO.gettext("Send to the desk of the other side"))
    await dragan.presses(LATIN.gettext("Do not pass it on"))
    await ion.reads(
        RO.gettext("The question was not passed on to the reporter. Please call the desk there.")
    )
    assert not [each for each in await mila.screen() if "martor" in each["text"]]


async def test_a_text_while_a_question_waits_is_asked_back_and_then_the_answer(
    enrol: Enrol,
) -> None:
    mila = await enrol("Мила Јовановић", country="RS")
    ion = await enrol("Ion Popescu", country="RO", roles="duty")
    await _reported(mila)
    await ion.presses(ASK_RO)
    await ion.presses(wording(RO, "colour"))
    await mila.reads(wording(CYRILLIC, "colour"))
    await mila.says("Тамноплава, без ознака")
    await mila.reads(
        CYRILLIC.gettext("What should be done with your text? It has not been sent to anyone.")
    )
    assert not [each for each in await ion.screen() if "Тамноплава" in each["text"]]
    question = wording(CYRILLIC, "colour")
    await mila.presses(CYRILLIC.gettext("Answer to: {question}", question=question))
    await ion.reads("Тамноплава, без ознака")


@pytest.mark.parametrize("wrong", ["sticker", "contact"])
async def test_an_answer_of_the_wrong_kind_leaves_the_question_waiting(
    enrol: Enrol, wrong: str
) -> None:
    mila = await enrol("Мила Јовановић", country="RS")
    ion = await enrol("Ion Popescu", country="RO", roles="duty")
    number = await _reported(mila)
    await ion.presses(ASK_RO)
    await ion.presses(wording(RO, "persons"))
    await mila.reads(wording(CYRILLIC, "persons"))
    if wrong == "sticker":
        await mila.sandbox.sticker(mila.id)
    else:
        await mila.sandbox.contact(mila.id, user_id=1, phone="+381600000000")
    await mila.reads(explain(CYRILLIC, "NotHere", {}))
    await ion.presses("Marchează ca soluționat")
    await mila.presses("6–20")
    await ion.reads(f"❓ {wording(RO, 'persons')}\n✔ 6–20")
    assert number

"""A form step by step: gone back from, edited, left, taken up again; no word of it is lost."""

import pytest
from sqlalchemy import select

from storage import drafts
from storage.deadlines import deadline
from storage.drafts import State
from storage.session import Session
from tests.office import EVENING, NERA, Office, Officer, keys
from views.message import units

REVIEW = "Проверите дојаву пре слања."
VESSEL = "👁 Сумњиво пловило"
MENU = [
    "👁 Нова дојава",
    "🕒 Дежурство: почетак / крај",
    "📄 Моје дојаве",
    "🗺 Мапа",
    "📰 Билтени",
    "🌐 Језик",
    "ℹ Упутство",
    "🆘 SOS",
]
TWO = {"people_least": 2, "people_most": 2}


@pytest.fixture
def mila(office: Office) -> Officer:
    return office.enrol("Мила Јовановић")


def at_place(officer: Officer) -> Officer:
    officer.says("👁 Нова дојава")
    officer.taps("👁 Сумњива појава")
    officer.taps("Сумњиво пловило")
    return officer


def at_review(officer: Officer) -> Officer:
    at_place(officer).shares(location=NERA)
    officer.taps("Ка Румунији")
    return officer


def form(officer: Officer) -> drafts.Draft:
    """The newest form of theirs."""

    def work(session: Session) -> drafts.Draft:
        mine = select(drafts.draft.c.id).where(drafts.draft.c.sender == officer.telegram_id)
        newest = session.scalar(mine.order_by(drafts.draft.c.id.desc()).limit(1))
        found = drafts.by_id(session, newest or 0)
        assert found
        return found

    return officer.office.run(work)


def answers(officer: Officer) -> dict[str, object]:
    return {name: value for name, value in form(officer).answers.items() if name[0] != "_"}


def test_every_step_is_asked_in_place_of_the_one_before(mila: Officer) -> None:
    at_review(mila)

    assert [text.split("\n")[0] for text in mila.texts] == [
        VESSEL,  # the question about the category, answered
        "Сумњиво пловило · Где?",
        REVIEW,
    ]
    assert answers(mila) == {
        "group": "cat.group_suspicious",
        "category": "cat.suspicious_vessel",
        "place": {"point": [44.8231, 21.3359], "accuracy": None},
        "direction": "to_romania",
    }


def test_back_restores_every_step_down_to_the_first(mila: Officer) -> None:
    at_review(mila)
    steps = []
    for back in (mila.taps, mila.taps, mila.says, mila.taps):  # at the place it is a large key
        back("‹ Назад")
        steps.append((form(mila).step, answers(mila)))

    group, category = "cat.group_suspicious", "cat.suspicious_vessel"
    place = {"point": [44.8231, 21.3359], "accuracy": None}
    assert steps == [
        ("direction", {"group": group, "category": category, "place": place}),
        ("place", {"group": group, "category": category}),
        ("category", {"group": group}),
        ("group", {}),
    ]
    assert mila.buttons()[-1] == "✖ Одустани"
    assert "‹ Назад" not in mila.buttons()


def test_back_from_a_line_edited_leads_to_the_review_as_it_was(mila: Officer) -> None:
    before = answers(at_review(mila))
    for line, step in (("Шта се дешава", "group"), ("Смер кретања", "direction"), ("Када", "when")):
        mila.taps(f"✎ {line}")
        assert form(mila).step == step
        mila.taps("‹ Назад")
        assert (form(mila).step, answers(mila)) == ("review", before)


def test_a_place_can_be_gone_back_from_by_a_large_key(mila: Officer) -> None:
    at_place(mila)

    assert keys(mila.last) == [
        "📍 Пошаљи локацију",
        "🧭 Запажено са удаљености",
        "Друго место",
        "‹ Назад",
        "✖ Одустани",
        "🆘 SOS",
    ]
    mila.says("‹ Înapoi")  # a key shown in another language before it was changed
    assert form(mila).step == "category"


@pytest.mark.parametrize(
    ("line", "taps", "changed"),
    [
        (
            "Шта се дешава",
            ["🛟 Безбедност и спасавање", "Пожар"],
            {"group": "cat.group_safety", "category": "cat.fire"},
        ),
        ("Смер кретања", ["Дуж границе"], {"direction": "along_border"}),
        ("Када", ["Пре 15 минута"], {"minutes": 15, "when_asked": True}),
    ],
)
def test_each_line_is_edited_from_the_review_and_leads_back_to_it(
    mila: Officer, line: str, taps: list[str], changed: dict[str, object]
) -> None:
    before = answers(at_review(mila))
    mila.taps(f"✎ {line}")
    for label in taps:
        mila.taps(label)

    assert form(mila).step == "review"
    assert answers(mila) == before | changed


def test_the_place_is_edited_with_the_large_keys(mila: Officer) -> None:
    before = answers(at_review(mila))
    mila.taps("✎ Где")
    mila.shares(location={"latitude": 44.7, "longitude": 21.4, "horizontal_accuracy": 12.0})

    assert form(mila).step == "review"
    assert answers(mila) == before | {"place": {"point": [44.7, 21.4], "accuracy": 12.0}}


def test_a_note_is_replaced_by_a_note(mila: Officer) -> None:
    at_review(mila)
    for note in ("два лица", "три лица"):
        mila.taps("✎ Напомена")
        mila.says(note)

    assert answers(mila)["note"] == "три лица"
    assert "📝 „три лица“" in mila.last["text"]


def test_a_note_of_2000_units_fits_and_one_more_does_not(mila: Officer) -> None:
    at_review(mila)
    mila.taps("✎ Напомена")
    mila.says("x" * 2001)
    assert form(mila).step == "note"
    assert mila.last["text"].startswith("Текст је предугачак: може да садржи највише 2.000 знакова")

    note = "😀" * 1000
    mila.says(note)
    assert answers(mila)["note"] == note
    assert note in mila.last["text"]
    assert units(mila.last["text"]) <= 4096


def test_a_text_that_answers_nothing_is_asked_back_and_becomes_the_note(mila: Officer) -> None:
    at_place(mila).says("двојица у чамцу")
    mila.says("и један на обали")
    assert "двојица у чамцу\nи један на обали" in mila.last["text"]
    assert mila.buttons() == ["Додај у образац као напомену", "Изостави", "✖ Одустани"]

    mila.taps("Додај у образац као напомену")
    assert form(mila).step == "place"
    assert answers(mila)["note"] == "двојица у чамцу\nи један на обали"


def test_a_text_left_out_is_in_no_answer(mila: Officer) -> None:
    before = answers(at_place(mila))
    mila.says("двојица у чамцу")
    mila.taps("Изостави")

    assert answers(mila) == before
    assert "двојица" not in str(form(mila).answers)


def test_a_text_alone_becomes_a_report_with_it(mila: Officer) -> None:
    mila.says("чамац без светла")
    assert mila.buttons() == ["Нова дојава са овим текстом", "Изостави", "✖ Одустани"]
    mila.taps("Нова дојава са овим текстом")

    assert (form(mila).flow, form(mila).step, answers(mila)) == (
        "sighting",
        "place",
        {
            "category": "cat.suspicious_vessel",
            "details": {"vessel": "чамац"},
            "note": "без светла",
        },
    )
    assert mila.last["text"].startswith("Сумњиво пловило · Где?")


def test_a_text_alone_of_somebody_who_does_not_report_can_only_be_left_out(office: Office) -> None:
    ana = office.enrol("Ana", "RO", "participant")
    ana.says("Bună seara")

    assert ana.buttons() == ["Ignoră textul", "✖ Renunță"]
    refused = ana.presses(f"text:{form(ana).id}:meaning:1:note")
    assert refused.startswith("Nu aveți dreptul să efectuați această acțiune.")
    assert form(ana).state == State.OPEN


def test_words_after_the_command_begin_the_note_and_are_kept_beside_an_open_form(
    mila: Officer,
) -> None:
    mila.says("/sighting\nдвојица на обали")
    assert answers(mila) == {"note": "на обали", "details": TWO}
    mila.taps("👁 Сумњива појава")
    mila.says("/sighting и још један")
    mila.taps("Додај у образац као напомену")

    assert answers(mila) == {
        "group": "cat.group_suspicious",
        "note": "на обали\nи још један",
        "details": TWO,
    }


def test_a_tap_twice_late_or_of_another_person_changes_nothing(
    office: Office, mila: Officer
) -> None:
    ion = office.enrol("Ion", "RO")
    mila.says("👁 Нова дојава")
    first = mila.data("👁 Сумњива појава")
    mila.presses(first)
    after = form(mila)

    assert mila.presses(first) == "Овај корак је већ завршен."
    assert "nu mai este valabil" in ion.presses(first)
    assert form(mila) == after


@pytest.mark.parametrize(
    "data",
    [
        "sighting",
        "sighting:1",
        "sighting:1:group:1:x:y",
        "sighting:x:group:1:x",
        "sighting:٣:group:1:x",
        "sighting:9999999999999999999:group:1:x",
        "sighting:1:group:1:cat.unknown",
        "sighting:1:group:-1:x",
        "enrolment:1:group:1:cat.group_people",
        "form-resume",
        "form-resume:1:2",
        "form-drop:77",
        "form-anew:",
        "unheard-of:1",
        "",
        "x" * 200,
    ],
)
def test_forged_data_is_answered_and_changes_nothing(mila: Officer, data: str) -> None:
    mila.says("👁 Нова дојава")
    before = form(mila)

    assert mila.presses(data).startswith("Ово дугме више не важи.")
    assert form(mila) == before


def test_a_button_of_the_form_that_the_step_does_not_offer_is_refused(mila: Officer) -> None:
    at_review(mila)
    before = form(mila)
    for choice in ("share-all", "edit-name", "edit-", "note", "drop", ""):
        data = f"sighting:{before.id}:review:{before.version}:{choice}"
        assert mila.presses(data).startswith("Ово дугме више не важи.")
    assert form(mila) == before


@pytest.mark.parametrize(
    "content",
    [
        {"sticker": {"file_id": "a", "file_unique_id": "b", "type": "regular", "width": 1,
                     "height": 1, "is_animated": False, "is_video": False}},
        {"audio": {"file_id": "a", "file_unique_id": "b", "duration": 1}},
        {"dice": {"emoji": "🎲", "value": 1}},
        {"contact": {"phone_number": "1", "first_name": "A"}},
    ],
    ids=["sticker", "audio", "dice", "contact"],
)  # fmt: skip  # one content a line reads best
def test_what_is_no_answer_is_refused_and_the_form_stays(
    mila: Officer, content: dict[str, object]
) -> None:
    at_place(mila)
    before = form(mila)
    mila.shares(**content)

    assert mila.last["text"].startswith("Овде се не примају поруке ове врсте")
    assert form(mila) == before


@pytest.mark.parametrize("way", ["/cancel", "✖ Renunță", ""])
def test_cancel_by_command_key_and_button_sets_aside_and_brings_the_menu_back(
    mila: Officer, way: str
) -> None:
    at_review(mila)
    before = answers(mila)
    if way:
        mila.says(way)
    else:
        mila.taps("✖ Одустани")

    assert form(mila).state == State.ASIDE
    closed = "Образац је затворен. Ништа није послато."
    shown = [each for each in mila.chat if each["text"] == closed]
    assert [keys(each) for each in shown] == [MENU]
    mila.taps("Настави попуњавање")
    assert (form(mila).state, form(mila).step, answers(mila)) == (State.OPEN, "review", before)


def test_cancel_without_a_form_says_so(mila: Officer) -> None:
    mila.says("/cancel")

    assert mila.texts == ["Нема отвореног обрасца."]


def test_a_dropped_form_is_gone_for_good(mila: Officer) -> None:
    at_place(mila).says("/cancel")
    resume = mila.data("Настави попуњавање")
    mila.taps("Одбаци образац")

    assert form(mila).state == State.DROPPED
    assert mila.presses(resume).startswith("Ово дугме више не важи.")
    assert keys(mila.last) == MENU


def test_a_second_form_is_asked_about_and_the_first_one_stays(mila: Officer) -> None:
    at_place(mila)
    first = form(mila)
    mila.says("👁 Нова дојава")
    assert mila.last["text"] == "Већ имате недовршен образац."
    assert form(mila) == first

    mila.taps("Започни нов образац")
    assert form(mila).id != first.id
    assert answers(mila) == {}
    mila.presses(f"form-resume:{first.id}")
    opened = mila.office.run(lambda session: drafts.open_for(session, mila.telegram_id))
    assert opened is not None
    assert (opened.id, opened.answers) == (first.id, first.answers)


def test_a_tap_on_a_form_set_aside_offers_to_go_on_with_it(mila: Officer) -> None:
    mila.says("👁 Нова дојава")
    mila.taps("👁 Сумњива појава")
    old = mila.data("Сумњиво пловило")
    mila.says("/cancel")

    assert mila.presses(old) == ""
    assert mila.last["text"].startswith("Имате недовршен образац.")


def test_a_form_left_for_12_hours_is_set_aside_and_can_be_resumed(
    office: Office, mila: Officer
) -> None:
    at_place(mila)
    office.ticks(hours=11.9)
    assert form(mila).state == State.OPEN
    office.ticks(hours=0.6)

    assert form(mila).state == State.ASIDE
    assert mila.last["text"].startswith("Имате недовршен образац.")
    mila.taps("Настави попуњавање")
    assert (form(mila).state, form(mila).step) == (State.OPEN, "place")
    watched = [each["due_at"] for each in office.rows(deadline)]
    assert watched == [office.now + drafts.KEEP_OPEN]


def test_what_is_seen_is_seen_when_the_form_was_opened(office: Office, mila: Officer) -> None:
    at_review(mila)
    office.now = EVENING.replace(hour=20)
    mila.taps("✎ Када")
    mila.taps("Пре 30 минута")

    assert "🕒 Запажено: 20:35 RS / 21:35 RO" in mila.last["text"]

"""Every question that waits for somebody's answer can be reached, however many there are."""

from functools import partial

import pytest

from services import questions
from storage.questions import AnswerKind, question
from tests.office import Office, Officer
from tests.services.test_handover import refusal
from tests.services.test_sightings import report

LONG = "Опишите, молим вас, возило и лица која сте видели: питање број "


@pytest.fixture
def ana(office: Office) -> Officer:
    """The outsider: another officer of the same side, who has reported nothing."""
    return office.enrol("Ана", "RS")


@pytest.fixture
def asked(office: Office, mila: Officer, dragan: Officer) -> list[int]:
    """Seven long questions about one report, in the order in which they came."""
    number = report(office, mila)
    for each in range(1, 8):
        ask = partial(questions.ask_in_words, number=number, words=f"{each}. {LONG}")
        office.act(dragan, ask)
    return [row["id"] for row in office.rows(question)]


def answers(office: Office, officer: Officer, question_id: int) -> None:
    office.act(officer, lambda uow: questions.answer(uow, question_id, AnswerKind.TEXT, "да"))


def answered(office: Office) -> dict[int, str]:
    return {row["id"]: row["answer"] for row in office.rows(question) if row["answer"]}


@pytest.mark.parametrize("which", range(1, 8))
def test_a_text_can_be_the_answer_to_any_of_them(
    office: Office, mila: Officer, asked: list[int], which: int
) -> None:
    mila.says("Бели комби, три лица.")
    for _page in range((7 - which) // 3):
        mila.taps("још 4 питања ›")
    labels = [label for label in mila.buttons() if label.startswith(f"Одговор на: {which}.")]
    assert len(labels) == 1
    mila.taps(labels[0])

    assert answered(office) == {asked[which - 1]: "Бели комби, три лица."}


def test_after_the_last_ones_come_the_first_again(
    office: Office, mila: Officer, asked: list[int]
) -> None:
    mila.says("Бели комби.")
    first = mila.buttons()
    assert [label[12:14] for label in first[:3]] == ["7.", "6.", "5."]
    assert first[3] == "још 4 питања ›"
    mila.taps("још 4 питања ›")
    mila.taps("још 4 питања ›")
    assert [label[12:14] for label in mila.buttons()[:1]] == ["1."]
    mila.taps("још 6 питања ›")
    assert mila.buttons()[:4] == first[:4]


def test_what_was_answered_meanwhile_leaves_no_empty_page(
    office: Office, mila: Officer, asked: list[int]
) -> None:
    mila.says("Бели комби.")
    mila.taps("још 4 питања ›")
    mila.taps("још 4 питања ›")
    for each in asked[3:]:
        answers(office, mila, each)
    mila.says("И црвени ауто.")

    assert [label[12:14] for label in mila.buttons()[:3]] == ["3.", "2.", "1."]


def test_open_lists_them_and_a_tap_brings_each_down(
    office: Office, mila: Officer, ana: Officer, dragan: Officer, asked: list[int]
) -> None:
    number = office.rows(question)[0]["number"]
    mila.says("/open")
    lines = mila.last["text"].split("\n")
    assert lines[0] == "7 отворених предмета"
    assert lines[1] == f"• {number} · Питање за вас · чека одговор · 21:05 RS / 22:05 RO"
    assert mila.buttons() == [f"💬 {number}"] * 7

    assert mila.presses(f"open:answer:{asked[0]}") == ""
    assert f"„1. {LONG.strip()}“" in mila.last["text"]
    for officer in (ana, dragan):
        officer.says("/open")
        assert "Питање за вас" not in officer.last["text"]
        for forged in (asked[0], 999, "x"):
            assert officer.presses(f"open:answer:{forged}") == refusal("Stale", officer)
    answers(office, mila, asked[0])
    assert mila.presses(f"open:answer:{asked[0]}") == refusal("Stale", mila)

"""What an update means is decided in one place, in private, for those who are known."""

from types import ModuleType
from typing import Any

import pytest

from handlers import router
from handlers.router import BUTTONS, COMMANDS
from services import enrolment
from storage.audit import audit
from storage.drafts import draft
from storage.outbox import outbox
from tests.office import Office, Officer
from views import menu
from views.language import Language, Reader

GROUP = {"id": -5, "type": "supergroup", "title": "Група"}


@pytest.fixture
def mila(office: Office) -> Officer:
    return office.enrol("Мила Јовановић")


@pytest.fixture
def stranger(office: Office) -> Officer:
    return Officer(office, 0, 31337, language_code="ro")


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("command", [menu.SIGHTING, menu.LANGUAGE, menu.HELP])
def test_a_key_of_the_menu_works_in_whichever_language_it_was_shown(
    office: Office, mila: Officer, language: Language, command: str
) -> None:
    mila.says(menu.labels(Reader(language, ""))[command])
    by_key = mila.texts
    other = office.enrol("Јована Илић")
    other.says(f"/{command}")

    assert by_key == other.texts
    assert by_key != []


@pytest.mark.parametrize("command", ["sighting", "dojava", "raport", "SIGHTING"])
def test_a_report_begins_by_any_of_its_names(mila: Officer, command: str) -> None:
    mila.says(f"/{command}")

    assert mila.texts == ["Шта се дешава?"]


def test_an_unknown_command_shows_help_and_leaves_the_form_alone(mila: Officer) -> None:
    mila.says("/sighting")
    mila.says("/unheard-of")

    assert mila.texts[-1].startswith("Упутство\n")
    assert mila.buttons()[-1] == "✖ Одустани"


@pytest.mark.parametrize("text", ["здраво", "/menu", "/sighting", "👁 Нова дојава", "44.8, 21.3"])
def test_a_stranger_gets_one_neutral_answer_and_nothing_is_kept(
    office: Office, stranger: Officer, text: str
) -> None:
    stranger.says(text)

    assert len(stranger.texts) == 1
    assert office.rows(draft) == []


def test_a_stranger_presses_nothing(office: Office, stranger: Officer, mila: Officer) -> None:
    mila.says("/sighting")
    before = office.rows(draft)
    form = f"sighting:{before[0]['id']}:group:1:cat.other"
    answers = {stranger.presses(data) for data in (form, "take:RS-26-0001:1")}

    assert all(answers)
    assert office.rows(draft) == before


def test_nothing_typed_is_sent_to_anybody_else(office: Office, mila: Officer) -> None:
    for roles in ("duty", "officer", "admin"):
        office.enrol(roles, "RO", roles)
        office.enrol(roles, "RS", roles)
    mila.says("тајна реч")
    mila.taps("Нова дојава са овим текстом")
    mila.says("још једна")
    mila.says("/cancel")

    assert {row["chat_id"] for row in office.rows(outbox)} == {mila.telegram_id}


def test_in_a_group_only_who_speaks_to_the_assistant_is_answered(
    office: Office, mila: Officer
) -> None:
    def said(text: str) -> list[tuple[int, str, str]]:
        office.sent.clear()
        mila.shares(text=text, chat=GROUP)
        return list(office.sent)

    assert said("добро вече") == []
    ((chat, _method, answer),) = said("/menu")
    assert chat == GROUP["id"]
    assert answer.startswith("Овај помоћник ради само у приватним разговорима")


def test_a_group_does_not_learn_whose_access_was_withdrawn(office: Office, mila: Officer) -> None:
    out = mila.person
    office.act(mila, lambda uow: enrolment.revoke(uow, out))
    office.sent.clear()
    mila.shares(text="добро вече", chat=GROUP)
    assert office.sent == []

    mila.says("/menu")
    assert office.sent[0][2].startswith("Приступ вам је укинут.")


@pytest.mark.parametrize(
    "content",
    [
        {"location": {"latitude": 44.8, "longitude": 21.3}},
        {"contact": {"phone_number": "1", "first_name": "A"}},
        {"audio": {"file_id": "a", "file_unique_id": "b", "duration": 1}},
    ],
    ids=["location", "contact", "audio"],
)
def test_what_nothing_has_asked_for_is_refused_and_kept_nowhere(
    office: Office, mila: Officer, content: dict[str, Any]
) -> None:
    mila.shares(**content)

    assert mila.texts[-1].startswith("Овде се не примају поруке ове врсте")
    assert office.rows(draft) == []


def test_a_right_withheld_is_explained_and_written_down(office: Office) -> None:
    ana = office.enrol("Ana", "RO", "participant")
    ana.says("/sighting")
    ana.presses("take:RS-26-0001:1")

    assert ana.texts[0].startswith("Nu aveți dreptul să efectuați această acțiune.")
    assert [(row["deed"], row["actor_id"], row["detail"]) for row in office.rows(audit)] == [
        ("refusal", ana.person_id, '{"verb": "report_sighting"}'),
        ("refusal", ana.person_id, '{"verb": "take_over_sighting"}'),
    ]


def test_every_button_fits_its_data_and_every_command_is_answered(mila: Officer) -> None:
    assert all(len(name) <= 20 and name.isascii() for name in BUTTONS)
    for command in COMMANDS:
        before = len(mila.office.sent)
        mila.says(f"/{command}")
        assert len(mila.office.sent) > before, command


def test_no_feature_takes_the_buttons_of_another() -> None:
    features = [each for each in vars(router).values() if isinstance(each, ModuleType)]
    names = [name for each in features for name in getattr(each, "BUTTONS", {})]

    assert sorted(names) == sorted(set(names))
    assert set(names) < set(BUTTONS)

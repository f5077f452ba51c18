"""What is pressed is sent as text: no label of one thing may mean another, in any language."""

import itertools
from collections.abc import Iterator

import pytest

from storage.people import Role
from tests.views import screens
from views import enrolment, forms, menu, sos
from views.forms import Question
from views.language import Language, Reader
from views.message import Message


def readers() -> Iterator[Reader]:
    for language, country in itertools.product(Language, ("RS", "RO", "")):
        yield Reader(language, country)


def triggers() -> set[tuple[str, str]]:
    """Every text that means something when sent, and what it means."""
    found = {(sos.LABEL, "sos")}
    for reader in readers():
        found |= {(label, command) for command, label in menu.labels(reader).items()}
        found |= {
            (forms.cancel_label(reader), "cancel"),
            (forms.back_label(reader), "back"),
            (forms.location_label(reader), "location"),
            (reader.term("sos.title"), "sos"),
        }
        [[phone]] = enrolment.phone_keys(reader)
        found.add((phone.label, "phone"))
    return found


def meanings(text: str) -> set[str]:
    """What a text means to the router and the forms."""
    found = {meaning for label, meaning in triggers() if label == text}
    found |= {"sos"} if sos.called(text) else set()
    command = menu.meant(text)
    return found | ({command} if command else set())


def buttons() -> set[str]:
    """Every label under any message of any screen."""
    labels: set[str] = set()
    for language in Language:
        for screen in screens.of(language).values():
            if isinstance(screen, Message):
                labels |= {button.label for row in screen.buttons for button in row}
            elif isinstance(screen, Question):
                labels |= {choice.label for row in screen.choices for choice in row}
    return labels


def keys() -> set[str]:
    """Every label of a large key."""
    labels = {key.label for reader in readers() for row in forms.location_keys(reader)
              for key in row}  # fmt: skip  # reads as a set
    for reader, role in itertools.product(readers(), Role):
        labels |= {key.label for row in menu.keys(reader, {role}) for key in row}
    for language in Language:
        for screen in screens.of(language).values():
            shown = screen.keys if isinstance(screen, Message | Question) else ()
            labels |= {key.label for row in shown or () for key in row}
    return labels


def test_no_key_means_two_things() -> None:
    unclear = {label: meanings(label) for label in keys() if len(meanings(label)) > 1}
    assert len(keys()) > 20
    assert unclear == {}


def test_no_button_carries_the_words_of_a_key() -> None:
    # *Cancel* and *back* are the same deed whether they are pressed as a button or as a key.
    said = {label: meanings(label) - {"cancel", "back"} for label in buttons()}
    assert len(said) > 60
    assert {label: means for label, means in said.items() if means} == {}


@pytest.mark.parametrize("role", Role)
def test_the_sos_key_is_alone_in_the_last_row_of_every_keyboard(role: Role) -> None:
    for reader in readers():
        for shown in (menu.keys(reader, {role}), forms.location_keys(reader)):
            assert [key.label for key in shown[-1]] == [sos.LABEL]
            assert [key.label for row in shown for key in row].count(sos.LABEL) == 1


def test_a_label_with_two_meanings_is_found() -> None:
    assert meanings("СОС") == {"sos"}
    reader = Reader(Language.RO, "RO")
    assert meanings(menu.labels(reader)[menu.DUTY]) == {menu.DUTY}
    assert meanings("Barcă") == set()

"""/phrases on the phone: two taps to a phrase in the language of the other side."""

import pytest

from storage import drafts
from tests.office import Office


def test_a_phrase_is_shown_for_the_other_side(office: Office) -> None:
    mila = office.enrol("Мила")
    mila.says("/phrases")
    mila.taps("Заустављеним лицима")
    mila.taps("Покажите руке!")
    shown = mila.last
    assert shown["text"] == "Mâinile la vedere!\n\nShow your hands!\n\nПокажите руке!"
    [bold] = shown["entities"]
    assert (bold["type"], bold["offset"], bold["length"]) == ("bold", 0, 36)
    mila.taps("‹ Назад")
    assert "Изађите из возила." in mila.buttons()
    mila.taps("‹ Назад")
    assert "Заустављеним лицима" in mila.buttons()
    assert len(mila.chat) == 1, "all in one message"


def test_whoever_reads_serbian_aloud_gets_latin_letters_first(office: Office) -> None:
    ana = office.enrol("Ana", "RO")
    ana.says("/phrases")
    ana.taps("Sprijin necesar")
    ana.taps("Solicit sprijin")
    assert ana.last["text"] == (
        "Potrebna je podrška\n\nПотребна је подршка\n\nNeed support\n\nSolicit sprijin"
    )


def test_a_blank_is_filled_in_before_it_is_shown(office: Office) -> None:
    mila = office.enrol("Мила", language="sr-Latn")
    mila.says("/phrases")
    mila.taps("Smer kretanja")
    mila.taps("Lica se kreću ka mestu …")
    assert mila.last["text"].startswith("Lica se kreću ka mestu …\nGde: ")
    mila.says("95.262, 21.262")
    assert mila.last["text"].startswith("Takvo mesto ne postoji")
    mila.says("Oravita")
    assert mila.last["text"] == (
        "Persoanele se deplasează spre: Oravița\n\nPersons heading to: Oravița\n\n"
        "Lica se kreću ka mestu: Oravica"
    )
    assert office.run(lambda session: drafts.open_for(session, mila.telegram_id)) is None


def test_a_blank_is_filled_with_where_one_is(office: Office) -> None:
    mila = office.enrol("Мила")
    mila.says("/phrases")
    mila.taps("Смер кретања")
    mila.taps("Возило се креће ка месту …")
    mila.shares(location={"latitude": 44.8231, "longitude": 21.3359})
    assert "44.82310, 21.33590" in mila.last["text"]


@pytest.mark.parametrize(
    "data", ["phrase:cat.flood", "phrase:", "phrase", "phrases:x", "phrases:support:x"]
)
def test_what_is_forged_is_refused(office: Office, data: str) -> None:
    mila = office.enrol("Мила")
    assert mila.presses(data).startswith("Ово дугме више не важи.")

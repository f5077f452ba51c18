"""Every phrase of the glossary is on the board, and reads rightly in each language."""

import pytest

from services import blanks, phrases
from services.blanks import BlankEmpty
from services.errors import NotAllowed, Stale
from storage.people import Person
from tests.office import Office, Officer
from views.glossary import terms
from views.language import Language


def test_the_board_holds_every_phrase_of_the_glossary_once() -> None:
    found = [each.key for each in phrases.listed()]
    assert sorted(found) == sorted(key for key in terms() if key.startswith(("phrase.", "cmd.")))
    assert len(found) == 30


def test_a_phrase_with_a_blank_is_filled_in_for_every_language(
    office: Office, mila: Officer
) -> None:
    heading = phrases.by_key("phrase.vehicle_heading")
    assert heading
    [blank] = heading.blanks
    place = office.act(mila, lambda uow: blanks.read(uow, blank, "Vârșeț"))
    assert phrases.filled(heading, {"place": place}) == {
        Language.SR_CYRL: "Возило се креће ка месту: Вршац",
        Language.SR_LATN: "Vozilo se kreće ka mestu: Vršac",
        Language.RO: "Vehiculul se deplasează spre: Vârșeț",
        Language.EN: "Vehicle heading to: Vršac",
    }
    with pytest.raises(BlankEmpty):
        phrases.filled(heading, {})


def test_only_phrases_are_phrases(office: Office, mila: Officer) -> None:
    assert phrases.by_key("cat.flood") is None
    with pytest.raises(Stale):
        office.act(mila, lambda uow: phrases.say(uow, "cat.flood", {}))
    with pytest.raises(Stale):
        office.act(mila, lambda uow: phrases.show(uow, "nothing"))


def test_a_stranger_gets_none(office: Office, mila: Officer) -> None:
    nobody = Officer(office, mila.person_id + 1, 99)
    assert office.run(lambda _session: Person()).id is None
    with pytest.raises(NotAllowed):
        office.act(nobody, phrases.show)
    with pytest.raises(NotAllowed):
        office.act(nobody, lambda uow: phrases.say(uow, "cmd.stop", {}))

"""A desk enters what it was told by telephone or radio: marked so, the caller for its own side."""

import pytest

from services import sightings
from services.errors import NotAllowed, Stale
from services.sightings import SightingForm
from storage import people
from storage.drafts import State, draft
from storage.sightings import Sharing, Told, sighting
from tests.office import NERA, Office, Officer

TOLD = "✎ Телефоном или радио-везом"
SEND = "✅ Пошаљи: RS + RO"


def to_review(officer: Officer) -> Officer:
    officer.says("/sighting")
    officer.taps("👁 Сумњива појава")
    officer.taps("Сумњиво пловило")
    officer.shares(location=NERA)
    officer.taps("Ка Румунији")
    return officer


def step(officer: Officer) -> str:
    (row,) = [each for each in officer.office.rows(draft) if each["state"] == State.OPEN]
    return str(row["step"])


def call_line(officer: Officer, number: str) -> list[str]:
    (card,) = [text for text in officer.texts if number in text.split("\n")[0] and "👥" in text]
    return [line for line in card.split("\n") if line.startswith("☎")]


@pytest.fixture
def zoran(office: Office) -> Officer:
    return office.enrol("Зоран Илић", "RS", "duty")


@pytest.fixture
def dragan(office: Office) -> Officer:
    return office.enrol("Драган", "RS", "duty", language="sr-Latn")


@pytest.fixture
def ion(office: Office) -> Officer:
    return office.enrol("Ion", "RO", "duty")


@pytest.fixture
def mila(office: Office) -> Officer:
    return office.enrol("Мила Јовановић", "RS")


def test_the_caller_of_the_roster_is_named_to_the_own_side_only(
    office: Office, zoran: Officer, dragan: Officer, ion: Officer, mila: Officer
) -> None:
    silent = list(mila.texts)
    to_review(zoran)
    zoran.taps(TOLD)
    zoran.taps("Дојављено радио-везом")
    zoran.says("jovanovic mila")
    zoran.taps("Мила Јовановић")
    assert "☎ Дојављено радио-везом: Мила Јовановић" in zoran.texts[-1]
    zoran.taps(SEND)

    (row,) = office.rows(sighting)
    assert (row["told_by"], row["caller_id"], row["caller_name"], row["reporter_id"]) == (
        "radio",
        mila.person_id,
        None,
        zoran.person_id,
    )
    assert call_line(zoran, row["number"]) == ["☎ Дојављено радио-везом: Мила Јовановић"]
    assert call_line(dragan, row["number"]) == ["☎ Dojavljeno radio-vezom: Мила Јовановић"]
    assert call_line(ion, row["number"]) == ["☎ Comunicat prin radio"]
    assert "Мила" not in str(ion.chat)
    assert mila.texts == silent


def test_a_caller_whom_nobody_knows_is_kept_as_typed(
    office: Office, zoran: Officer, ion: Officer
) -> None:
    to_review(zoran)
    zoran.taps(TOLD)
    zoran.taps("Дојављено телефоном")
    zoran.says("<b>Ђока</b> са скеле")
    zoran.taps("Задржи како је унето")
    zoran.taps(SEND)

    (row,) = office.rows(sighting)
    assert (row["told_by"], row["caller_id"], row["caller_name"]) == (
        "telephone",
        None,
        "<b>Ђока</b> са скеле",
    )
    assert call_line(zoran, row["number"]) == ["☎ Дојављено телефоном: <b>Ђока</b> са скеле"]
    assert call_line(ion, row["number"]) == ["☎ Comunicat telefonic"]
    assert "Ђока" not in str(ion.chat)


def test_a_caller_without_a_name_and_back_to_what_one_saw_oneself(
    office: Office, zoran: Officer, ion: Officer
) -> None:
    to_review(zoran)
    zoran.taps(TOLD)
    zoran.taps("Дојављено телефоном")
    zoran.taps("Прескочи")
    assert "☎ Дојављено телефоном" in zoran.texts[-1].split("\n")
    zoran.taps(TOLD)
    zoran.taps("Лично запажање")
    zoran.taps(SEND)

    (row,) = office.rows(sighting)
    assert (row["told_by"], row["caller_id"], row["caller_name"]) == (None, None, None)
    assert call_line(ion, row["number"]) == []


def test_the_search_finds_our_side_by_number_and_name_in_either_script(
    office: Office, zoran: Officer, mila: Officer
) -> None:
    office.enrol("Mila Ionescu", "RO")
    out = office.enrol("Мила Петровић", "RS")
    office.run(lambda s: people.change(s, out.person_id, revoked_at=office.now))
    to_review(zoran)
    zoran.taps(TOLD)
    zoran.taps("Дојављено телефоном")
    for typed in ("мила", "JOVANOVIĆ", "Jovanović Mila", mila.person.service_number.lower()):
        zoran.says(typed)
        assert zoran.buttons()[:2] == ["Мила Јовановић", "Задржи како је унето"], typed

    zoran.says("Ionescu")
    assert zoran.buttons()[0] == "Задржи како је унето"
    assert "Mila Ionescu" not in str(zoran.chat)


def test_a_name_too_long_is_refused_and_the_step_stays(zoran: Officer) -> None:
    to_review(zoran)
    zoran.taps(TOLD)
    zoran.taps("Дојављено телефоном")
    zoran.says("Ж" * 121)

    assert "120" in zoran.texts[-1]
    assert step(zoran) == "caller"
    zoran.says("Ж" * 120)
    zoran.taps("Задржи како је унето")
    assert step(zoran) == "review"


def test_an_officer_is_not_offered_it_and_a_forged_tap_is_refused(mila: Officer) -> None:
    to_review(mila)
    assert TOLD not in mila.buttons()
    mila.presses(mila.data("✎ Где").removesuffix("edit-place") + "edit-told")

    assert step(mila) == "review"


def test_a_forged_caller_is_none(
    office: Office, zoran: Officer, ion: Officer, mila: Officer
) -> None:
    to_review(zoran)
    zoran.taps(TOLD)
    zoran.taps("Дојављено телефоном")
    zoran.says("мила")
    offered = zoran.data("Мила Јовановић")
    for forged in (str(ion.person_id), "0", "999", "-1", "x"):
        zoran.presses(f"{offered.rsplit('-', 1)[0]}-{forged}")

    assert step(zoran) == "caller"
    assert office.rows(sighting) == []


def form(office: Office, **told: object) -> SightingForm:
    values: dict[str, object] = {
        "category": "cat.fire",
        "direction": "unknown",
        "sharing": Sharing.BOTH,
        "seen_at": office.now,
        "told_by": Told.RADIO,
    }
    return SightingForm(**(values | told))  # type: ignore[arg-type]  # a test names its fields itself


def test_the_service_refuses_who_is_at_no_desk_and_callers_of_the_other_side(
    office: Office, zoran: Officer, mila: Officer, ion: Officer
) -> None:
    with pytest.raises(NotAllowed):
        office.act(mila, lambda uow: sightings.report(uow, form(office)))
    for caller_id in (ion.person_id, 999):
        told = form(office, caller_id=caller_id)
        with pytest.raises(Stale):
            office.act(zoran, lambda uow, told=told: sightings.report(uow, told))  # type: ignore[misc]  # a lambda with defaults
    office.run(lambda s: people.change(s, mila.person_id, revoked_at=office.now))
    told = form(office, caller_id=mila.person_id)
    with pytest.raises(Stale):
        office.act(zoran, lambda uow: sightings.report(uow, told))

    assert office.rows(sighting) == []

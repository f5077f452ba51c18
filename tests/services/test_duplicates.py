"""Two reports of one thing: the desk sees it, handles both together, and can separate them."""

from datetime import timedelta
from typing import Any

import pytest

from geography.point import Point
from services import duplicates, sightings
from services.errors import AlreadyHandled, NotAllowed
from services.sightings import SightingForm
from storage import people
from storage.audit import audit
from storage.merges import merge
from storage.sightings import Sharing, handling
from storage.sightings import sighting as stored
from tests.office import Office, Officer

NERA = Point(44.8231, 21.3359)
MERGE, ASK, UNDO = "🔗 Споји са бр.", "🔗 Споји…", "🔗 Поново раздвој"


def report(
    office: Office,
    officer: Officer,
    *,
    east: float = 0,
    category: str = "cat.suspicious_vessel",
    sharing: Sharing = Sharing.BOTH,
    sector: str | None = None,
    earlier: float = 0,
) -> str:
    """A report `east` metres from the mouth of the Nera, of what was seen minutes `earlier`."""
    form = SightingForm(
        category=category,
        direction="to_romania",
        sharing=sharing,
        seen_at=office.now - timedelta(minutes=earlier),
        point=None if sector else NERA.destination(90, east),
        sector=sector,
    )
    return office.act(officer, lambda uow: sightings.report(uow, form).number)


def states(office: Office, number: str) -> dict[str, str]:
    (row,) = [each for each in office.rows(stored) if each["number"] == number]
    return {
        each["side"]: each["state"]
        for each in office.rows(handling)
        if each["sighting_id"] == row["id"]
    }


def card(officer: Officer, number: str) -> str:
    (text,) = [each for each in officer.texts if number in each.split("\n")[0] and "👥" in each]
    return text


@pytest.fixture
def jovan(office: Office) -> Officer:
    return office.enrol("Јован Ристић", "RS")


@pytest.fixture
def both(office: Office, mila: Officer, jovan: Officer, dragan: Officer, ion: Officer) -> list[str]:
    """Two officers have seen one boat, five minutes and 300 metres apart; both desks know."""
    assert dragan.person_id != ion.person_id, "both desks have somebody before it is reported"
    first = report(office, mila)
    office.now += timedelta(minutes=5)
    return [first, report(office, jovan, east=300)]


def merged(desk: Officer, numbers: list[str]) -> None:
    desk.presses(f"alike:{numbers[1]}")
    desk.presses(f"merge:{numbers[1]}:{numbers[0]}")


def test_both_cards_of_both_desks_say_that_it_may_be_the_same(
    both: list[str], dragan: Officer, ion: Officer
) -> None:
    first, second = both
    assert f"⚠ Могуће исто што и бр. {first}: 300 м, 5 минута" in card(dragan, second)
    assert f"⚠ Могуће исто што и бр. {second}: 300 м, 5 минута" in card(dragan, first)
    assert f"⚠ Posibil același cu nr. {first}: 300 m, 5 minute" in card(ion, second)


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        ({"east": 1_900}, True),
        ({"east": 2_100}, False),
        ({"earlier": 59}, True),
        ({"earlier": 61}, False),
        ({"category": "cat.suspicious_person"}, True),
        ({"category": "cat.flood"}, False),
        ({"sector": "S1"}, False),
    ],
)
def test_only_what_is_near_in_place_and_time_and_kind(
    office: Office, mila: Officer, dragan: Officer, other: dict[str, Any], alike: bool
) -> None:
    report(office, mila)
    number = report(office, mila, **other)

    assert ("⚠ Могуће исто" in card(dragan, number)) is alike
    assert (ASK in dragan.buttons()) is alike


def test_what_the_other_side_keeps_is_compared_with_nothing(
    office: Office, mila: Officer, ion: Officer
) -> None:
    hidden = report(office, mila, sharing=Sharing.OWN)
    number = report(office, mila)

    assert "Posibil" not in card(ion, number)
    assert hidden not in str(ion.chat)


def test_merged_they_go_one_way_and_both_reporters_hear_of_it(
    office: Office, both: list[str], mila: Officer, jovan: Officer, dragan: Officer, ion: Officer
) -> None:
    first, second = both
    theirs = card(ion, second)
    merged(dragan, both)

    assert f"🔗 Обрађује се заједно са бр. {first}." in card(dragan, second)
    assert f"🔗 Обрађује се заједно са овом: {second}" in card(dragan, first)
    assert jovan.texts[-1].split("\n")[1] == (
        "Ваша дојава се обрађује заједно са другом о истом догађају: Дежурни центар RS"
    )
    assert first not in str(jovan.chat), "who else has reported is the desk's to know"
    dragan.presses(f"take:{first}:1")

    for number, reporter in ((first, mila), (second, jovan)):
        assert states(office, number) == {"RS": "in_progress", "RO": "new"}
        taken = f"Дојава бр. {number}\n🟡 Преузима: Дежурни центар RS, Драган Илић"
        assert reporter.texts[-1] == taken
    assert card(ion, second).split("\n")[3:] == theirs.split("\n")[3:], "theirs to merge or not"


def test_an_old_button_of_a_part_does_not_part_it_from_the_whole(
    office: Office, both: list[str], dragan: Officer
) -> None:
    merged(dragan, both)
    dragan.presses(f"take:{both[1]}:1")

    assert [states(office, number)["RS"] for number in both] == ["new", "new"]


def test_merged_into_what_is_in_hand_it_is_in_hand(
    office: Office, both: list[str], dragan: Officer
) -> None:
    first, second = both
    dragan.presses(f"take:{second}:1")
    merged(dragan, both)

    assert states(office, first)["RS"] == states(office, second)["RS"] == "in_progress"


def test_separated_it_is_new_again_and_waits_by_itself(
    office: Office, both: list[str], jovan: Officer, dragan: Officer
) -> None:
    first, second = both
    merged(dragan, both)
    dragan.presses(f"take:{first}:1")
    dragan.taps(UNDO)

    assert states(office, second)["RS"] == "new"
    assert states(office, first)["RS"] == "in_progress"
    assert jovan.texts[-1].endswith("Ваша дојава се поново обрађује засебно: Дежурни центар RS")
    assert f"⚠ Могуће исто што и бр. {first}" in card(dragan, second)
    deeds = [each["deed"] for each in office.rows(audit)]
    assert deeds.count("combination") == 1
    (undone,) = office.rows(merge)
    assert undone["undone_by"] == dragan.person_id


def test_the_second_of_two_officers_is_told_who_was_first(
    office: Office, both: list[str], dragan: Officer, zoran: Officer
) -> None:
    merged(dragan, both)
    with pytest.raises(AlreadyHandled) as told:
        office.act(zoran, lambda uow: duplicates.merge(uow, both[1], both[0], shown_in=1))

    assert told.value.values == {"name": "Драган Илић"}
    assert len(office.rows(merge)) == 1


def test_withdrawn_it_sets_free_what_was_part_of_it(
    office: Office, both: list[str], mila: Officer, dragan: Officer
) -> None:
    first, second = both
    merged(dragan, both)
    dragan.presses(f"take:{first}:1")
    mila.presses(f"withdraw:{first}")
    mila.presses(f"withdraw-yes:{first}")

    assert states(office, first)["RS"] == "withdrawn"
    assert states(office, second)["RS"] == "new"
    assert "🔗" not in card(dragan, second)


def test_what_is_part_of_another_is_no_matter_of_its_own(
    office: Office, both: list[str], dragan: Officer
) -> None:
    merged(dragan, both)
    before = len(dragan.texts)
    office.ticks(minutes=3)

    told = "".join(dragan.texts[before:])
    assert both[0] in told
    assert both[1] not in "".join(text.split("\n")[0] for text in dragan.texts[before:])


def test_parts_of_a_part_become_parts_of_the_whole(
    office: Office, both: list[str], mila: Officer, dragan: Officer
) -> None:
    third = report(office, mila, east=200)
    dragan.presses(f"merge:{third}:{both[1]}")
    merged(dragan, both)

    assert f"🔗 Обрађује се заједно са овом: {both[1]}, {third}" in card(dragan, both[0])


def test_nobody_else_merges_and_none_learns_what_exists(
    office: Office, both: list[str], mila: Officer, dragan: Officer, ana: Officer, ion: Officer
) -> None:
    hidden = report(office, mila, sharing=Sharing.OWN)
    tried = ("alike:{0}", "merge:{0}:{1}", "merge:{1}:{0}", "merge-no:{0}", "unmerge:{0}")
    for other in (mila, ana):
        assert len({other.presses(each.format(*both)) for each in tried}) == 1
    for each in tried:
        assert ion.presses(each.format(hidden, both[0])) == ion.presses(each.format("x", both[0]))
    dragan.presses(f"merge:{both[0]}:{both[0]}")
    office.run(lambda s: people.set_roles(s, dragan.person_id, []))
    merged(dragan, both)

    assert office.rows(merge) == []
    with pytest.raises(NotAllowed):
        office.act(ana, lambda uow: sightings.resolve(uow, both[0], 1))
    assert ana.texts == []

"""A desk judges a report for its side: confirmed or not, why, how sure, how grave."""

import json
from typing import Any

import pytest

from services import judgements, sightings
from services.errors import AlreadyHandled, NotAllowed, Stale
from storage import people
from storage.assessments import assessment
from storage.audit import audit
from storage.sightings import Sharing, handling, step
from tests.office import Office, Officer
from tests.services.test_unheard import report

CONFIRM, NOT_CONFIRMED = "✔ Означи као потврђену", "Означи као непотврђену"


def states(office: Office) -> dict[str, str]:
    return {row["side"]: row["state"] for row in office.rows(handling)}


def card(officer: Officer, number: str) -> str:
    (text,) = [each for each in officer.texts if number in each.split("\n")[0] and "📨" in each]
    return text


def test_taken_over_confirmed_with_a_reason_and_resolved(
    office: Office, mila: Officer, dragan: Officer, ion: Officer
) -> None:
    number = report(office, mila)
    dragan.taps("Преузимам")
    dragan.taps(CONFIRM)
    assert mila.texts[-1].endswith("🟠 Дежурни центар RS, Драган Илић: Потврђена")
    dragan.taps("Запажање патроле")

    ours = "🟠 Дежурни центар RS, Драган Илић: Потврђена · Запажање патроле"
    assert ours in card(dragan, number)
    assert "🟠 Dispecerat RS: Confirmat · Observat de o patrulă" in card(ion, number)
    assert states(office) == {"RS": "confirmed", "RO": "new"}
    office.ticks(minutes=1)
    dragan.presses(f"resolve:{number}:3")
    assert states(office)["RS"] == "resolved"
    assert "🟠 Dispecerat RS: Confirmat · Observat de o patrulă" in card(ion, number)


def test_what_is_confirmed_is_open_and_changes_hands_with_the_shift(
    office: Office, mila: Officer, dragan: Officer, zoran: Officer
) -> None:
    number = report(office, mila)
    dragan.presses(f"affirm:{number}:1")
    (matter,) = office.act(dragan, lambda uow: sightings.waiting(uow, uow.actor))
    assert (matter.state, matter.holder) == ("report.confirmed", dragan.person_id)
    office.act(zoran, lambda uow: sightings.pass_on(uow, matter, uow.actor))

    assert "🟠 Дежурни центар RS, Зоран Савић: Потврђена" in card(dragan, number)


def test_own_words_stay_on_their_own_side(
    office: Office, mila: Officer, dragan: Officer, ion: Officer
) -> None:
    number = report(office, mila)
    dragan.taps(NOT_CONFIRMED)
    dragan.taps("✎ Својим речима")
    dragan.says("канаринац код рампе")

    assert "Није потврђена · „канаринац код рампе“" in card(dragan, number)
    assert "⚪ Dispecerat RS: Neconfirmat\n" in card(ion, number)
    assert "канаринац" not in str(ion.chat)
    assert "„канаринац код рампе“" in str(mila.chat)


@pytest.mark.parametrize(
    ("deed", "stands"), [("resolve", "Решена"), ("authority", "Предата надлежном органу")]
)
def test_what_is_closed_gets_its_reason_in_own_words(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, deed: str, stands: str
) -> None:
    number = report(office, mila)
    dragan.presses(f"{deed}:{number}:1")
    dragan.presses(f"more:{number}")
    dragan.taps("✎ Наведи разлог")
    dragan.says("канаринац је нађен")

    assert f"{stands} · „канаринац је нађен“" in card(dragan, number)
    assert "канаринац" not in str(ion.chat)


def test_a_reason_is_given_once_and_for_a_judgement_only(
    office: Office, mila: Officer, dragan: Officer, zoran: Officer, ion: Officer
) -> None:
    number = report(office, mila)
    dragan.presses(f"take:{number}:1")
    stale = dragan.presses(f"why:{number}:2:patrol")
    dragan.presses(f"affirm:{number}:2")
    assert {
        ion.presses(f"why:{number}:3:patrol") != "",
        dragan.presses(f"why:{number}:3:x") == stale,
    } == {True}
    dragan.presses(f"why:{number}:3:sensor")
    zoran.presses(f"why:{number}:3:patrol")

    assert [row["reason"] for row in office.rows(step)] == [None, "sensor"]


def test_assessed_in_two_taps_and_again_by_each_side(
    office: Office, mila: Officer, dragan: Officer, ion: Officer
) -> None:
    number = report(office, mila)
    dragan.taps("⋯ Више")
    dragan.taps("📊 Процени дојаву")
    dragan.taps("B2")
    dragan.taps("Средњи")
    assert "📊 RS: извор B, информација 2, утицај: средњи" in card(dragan, number)
    assert "📊 RS: sursa B, informația 2, impact: mediu" in card(ion, number)
    ion.presses(f"assess-impact:{number}:X4:high")
    dragan.presses(f"assess-impact:{number}:A1:low")

    assert "📊 RO: извор X, информација 4, утицај: велики" in card(dragan, number)
    assert "📊 RS: извор A, информација 1, утицај: мали" in card(dragan, number)
    assert "утицај: средњи" not in card(dragan, number)
    assert len(office.rows(assessment)) == 3
    details = [json.loads(row["detail"]) for row in office.rows(audit)]
    assert {"assessed": "B2", "impact": "medium"} in details
    assert "📊" not in str(mila.chat), "what a desk thinks of a source is the desks' to know"


@pytest.mark.parametrize("grade", ["", "A", "A5", "D1", "1A", "A11"])
def test_no_other_grade_is_taken(
    office: Office, mila: Officer, dragan: Officer, grade: str
) -> None:
    number = report(office, mila)
    for data in (f"assess-as:{number}:{grade}", f"assess-impact:{number}:{grade}:low"):
        dragan.presses(data)
    dragan.presses(f"assess-impact:{number}:A1:huge")

    assert office.rows(assessment) == []


def test_the_second_officer_is_told_who_was_first(
    office: Office, mila: Officer, dragan: Officer, zoran: Officer
) -> None:
    number = report(office, mila)
    office.act(dragan, lambda uow: judgements.confirm(uow, number, 1))
    with pytest.raises(AlreadyHandled) as told:
        office.act(zoran, lambda uow: judgements.mark_unconfirmed(uow, number, 1))

    assert told.value.values == {"name": "Драган Илић"}


def test_nobody_else_judges_and_none_learns_what_exists(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    number = report(office, mila, Sharing.OWN)
    tried = (
        "more:{}",
        "affirm:{}:1",
        "unconfirm:{}:1",
        "assess:{}",
        "assess-as:{}:A1",
        "assess-impact:{}:A1:low",
        "why:{}:2:patrol",
        "why-own:{}:2",
    )
    for officer in (mila, ana):
        assert len({officer.presses(each.format(number)) for each in tried}) == 1
    for each in tried[:-1]:
        assert ion.presses(each.format(number)) == ion.presses(each.format("x"))
    office.run(lambda session: people.set_roles(session, dragan.person_id, []))
    for each in tried:
        dragan.presses(each.format(number))

    deeds: list[Any] = [office.rows(assessment), office.rows(step)]
    assert deeds == [[], []]
    assert states(office) == {"RS": "new"}
    with pytest.raises(NotAllowed):
        office.act(ana, lambda uow: judgements.more(uow, number))
    with pytest.raises(Stale):
        office.act(ion, lambda uow: judgements.more(uow, number))

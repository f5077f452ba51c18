"""The desk: who is on duty gets what there is, and only they."""

import pytest

from services import duty, reach
from services.errors import NotAllowed
from storage.audit import audit
from tests.office import Office
from tests.services.test_sightings import SEEN_AT_NERA, report


def test_on_and_off_duty_are_told_and_written_down(office: Office) -> None:
    ion = office.enrol("Ion Popescu", "RO", "duty")
    ion.changes_duty()
    since = ion.person.on_duty_since
    ion.changes_duty()

    assert (since, ion.person.on_duty_since) == (office.now, None)
    assert [text.split("\n")[0] for text in ion.texts] == [
        "În serviciu până la 15.07.2026 01:05 RS / 02:05 RO",
        "În afara serviciului",
    ]
    deeds = [
        (each["deed"], each["actor_id"], each["side"], each["detail"])
        for each in office.rows(audit)
    ]
    assert deeds == [
        ("duty", ion.person_id, "RO", '{"on": true, "until": "2026-07-14T23:05:00+00:00"}'),
        ("duty", ion.person_id, "RO", '{"on": false}'),
    ]


@pytest.mark.parametrize("role", ["coordinator", "admin", "pcc", "participant"])
def test_only_officers_go_on_duty(office: Office, role: str) -> None:
    ana = office.enrol("Ana", "RO", role)
    with pytest.raises(NotAllowed):
        office.act(ana, duty.change)

    assert ana.person.on_duty_since is None
    assert ana.texts == []


def test_going_on_duty_brings_what_is_open_for_the_side(office: Office) -> None:
    mila = office.enrol("Мила", "RS")
    ion = office.enrol("Ion", "RO", "duty")
    petru = office.enrol("Petru", "RO", "duty")
    ion.changes_duty()
    shared = report(office, mila)
    report(office, mila, sharing="own")

    assert petru.texts == []
    petru.changes_duty()
    assert [text.split("\n")[0] for text in petru.texts[1:]] == [f"Raport de observare {shared}"]


def test_what_is_resolved_is_brought_to_nobody(office: Office) -> None:
    mila = office.enrol("Мила", "RS")
    ion = office.enrol("Ion", "RO", "duty")
    petru = office.enrol("Petru", "RO", "duty")
    ion.changes_duty()
    report(office, mila)
    ion.taps("Marchează ca soluționat")
    petru.changes_duty()

    assert len(petru.texts) == 1


def test_a_person_who_cannot_be_reached_is_told_of_once_to_their_desk_only(office: Office) -> None:
    mila = office.enrol("Мила Јовановић", "RS")
    dragan = office.enrol("Драган", "RS", "duty")
    zoran = office.enrol("Зоран", "RS", "duty")
    ion = office.enrol("Ion", "RO", "duty")
    dragan.changes_duty()
    before = len(dragan.texts)

    for _ in range(2):
        office.act(mila, lambda uow: reach.lost(uow, uow.actor))
    assert mila.person.unreachable_since == office.now
    assert [len(each.texts) for each in (zoran, ion, mila)] == [0, 0, 0]
    assert len(dragan.texts) == before + 1
    assert "Мила Јовановић" in dragan.texts[-1]

    office.act(mila, lambda uow: reach.back(uow, uow.actor))
    assert mila.person.unreachable_since is None


def test_a_desk_is_not_told_of_itself(office: Office) -> None:
    dragan = office.enrol("Драган", "RS", "duty")
    zoran = office.enrol("Зоран", "RS", "duty")
    dragan.changes_duty()
    office.act(dragan, lambda uow: reach.lost(uow, uow.actor))

    assert len(dragan.texts) == 1
    assert "Драган" in zoran.texts[0]


def test_whoever_blocks_the_assistant_while_on_duty_is_not_at_the_desk(office: Office) -> None:
    mila = office.enrol("Мила", "RS")
    dragan = office.enrol("Драган", "RS", "duty")
    zoran = office.enrol("Зоран", "RS", "duty")
    dragan.changes_duty()
    office.act(dragan, lambda uow: reach.lost(uow, uow.actor))
    number = report(office, mila, sharing="own", **SEEN_AT_NERA)

    assert zoran.texts[-1].startswith(f"Дојава {number}")
    assert "⚠ RS: " in mila.texts[-1]


def test_back_without_having_been_lost_writes_nothing(office: Office) -> None:
    mila = office.enrol("Мила", "RS")
    office.act(mila, lambda uow: reach.back(uow, uow.actor))

    assert mila.person.unreachable_since is None
    assert office.rows(audit) == []

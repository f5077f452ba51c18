"""Maps: who is asked to get which, drawn of what they may know, and shown only while they may."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from geography.picture.scene import Scene
from geography.point import Point
from services import maps, releases, sightings
from services.errors import NotAllowed
from services.maps_wanted import Wanted
from services.sightings import SightingForm
from storage import deadlines, organisation, people
from storage import sightings as stored
from storage.audit import audit
from storage.deadlines import Deadline
from storage.files import file
from storage.organisation import SectorRow
from storage.outbox import Lane, outbox
from storage.people import Person
from storage.session import Session
from storage.sightings import Sharing
from storage.unit_of_work import UnitOfWork
from tests.office import Json, Office, Officer
from views.orders import Order

NERA, UPRIVER = Point(44.8231, 21.3359), Point(44.7512, 21.3988)
SECTOR = SectorRow(
    code="nera", country="RS", sr_cyrl="Нера", ro="Nera", latitude=44.83, longitude=21.35
)


def report(office: Office, officer: Officer, **answers: object) -> str:
    form = SightingForm(
        category="cat.suspicious_vessel",
        direction="to_romania",
        sharing=Sharing.BOTH,
        seen_at=office.now,
        point=NERA,
    )
    asked = replace(form, **answers)  # type: ignore[arg-type]  # a test names its fields itself
    return office.act(officer, lambda uow: sightings.report(uow, asked).number)


def due(office: Office) -> Deadline | None:
    found = (
        office.run(lambda session, kind=kind: deadlines.due_of(session, kind, office.now))  # type: ignore[misc]  # a default binds the loop's value
        for kind in maps.KINDS
    )
    return next((each for each in found if each), None)


def wanted(office: Office) -> list[Wanted]:
    """What is to be drawn now."""
    waiting = due(office)
    return office.run(lambda s: maps.wanted(unit(office, s), waiting)) if waiting else []


def unit(office: Office, session: Session) -> UnitOfWork:
    return UnitOfWork(session, Person(), office.now, office.installation)


def show(office: Office, drawn: dict[Order, bytes] | None = None) -> None:
    """Show what is due, drawn as so many letters."""
    waiting = due(office)
    assert waiting
    pictures: dict[Order, bytes] = {each.scene: each.name.encode() for each in wanted(office)}
    office.run(lambda session: maps.show(unit(office, session), waiting, drawn or pictures))


def pictures(office: Office, officer: Officer) -> list[Json]:
    """What was queued for somebody with a picture, oldest first."""
    rows = [row for row in office.rows(outbox) if row["chat_id"] == officer.telegram_id]
    found = [row | {"payload": json.loads(row["payload"])} for row in rows]
    return [row for row in found if row["method"] in {"sendPhoto", "editMessageMedia"}]


def moves(office: Office, number: str, point: Point | None) -> None:
    """The place of a report is another one from now on."""

    def work(uow: UnitOfWork) -> None:
        row = stored.by_number(uow.session, number)
        assert row
        values = {
            "latitude": point.latitude if point else None,
            "longitude": point.longitude if point else None,
        }
        changed = stored.sighting.update().where(stored.sighting.c.id == row.id).values(values)
        uow.session.execute(changed)
        again = stored.by_number(uow.session, number)
        assert again
        sightings.refresh(uow, again)

    office.run(lambda session: work(unit(office, session)))
    office.deliver()


def test_the_receipt_and_both_desks_get_a_picture_as_a_reply_and_the_outsider_none(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    number = report(office, mila)
    languages = {each.person.id: each.scene.words.language for each in wanted(office)}
    assert languages == {
        mila.person_id: "sr-Cyrl",
        dragan.person_id: "sr-Cyrl",
        ion.person_id: "ro",
    }
    show(office)
    for officer, card in ((mila, "receipt"), (dragan, "sighting"), (ion, "sighting")):
        [row] = pictures(office, officer)
        assert (row["subject"], row["lane"]) == (f"map:{card}:{number}", Lane.ROUTINE)
        assert row["payload"]["attachment"]["kind"] == "photo"
    assert pictures(office, ana) == []
    assert due(office) is None
    assert len(office.rows(file)) == 2  # one a language: bytes are kept once


def test_a_desk_that_deals_with_it_gets_no_second_picture(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    number = report(office, mila)
    show(office)
    office.deliver()
    office.act(dragan, lambda uow: sightings.take_over(uow, number, 1))
    assert wanted(office) == []
    show(office, {})
    assert (len(pictures(office, mila)), len(pictures(office, dragan))) == (1, 1)


def test_another_place_is_another_picture_in_the_old_ones_place(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    number = report(office, mila)
    show(office)
    office.deliver()
    moves(office, number, UPRIVER)
    [marker] = wanted(office)[0].scene.markers
    assert marker.point == UPRIVER
    show(office)
    assert [row["method"] for row in pictures(office, dragan)] == ["sendPhoto", "editMessageMedia"]


def test_a_place_withheld_while_it_is_drawn_is_not_shown(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    office.run(lambda session: organisation.add_sector(session, SECTOR))
    number = report(office, mila, sector="nera")
    drawn: dict[Order, bytes] = {each.scene: b"drawn" for each in wanted(office)}
    moves(office, number, None)
    show(office, drawn)
    assert pictures(office, dragan) == []
    [area] = wanted(office)[0].scene.areas  # what was not drawn is still due
    assert area.name == "Нера"


def test_a_picture_whose_place_is_withheld_later_gives_way_to_one_without(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    number = report(office, mila)
    show(office)
    office.deliver()
    moves(office, number, None)
    assert {(each.scene.markers, each.scene.areas) for each in wanted(office)} == {((), ())}
    show(office)
    assert [row["method"] for row in pictures(office, dragan)] == ["sendPhoto", "editMessageMedia"]


def test_two_places_that_are_withheld_make_one_and_the_same_picture(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    office.run(lambda session: organisation.add_sector(session, SECTOR))
    scenes = []
    for _point in (NERA, UPRIVER):
        report(office, mila, point=None, sector="nera")
        while not wanted(office):  # the first one's card says now that they are alike
            show(office, {})
        scenes.append({each.scene for each in wanted(office)})
        show(office)
    titles = [{each.words.title for each in known} for known in scenes]
    assert titles[0] != titles[1]  # their numbers
    bare = [
        {replace(each, words=replace(each.words, title="")) for each in known} for known in scenes
    ]
    assert bare[0] == bare[1]


def test_an_observers_own_place_is_on_the_pictures_of_their_side_only(
    office: Office, mila: Officer, dragan: Officer, ion: Officer
) -> None:
    report(office, mila, observer=UPRIVER, observer_sharing=Sharing.OWN)
    observers = {each.person.id: each.scene.observer for each in wanted(office)}
    assert observers == {mila.person_id: UPRIVER, dragan.person_id: UPRIVER, ion.person_id: None}


def test_what_a_release_gives_the_map_shows_and_its_withdrawal_takes_off_again(
    office: Office, mila: Officer, dragan: Officer, ion: Officer
) -> None:
    office.run(lambda session: organisation.add_sector(session, SECTOR))
    number = report(office, mila, sharing=Sharing.OWN, sector="nera")
    show(office)
    assert pictures(office, ion) == []

    def at_ion() -> Scene:
        [scene] = [each.scene for each in wanted(office) if each.person.id == ion.person_id]
        show(office)
        office.deliver()
        return scene

    before: list[str] | None = None
    for fields in (["sector"], ["sector", "place"]):
        office.act(
            dragan,
            lambda uow, fields=fields, before=before: releases.release(  # type: ignore[misc]  # a default binds the loop's value
                uow, number, fields, before=before, reason="danger"
            ),
        )
        before = fields
        scene = at_ion()
        assert [each.point for each in scene.markers] == ([NERA] if "place" in fields else [])
        assert len(scene.areas) == ("place" not in fields)

    office.act(dragan, lambda uow: releases.withdraw(uow, number, before=before))
    scene = at_ion()
    assert (scene.markers, scene.areas) == ((), ())
    shown = [row["method"] for row in pictures(office, ion)]
    assert shown == ["sendPhoto", "editMessageMedia", "editMessageMedia"]


def test_the_map_of_a_day_is_of_what_its_reader_may_see(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    shared = report(office, mila)
    own = report(office, mila, sharing=Sharing.OWN, point=UPRIVER)
    while due(office):
        show(office)

    told = {}
    for officer in (mila, dragan, ion):
        office.act(officer, maps.day)
        [each] = wanted(office)
        told[officer.person_id] = (each.caption.text, len(each.scene.markers))
        show(office)
        assert pictures(office, officer)[-1]["lane"] == Lane.REPLY
    for person_id in (mila.person_id, dragan.person_id):
        text, markers = told[person_id]
        assert [line.split(" · ")[0] for line in text.split("\n")] == [f"1. {own}", f"2. {shared}"]
        assert markers == 2
    text, markers = told[ion.person_id]
    assert (text.split(" · ")[0], markers) == (f"1. {shared}", 1)
    assert own not in text

    office.act(ana, maps.day)
    assert ana.texts[-1] == "Nu există rapoarte din ultimele 24 de ore pe care să le puteți vedea."
    assert pictures(office, ana) == []


def test_after_24_hours_there_is_nothing_on_it(office: Office, mila: Officer) -> None:
    report(office, mila)
    office.now += timedelta(hours=24)
    office.act(mila, maps.day)
    assert mila.texts[-1] == "Нема дојава из последња 24 сата које можете да видите."


def test_only_who_reports_or_is_of_a_desk_gets_it(office: Office, mila: Officer) -> None:
    report(office, mila)
    for roles in ("pcc", "coordinator", "admin", "participant"):
        with pytest.raises(NotAllowed):
            office.act(office.enrol("Ana", "RO", roles), maps.day)


def test_who_lost_their_role_while_it_was_drawn_gets_no_map(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    report(office, mila)
    show(office)
    office.act(dragan, maps.day)
    drawn: dict[Order, bytes] = {each.scene: b"drawn" for each in wanted(office)}
    before = len(pictures(office, dragan))
    office.run(lambda session: people.set_roles(session, dragan.person_id, []))
    show(office, drawn)
    assert len(pictures(office, dragan)) == before
    assert due(office) is None


def test_what_cannot_be_drawn_leaves_the_card_and_the_legend(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    number = report(office, mila)
    tries = 0
    while waiting := due(office):
        office.run(lambda session, at=waiting: maps.not_drawn(unit(office, session), at))  # type: ignore[misc]  # a default binds the loop's value
        office.now += timedelta(seconds=10)
        tries += 1
    assert tries == 3
    assert any(number in text for text in dragan.texts)
    assert pictures(office, dragan) == []

    office.act(dragan, maps.day)
    waiting = due(office)
    assert waiting
    office.run(lambda session: maps.not_drawn(unit(office, session), waiting))
    office.deliver()
    assert f"1. {number}" in dragan.texts[-1]


def test_a_picture_that_is_late_by_hours_is_not_drawn(office: Office, mila: Officer) -> None:
    report(office, mila)
    office.now += timedelta(hours=7)
    assert wanted(office) == []
    show(office, {})
    assert due(office) is None


def test_a_map_is_no_disclosure_of_its_own(office: Office, mila: Officer, ion: Officer) -> None:
    """It shows the desk what its card says, which was written down when it crossed."""
    report(office, mila)
    before = len(office.rows(audit))
    show(office)
    assert len(office.rows(audit)) == before

"""Photos, videos and voices: with a form, after a report, alone; and who sees them."""

import json
from datetime import timedelta

import pytest

from services import media, releases
from storage import files, people
from storage import media as stored
from storage.audit import audit
from storage.media import State
from storage.outbox import outbox
from storage.people import Person
from storage.sightings import sighting
from storage.unit_of_work import UnitOfWork
from tests.office import NERA, Json, Office, Officer
from views.language import Language, Reader
from views.media import REASONS
from views.refusals import explain

PHOTO, OTHER = b"\xff\xd8 clean", b"\xff\xd8 clean as well"


def photo(name: str = "a", **more: object) -> Json:
    sizes = [
        {"file_id": f"{name}-{side}", "file_unique_id": f"u-{name}-{side}"}
        | {"width": side, "height": side, "file_size": side}
        for side in (90, 1280)
    ]
    return {"photo": sizes} | more


def document(name: str, media_type: str, size: int = 1000) -> Json:
    facts = {"file_name": name, "mime_type": media_type, "file_size": size}
    return {"document": {"file_id": name, "file_unique_id": f"u-{name}"} | facts}


def opens_form(mila: Officer) -> None:
    mila.says("/sighting")
    mila.taps("👁 Сумњива појава")
    mila.taps("Сумњиво пловило")


def sends_form(mila: Officer, sharing: str = "") -> str:
    """From the place to sent; the number."""
    mila.shares(location=NERA)
    mila.taps("Ка Румунији")
    if sharing:
        mila.taps(sharing)
    send = next(label for label in mila.buttons() if label.startswith("✅"))
    mila.taps(send)
    return str(mila.office.rows(sighting)[-1]["number"])


def fetched(office: Office, data: bytes = PHOTO) -> None:
    """What waits has been fetched, as the fetcher does it."""

    def work(uow: UnitOfWork) -> None:
        for row in stored.waiting(uow.session):
            kept = data + bytes([row.id or 0])
            media.kept(uow, row.id or 0, kept, media_type="image/jpeg", width=4, height=3)

    office.run(lambda s: work(UnitOfWork(s, Person(), office.now, office.installation)))
    office.deliver()


def given_up(office: Office, why: str) -> None:
    def work(uow: UnitOfWork) -> None:
        for row in stored.waiting(uow.session):
            media.lost(uow, row.id or 0, why)

    office.run(lambda s: work(UnitOfWork(s, Person(), office.now, office.installation)))
    office.deliver()


def files_sent_to(officer: Officer) -> list[str]:
    return [each["attachment"]["file"] for each in officer.chat if "attachment" in each]


def deeds(office: Office) -> list[tuple[str, Json]]:
    return [(row["deed"], json.loads(row["detail"])) for row in office.rows(audit)]


def refused(name: str, **values: object) -> str:
    return explain(Reader(Language.SR_CYRL, "RS"), name, values)


def test_a_photo_at_any_step_goes_with_the_form_which_stays_where_it_was(
    office: Office, mila: Officer, ion: Officer, ana: Officer
) -> None:
    opens_form(mila)
    mila.shares(**photo("a"))
    assert mila.texts[-1].startswith("📷 1\nОво иде уз дојаву коју попуњавате.")
    fetched(office)
    mila.shares(voice={"file_id": "v", "file_unique_id": "u-v", "duration": 3})
    assert mila.texts[-1].startswith("📷 1 · 🎤 1\n")

    mila.shares(location=NERA)
    mila.taps("Ка Румунији")
    assert "\n📷 1 · 🎤 1\n" in mila.last["text"]
    mila.taps("✅ Пошаљи: RS + RO")
    assert "\n📷 1\n" in ion.last["text"] + "\n", "what is not fetched yet is not shown yet"
    fetched(office)
    assert ion.buttons()[0] == "📷 1 · 🎤 1"
    crossed = {"field": "media", "number": 2, "recipients": ["RO"], "reason": "reporter's choice"}
    assert ("disclosure", crossed) in deeds(office)

    ion.taps("📷 1 · 🎤 1")
    assert files_sent_to(ion) == [row["file"] for row in office.rows(stored.media)]
    shown = [each for each in ion.chat if "attachment" in each]
    assert [each["text"].split("\n")[-1] for each in shown] == ["📷 1/2", "🎤 2/2"]
    assert all(each["protect_content"] for each in shown)
    assert deeds(office)[-1] == ("consultation", {"field": "media", "reason": "shown on demand"})
    assert ana.texts == []


def test_what_is_for_one_side_is_shown_to_nobody_of_the_other(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    opens_form(mila)
    mila.shares(**photo("a"))
    number = sends_form(mila, "⇄ Само наша страна")
    fetched(office)

    dragan.taps("📷 1")
    assert len(files_sent_to(dragan)) == 1
    assert "consultation" not in {deed for deed, _detail in deeds(office)}, "it is their own side's"
    for other in (ion, ana):
        assert number not in other.presses(f"media:{number}")
        assert (files_sent_to(other), number in "".join(other.texts)) == ([], False)


def test_a_desk_that_lost_its_role_is_shown_nothing(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    opens_form(mila)
    mila.shares(**photo("a"))
    number = sends_form(mila)
    fetched(office)
    office.run(lambda session: people.set_roles(session, dragan.person_id, []))

    dragan.presses(f"media:{number}")
    assert files_sent_to(dragan) == []


def test_an_album_is_confirmed_once_and_the_same_photo_counts_once(
    office: Office, mila: Officer
) -> None:
    opens_form(mila)
    before = len(mila.texts)
    for name in "abcdefghij":
        mila.shares(**photo(name, media_group_id="77"))
    assert [text.split("\n")[0] for text in mila.texts[before:]] == ["📷 10"]
    mila.shares(**photo("a"))
    assert mila.texts[-1].startswith("📷 10\n")
    for name in "klmnopqrst":
        mila.shares(**photo(name))
    mila.shares(**photo("u"))
    assert mila.texts[-1] == refused("TooManyFiles", n=20)


def test_a_photo_that_comes_alone_is_asked_back_and_goes_where_it_is_put(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    opens_form(mila)
    number = sends_form(mila)
    mila.shares(**photo("a", media_group_id="78"))
    mila.shares(**photo("b", media_group_id="78"))
    assert mila.last["text"].startswith("📷 2\nКојој дојави ово припада?\n")
    assert mila.buttons() == [number, "Нова дојава", "Одбаци"]
    fetched(office)
    assert office.rows(files.file) == [], "what belongs nowhere is not fetched"

    mila.taps(number)
    mila.shares(**photo("c", media_group_id="78"))  # the last of the album comes late
    fetched(office)
    assert dragan.buttons()[0] == "📷 3"
    assert ("alteration", {"field": "media", "added": 2}) in deeds(office)


def test_a_photo_that_comes_alone_begins_a_report_or_is_dropped(
    office: Office, mila: Officer
) -> None:
    mila.shares(**photo("a"))
    assert mila.buttons() == ["Нова дојава", "Одбаци"]
    mila.taps("Нова дојава")
    mila.taps("👁 Сумњива појава")
    mila.taps("Сумњиво пловило")
    sends_form(mila)
    assert [row["sighting_id"] for row in office.rows(stored.media)] == [1]

    mila.shares(**photo("b"))
    mila.taps("Одбаци")
    assert mila.texts[-1] == "Није сачувано."
    assert len(office.rows(stored.media)) == 1


def test_nobody_puts_somebody_elses_photo_anywhere(
    office: Office, mila: Officer, ana: Officer
) -> None:
    opens_form(mila)
    number = sends_form(mila)
    mila.shares(**photo("a"))
    [row] = office.rows(stored.media)
    forged = (f"media-to:{row['id']}:{number}", f"media-drop:{row['id']}", "media-to:x:y")
    for data in (*forged, f"media-new:{row['id']}", "media:", "media-new", f"media:{number}"):
        ana.presses(data)
    assert office.rows(stored.media) == [row]
    mila.presses(f"media-to:{row['id']}:RO-26-0001")
    assert office.rows(stored.media) == [row]


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (document("x.mp4", "video/mp4", 30_000_000), "FileTooLarge"),
        (document("x.heic", "image/heic"), "HeicUnread"),
        (document("IMG_1.HEIC", ""), "HeicUnread"),
        (document("x.zip", "application/zip"), "NoSuchFile"),
        (document("x.pdf", "application/pdf"), "NoSuchFile"),
    ],
)
@pytest.mark.parametrize("with_form", [True, False])
def test_what_cannot_go_with_a_report_is_refused_before_it_is_fetched(
    office: Office, mila: Officer, content: Json, refusal: str, *, with_form: bool
) -> None:
    if with_form:
        opens_form(mila)
    mila.shares(**content)
    assert mila.texts[-1] == refused(refusal)
    assert office.rows(stored.media) == []


@pytest.mark.parametrize("why", sorted(REASONS))
def test_whoever_sent_what_cannot_be_kept_is_told(
    office: Office, mila: Officer, ion: Officer, why: str
) -> None:
    opens_form(mila)
    mila.shares(**document("photo.jpg", "image/jpeg"))
    number = sends_form(mila)
    given_up(office, why)

    assert mila.last["text"].startswith(f"Дојава бр. {number}\n⚠ 📷 ")
    assert [row["state"] for row in office.rows(stored.media)] == [State.LOST]
    assert "📷" not in "".join(ion.texts)
    before = len(office.rows(outbox))
    given_up(office, why)
    assert len(office.rows(outbox)) == before, "once"


def test_words_under_a_photo_are_asked_about_as_any_others(office: Office, mila: Officer) -> None:
    opens_form(mila)
    mila.shares(**photo("a", caption="три лица"))
    assert "три лица" in mila.last["text"]
    assert len(office.rows(stored.media)) == 1


def test_photos_of_forms_that_were_left_are_forgotten_and_those_of_reports_are_not(
    office: Office, mila: Officer
) -> None:
    opens_form(mila)
    mila.shares(**photo("a"))
    sends_form(mila)
    mila.shares(**photo("alone"))
    opens_form(mila)
    mila.shares(**photo("left"))
    fetched(office)
    assert len(office.rows(files.file)) == 2

    office.run(lambda session: stored.forget(session, office.now - timedelta(days=7)))
    assert len(office.rows(stored.media)) == 3
    office.run(lambda session: stored.forget(session, office.now + timedelta(days=7)))
    [row] = office.rows(stored.media)
    assert row["sighting_id"] == 1
    assert [each["key"] for each in office.rows(files.file)] == [row["file"]]


def test_photos_of_one_side_cross_when_they_are_released_and_later_ones_wait_again(
    office: Office, mila: Officer, dragan: Officer, ion: Officer
) -> None:
    opens_form(mila)
    mila.shares(**photo("a"))
    number = sends_form(mila, "⇄ Само наша страна")
    fetched(office)

    def decide(fields: list[str], before: list[str] | None) -> None:
        office.act(
            dragan,
            lambda uow: releases.release(uow, number, fields, before=before, reason="заједничко"),
        )

    decide([], None)
    assert "📷" not in "".join(ion.texts)
    ion.presses(f"media:{number}")
    assert files_sent_to(ion) == []
    decide(["photos"], [])
    assert ion.buttons()[0] == "📷 1"
    ion.taps("📷 1")
    assert len(files_sent_to(ion)) == 1

    mila.shares(**photo("b"))
    mila.taps(number)
    fetched(office)
    assert dragan.data("📷 2") == f"media:{number}"
    assert "📷 2" not in "".join(ion.texts)
    ion.presses(f"media:{number}")
    assert len(files_sent_to(ion)) == 1, "the new one waits for the desk again"

"""A report kept to one side is released field by field, and nothing else of it crosses."""

import json
from collections.abc import Collection

import pytest
from sqlalchemy import update

from geography.point import Point
from services import corrections, questions, releases, search, sightings
from services.errors import AlreadyHandled, Stale
from services.questions import AlreadyAsked
from services.sightings import SightingForm
from storage import people
from storage.audit import audit
from storage.releases import release as decisions
from storage.sightings import Sharing, handling, sighting
from storage.unit_of_work import UnitOfWork
from tests.office import Office, Officer

# One in each field that can be withheld; none of them may be in a word of the other side.
CANARIES = {
    "sector": "Канаросектор",
    "place": "44.82310",
    "note": "канаринац",
    "people": "777",
    "vehicle": "Канаридион",
    "plate": "CANARY77",
    "vessel": "Канаријана",
    "equipment": "канаролов",
    "measures": "канаромера",
}
NEVER = ("Мила", "канароним", "45.50000", "Драган", "Зоран")
RELEASE, SHOW, SEND = "⇄ Уступи другој страни", "👁 Прикажи шта ће видети", "✅ Уступи другој страни"
WITHDRAW = "⚫ Повуци све"


@pytest.fixture
def number(office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer) -> str:
    """A report of the Serbian side for itself alone, with something in every field."""
    everybody = {each.person.name for each in (mila, dragan, ion, ana)}
    assert len(everybody) == 4
    office.add_sector("S7", "Канаросектор", "Канаросектор")
    form = SightingForm(
        category="cat.suspicious_vessel",
        direction="to_romania",
        sharing=Sharing.OWN,
        seen_at=office.now,
        point=Point(44.8231, 21.3359),
        accuracy=55,
        note="канаринац на води",
        observer=Point(45.5, 21.0),
        observer_sharing=Sharing.BOTH,
    )
    details = {
        "people_least": 777,
        "people_most": 777,
        "vehicle_make": CANARIES["vehicle"],
        "plate": CANARIES["plate"],
        "vessel": CANARIES["vessel"],
        "equipment": CANARIES["equipment"],
        "measures": CANARIES["measures"],
    }

    def deed(uow: UnitOfWork) -> str:
        row = sightings.report(uow, form)
        more = {"details": details, "sector": "S7", "caller_name": "канароним"}
        more |= {"told_by": "telephone"}
        uow.session.execute(update(sighting).where(sighting.c.id == row.id).values(more))
        return row.number

    return office.act(mila, deed)


def release(
    office: Office, officer: Officer, number: str, *fields: str, before: list[str] | None = None
) -> None:
    office.act(
        officer,
        lambda uow: releases.release(uow, number, fields, before=before, reason="danger"),
    )


def canaries(texts: Collection[str]) -> set[str]:
    found = {field for field, canary in CANARIES.items() if any(canary in text for text in texts)}
    return found | {each for each in NEVER if any(each in text for text in texts)}


def chooses(officer: Officer, number: str) -> None:
    """From a card to what may be released."""
    officer.presses(f"more:{number}")
    officer.taps(RELEASE)


def told(officer: Officer) -> list[str]:
    """All that was ever sent to somebody, edited away since or not."""
    sent = officer.office.sent
    return [text for chat, _method, text in sent if chat == officer.telegram_id]


def before_the_other_desk(ion: Officer) -> bool:
    return "Preiau" in ion.buttons()


@pytest.mark.parametrize("field", [None, *CANARIES])
def test_what_is_not_released_is_in_no_word_of_the_other_side(
    office: Office, number: str, dragan: Officer, ion: Officer, ana: Officer, field: str | None
) -> None:
    fields = [field] if field else []
    assert told(ion) == []
    release(office, dragan, number, *fields)
    dragan.presses(f"take:{number}:1")
    ion.taps("❓ Pune o întrebare")
    ion.presses(f"question:{number}:persons")
    ion.taps("Preiau")
    office.ticks(minutes=15)
    ion.says("/open")
    ion.taps("Marchează ca soluționat")

    # An exact place tells its sector; a sector tells no place.
    assert canaries(told(ion)) == set(fields) | ({"sector"} if field == "place" else set())
    assert canaries(told(ana)) == set()
    assert not any("Socol" in text or "55 m" in text for text in told(ion)) or field == "place"


@pytest.mark.parametrize("field", CANARIES)
def test_what_is_not_released_finds_nothing(
    office: Office, number: str, dragan: Officer, ion: Officer, field: str
) -> None:
    release(office, dragan, number, *(each for each in CANARIES if each != field))
    words = "socol" if field == "place" else CANARIES[field]
    office.act(ion, lambda uow: search.search(uow, f"{words} vessel"))
    assert "Nu s-a găsit nimic." in ion.texts[-1]
    office.act(ion, lambda uow: search.search(uow, "ambarcatiune"))

    assert f"• {number}" in ion.texts[-1]


def test_it_is_chosen_shown_confirmed_and_receipted(
    office: Office, number: str, dragan: Officer, ion: Officer
) -> None:
    chooses(dragan, number)
    assert "☑ Сектор" in dragan.buttons()
    dragan.taps("☐ Напомена")
    dragan.taps(SHOW)
    dragan.taps("Опасност за људе")
    preview = dragan.texts[-1]
    assert canaries([preview]) == {"sector", "note"}
    assert not before_the_other_desk(ion), "nothing crosses before it is confirmed"
    dragan.taps(SEND)

    theirs = next(text for text in ion.texts if number in text)
    assert canaries([theirs]) == {"sector", "note"}
    assert "◐ Transmis parțial de: Dispecerat RS" in theirs
    assert dragan.texts[-1].startswith(f"Дојава бр. {number}\nУступљено: Дежурни центар RO")
    assert "◐ Уступљено другој страни, поред врсте и времена: Сектор, Напомена" in str(dragan.texts)
    disclosed = [each for each in office.rows(audit) if each["deed"] == "disclosure"]
    assert json.loads(disclosed[-1]["detail"]) == {
        "recipients": ["RO"],
        "fields": ["note", "sector"],
        "reason": "danger",
    }
    assert {row["side"]: row["state"] for row in office.rows(handling)} == {
        "RS": "new",
        "RO": "new",
    }


def test_the_preview_is_the_card_in_the_words_of_its_chooser(
    office: Office, number: str, dragan: Officer
) -> None:
    zlata = office.enrol("Zlata", "RO", "duty", language="sr-Cyrl")
    chooses(dragan, number)
    dragan.taps(SHOW)
    dragan.taps("Опасност за људе")
    preview = dragan.texts[-1]
    dragan.taps(SEND)
    card = [line for line in zlata.texts[-1].split("\n") if "Дежурни центар RO" not in line]

    assert "\n".join(card) in preview


def test_more_later_and_less_again(
    office: Office, number: str, dragan: Officer, ion: Officer
) -> None:
    release(office, dragan, number, "note")
    release(office, dragan, number, "note", "plate", before=["note"])
    assert canaries(ion.texts) == {"note", "plate"}
    release(office, dragan, number, "plate", before=["note", "plate"])

    assert canaries([text for text in ion.texts if "◐" in text]) == {"plate"}
    assert ion.texts[-1].endswith("⚫ Mențiune") or "⚫" in ion.texts[-1]
    fields = [
        json.loads(row["detail"]) for row in office.rows(audit) if row["deed"] == "disclosure"
    ]
    assert [each["fields"] for each in fields] == [["note"], ["plate"], []]


def test_what_the_reporter_corrects_waits_for_the_desk_again(
    office: Office, number: str, mila: Officer, dragan: Officer, ion: Officer
) -> None:
    release(office, dragan, number, "note", "plate")
    said = {"note": "нови канаринац"}
    office.act(mila, lambda uow: corrections.correct(uow, number, said))

    assert "нови" not in str(told(ion))
    assert canaries([text for text in ion.texts if "◐" in text]) == {"plate"}
    assert any("Друга страна више не види оно што је измењено:" in text for text in dragan.texts)


def test_withdrawn_it_is_gone_from_every_screen_of_the_other_side(
    office: Office, number: str, dragan: Officer, ion: Officer, mila: Officer
) -> None:
    release(office, dragan, number, "note", "place")
    ion.taps("Preiau")
    chooses(dragan, number)
    dragan.taps(WITHDRAW)
    dragan.taps(WITHDRAW)

    assert canaries(ion.texts) == set()
    assert not before_the_other_desk(ion)
    assert any("Raportul a fost retras de dispeceratul care" in text for text in ion.texts)
    assert ion.presses(f"resolve:{number}:2") == ion.presses("resolve:x:2")
    assert "◐" not in dragan.texts[0]
    release(office, dragan, number, "note")
    assert canaries(ion.texts) == {"note"}
    assert before_the_other_desk(ion)


def test_the_second_of_two_officers_is_told_who_was_first(
    office: Office, number: str, dragan: Officer, zoran: Officer
) -> None:
    release(office, dragan, number, "note")
    with pytest.raises(AlreadyHandled) as told_:
        release(office, zoran, number, "plate")
    with pytest.raises(AlreadyHandled):
        office.act(zoran, lambda uow: releases.withdraw(uow, number, before=["plate"]))

    assert told_.value.values == {"name": "Драган Илић"}
    assert [row["fields"] for row in office.rows(decisions)] == [["note"]]


def test_nobody_else_releases_and_none_learns_what_exists(
    office: Office, number: str, mila: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    assert ion.presses(f"release-to:{number}") == ion.presses("release-to:x")
    assert len({ana.presses(f"release-to:{each}") for each in (number, "x", "")}) == 1
    assert len({mila.presses(f"release-to:{each}") for each in (number, "x", "")}) == 1
    chooses(dragan, number)
    dragan.taps(SHOW)
    dragan.taps("Опасност за људе")
    office.run(lambda session: people.set_roles(session, dragan.person_id, []))
    dragan.taps(SEND)

    assert office.rows(decisions) == []
    assert told(ion) == []


@pytest.mark.parametrize("fields", [("observer",), ("caller",), ("photos",), ("x",)])
def test_what_cannot_be_released_is_refused(
    office: Office, number: str, dragan: Officer, ion: Officer, fields: tuple[str, ...]
) -> None:
    with pytest.raises(Stale):
        release(office, dragan, number, *fields)

    assert told(ion) == []


def test_a_question_of_the_other_side_goes_by_the_desk_that_released_it(
    office: Office, number: str, mila: Officer, dragan: Officer, ion: Officer
) -> None:
    release(office, dragan, number)
    before = told(mila)
    office.act(ion, lambda uow: questions.ask(uow, number, "persons"))
    assert told(mila) == before
    with pytest.raises(AlreadyAsked):
        office.act(ion, lambda uow: questions.ask(uow, number, "persons"))
    dragan.taps("Проследи без измена")

    assert len(told(mila)) == len(before) + 1


def test_no_answer_crosses_after_the_release_is_withdrawn(
    office: Office, number: str, mila: Officer, dragan: Officer, ion: Officer
) -> None:
    release(office, dragan, number)
    for kind in ("persons", "armed"):
        office.act(ion, lambda uow, kind=kind: questions.ask(uow, number, kind))  # type: ignore[misc]  # a default binds the loop's value
    dragan.presses("pass:1")
    office.act(dragan, lambda uow: releases.withdraw(uow, number, before=[]))
    before = told(ion)
    mila.presses("answer:1:20+")
    dragan.presses("pass:2")
    mila.presses("answer:2:yes")

    assert told(ion) == before
    assert any("✖ Ово питање више није отворено." in text for text in mila.texts)


def test_a_shared_report_has_nothing_to_release(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    form = SightingForm(
        category="cat.flood", direction="unknown", sharing=Sharing.BOTH, seen_at=office.now
    )
    shared = office.act(mila, lambda uow: sightings.report(uow, form).number)

    dragan.presses(f"more:{shared}")
    assert RELEASE not in dragan.buttons()
    with pytest.raises(Stale):
        release(office, dragan, shared)

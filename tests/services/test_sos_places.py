"""Where a caller is: a live location moves the card at both desks, seldom enough to be read."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from services import enrolment
from storage.audit import audit
from storage.deadlines import deadline
from storage.drafts import draft
from storage.sos import sos
from tests.office import NERA, Office, Officer, keys
from tests.services.test_sos import MISTAKE, SURE, TAKE_RO
from views.sos import LABEL

HOUR = 3600
NORTH_60_M = {"latitude": 44.8231 + 0.00054, "longitude": 21.3359}
NORTH_9_M = {"latitude": 44.8231 + 0.00008, "longitude": 21.3359}
AFAR = {"latitude": 44.9, "longitude": 21.3}


@pytest.fixture
def shared(office: Office, mila: Officer, dragan: Officer, ion: Officer) -> datetime:
    """When the caller has begun to share where she is; both desks have it on their screens."""
    mila.says(LABEL)
    mila.shares(location=NERA | {"live_period": HOUR})
    assert [len(each.texts) for each in (dragan, ion)] == [1, 1]
    return office.now


def place_of(officer: Officer) -> list[str]:
    """The lines about the place on a desk's card: coordinates, and how old they are."""
    lines = next(text for text in officer.texts if "☎" in text).split("\n")
    return [next(line for line in lines if line.startswith("📍")), lines[-1]]


def disclosed(office: Office) -> int:
    """How often a place has crossed the border on record."""
    rows = [row for row in office.rows(audit) if row["deed"] == "disclosure"]
    return sum(json.loads(row["detail"])["field"] == "place" for row in rows)


def test_a_live_location_is_a_location_and_says_that_it_is_live(
    office: Office, ion: Officer, dragan: Officer, mila: Officer, shared: datetime
) -> None:
    assert place_of(ion) == [
        "📍 44.82310, 21.33590",
        "Locație în timp real, ultimul loc: 21:05 RS / 22:05 RO",
    ]
    assert place_of(dragan)[1] == "Локација уживо, последње место: 21:05 RS / 22:05 RO"
    assert mila.texts[-1] == "📍 Ваша локација је додата позиву за помоћ."
    until = shared + timedelta(seconds=HOUR)
    due = {each["kind"]: each["due_at"] for each in office.rows(deadline)}
    assert due["sos-live"] == until


def test_it_moves_the_cards_and_says_nothing_to_anybody_else(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer, shared: datetime
) -> None:
    at_mila, at_ana = mila.texts, ana.texts
    office.now += timedelta(minutes=2)
    mila.moves(started=shared, **AFAR, live_period=HOUR, horizontal_accuracy=8)

    assert place_of(ion) == [
        "📍 44.90000, 21.30000 · precizie: 8 m",
        "Locație în timp real, ultimul loc: 21:07 RS / 22:07 RO",
    ]
    assert place_of(dragan)[1].endswith("21:07 RS / 22:07 RO")
    assert [len(each.texts) for each in (dragan, ion)] == [1, 1]
    assert (mila.texts, ana.texts) == (at_mila, at_ana)
    assert disclosed(office) == 2


@pytest.mark.parametrize(
    ("after", "place", "shown"),
    [
        (9, AFAR, False),  # sooner than anybody reads
        (10, AFAR, True),
        (10, NORTH_60_M, True),
        (59, NORTH_9_M, False),  # within the phone's error
        (60, NORTH_9_M, True),  # still there, and that is worth knowing
    ],
)
def test_a_card_changes_only_for_what_has_moved_on(
    office: Office,
    mila: Officer,
    ion: Officer,
    shared: datetime,
    after: int,
    place: dict[str, float],
    *,
    shown: bool,
) -> None:
    said = len(office.sent)
    office.now += timedelta(seconds=after)
    mila.moves(started=shared, **place, live_period=HOUR)

    assert (len(office.sent) > said) is shown
    assert (place_of(ion)[0] != "📍 44.82310, 21.33590") is shown


def test_an_hour_of_movements_is_no_flood(
    office: Office, mila: Officer, ion: Officer, shared: datetime
) -> None:
    said = len(office.sent)
    for step in range(300):  # every two seconds for ten minutes, at the pace of somebody who runs
        office.now += timedelta(seconds=2)
        place = {"latitude": 44.8231 + step * 0.00005, "longitude": 21.3359}
        mila.moves(started=shared, **place, live_period=HOUR)

    told = [chat for chat, _method, _text in office.sent[said:]]
    assert set(told) >= {ion.telegram_id}
    assert told.count(ion.telegram_id) <= 600 / 10
    assert len([row for row in office.rows(audit) if row["deed"] == "alteration"]) == 1


def test_what_has_ended_stands_with_its_time_and_is_not_live(
    office: Office, mila: Officer, ion: Officer, shared: datetime
) -> None:
    office.now += timedelta(seconds=5)
    mila.moves(started=shared, **NERA)
    ended = "⚠ Partajarea locației în timp real s-a încheiat. Ultimul loc: 21:05 RS / 22:05 RO"
    assert place_of(ion)[1] == ended
    assert "sos-live" not in {each["kind"] for each in office.rows(deadline)}

    said, entries = len(office.sent), len(office.rows(audit))
    mila.moves(started=shared, **NERA)
    assert (len(office.sent), len(office.rows(audit))) == (said, entries), "it ends once"


def test_what_ends_by_itself_is_told_by_the_clock(
    office: Office, mila: Officer, ion: Officer, shared: datetime
) -> None:
    office.ticks(minutes=59)
    assert place_of(ion)[1].startswith("Locație în timp real, ultimul loc: 21:05 RS")
    office.ticks(minutes=1)

    assert place_of(ion)[1].endswith("s-a încheiat. Ultimul loc: 21:05 RS / 22:05 RO")
    office.now = shared + timedelta(minutes=30)
    mila.moves(started=shared, **AFAR, live_period=2 * HOUR)  # shared for longer
    assert place_of(ion)[1] == "Locație în timp real, ultimul loc: 21:35 RS / 22:35 RO"


def test_a_place_sent_once_takes_its_stead(
    office: Office, mila: Officer, ion: Officer, shared: datetime
) -> None:
    office.now = shared + timedelta(minutes=2)
    mila.shares(location=AFAR)

    assert place_of(ion) == [
        "📍 44.90000, 21.30000",
        "Locație trimisă: 21:07 RS / 22:07 RO",
    ]
    assert "sos-live" not in {each["kind"] for each in office.rows(deadline)}


def test_what_was_shared_before_the_call_is_its_first_place(
    office: Office, mila: Officer, ion: Officer
) -> None:
    started = office.now - timedelta(minutes=10)
    mila.says(LABEL)
    mila.moves(started=started, **NERA, live_period=HOUR)

    assert place_of(ion)[0] == "📍 44.82310, 21.33590"
    assert mila.texts[-1] == "📍 Ваша локација је додата позиву за помоћ."


def test_what_telegram_kept_while_nothing_ran_has_the_time_it_was_told_at(
    office: Office, mila: Officer, ion: Officer, shared: datetime
) -> None:
    told_at = shared + timedelta(minutes=20)
    office.now = told_at
    message = {"message_id": 1, "date": int(shared.timestamp()), "chat": mila._chat()}
    late = {"edit_date": int(told_at.timestamp()), "location": AFAR | {"live_period": HOUR}}
    office.now = shared + timedelta(minutes=50)
    office.takes({"edited_message": message | late | {"from": mila._me()}})

    assert place_of(ion)[1] == "Locație în timp real, ultimul loc: 21:25 RS / 22:25 RO"


@pytest.mark.parametrize(
    "forged",
    [
        {"latitude": float("nan"), "longitude": 21.3},
        {"latitude": 91.0, "longitude": 21.3},
        {"latitude": 44.9, "longitude": -180.5},
        {"latitude": float("inf"), "longitude": 21.3},
    ],
)
def test_no_place_on_earth_changes_nothing(
    office: Office, mila: Officer, shared: datetime, forged: dict[str, float]
) -> None:
    said, before = len(office.sent), office.rows(sos)
    office.now += timedelta(minutes=5)
    mila.moves(started=shared, **forged, live_period=HOUR)

    assert (len(office.sent), office.rows(sos)) == (said, before)


@pytest.mark.parametrize("accuracy", [float("nan"), -3.0, 0.0, 1e9])
def test_no_accuracy_is_shown_that_is_none(
    office: Office, mila: Officer, ion: Officer, shared: datetime, accuracy: float
) -> None:
    office.now += timedelta(minutes=5)
    mila.moves(started=shared, **AFAR, live_period=HOUR, horizontal_accuracy=accuracy)

    assert place_of(ion)[0] == "📍 44.90000, 21.30000"


def test_what_is_older_than_what_is_known_changes_nothing(
    office: Office, mila: Officer, shared: datetime
) -> None:
    office.now = shared + timedelta(minutes=5)
    mila.moves(started=shared, **AFAR, live_period=HOUR)
    said, before = len(office.sent), office.rows(sos)
    office.now = shared + timedelta(minutes=4)
    mila.moves(started=shared, **NERA, live_period=HOUR)
    mila.moves(started=shared, **NERA)

    assert (len(office.sent), office.rows(sos)) == (said, before)


@pytest.mark.parametrize("who", ["no call", "a stranger", "withdrawn", "closed", "revoked"])
def test_without_an_open_call_it_is_passed_over_without_a_word(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, who: str
) -> None:
    mover, started = mila, office.now
    if who == "a stranger":
        mover = Officer(office, 0, 9999)
    elif who != "no call":
        mila.says(LABEL)
        mila.shares(location=NERA | {"live_period": HOUR})
    if who == "withdrawn":
        mila.taps(MISTAKE)
        mila.taps(SURE)
    if who == "closed":
        ion.taps(TAKE_RO)
        ion.taps("Închide apelul de ajutor")
    if who == "revoked":
        leaver = mila.person
        office.act(dragan, lambda uow: enrolment.revoke(uow, leaver))
    said, before = len(office.sent), office.rows(sos)
    for _ in range(3):
        office.now += timedelta(minutes=2)
        mover.moves(started=started, **AFAR, live_period=HOUR)
    mover.moves(started=started, **AFAR)

    assert (len(office.sent), office.rows(sos)) == (said, before)
    office.ticks(hours=1)
    assert len(office.sent) == said or who == "revoked"


def test_in_a_group_it_is_nobodys_business(office: Office, mila: Officer, shared: datetime) -> None:
    said = len(office.sent)
    office.now += timedelta(minutes=5)
    group: dict[str, Any] = {"id": -100, "type": "supergroup", "title": "P"}
    message = {"message_id": 1, "date": 1, "edit_date": int(office.now.timestamp()), "chat": group}
    place = {"location": AFAR | {"live_period": HOUR}, "from": mila._me()}
    office.takes({"edited_message": message | place})

    assert len(office.sent) == said


# What an officer presses on the way to the place of a report, and what is said of it.
TO_PLACE = {
    "RS": ["👁 Нова дојава", "👁 Сумњива појава", "Сумњиво пловило"],
    "RO": ["👁 Raport nou", "👁 Situație suspectă", "Ambarcațiune suspectă"],
}
OVER_THERE = {"RS": "🧭 Запажено са удаљености", "RO": "🧭 Observat de la distanță"}
PLACE_KEYS = {
    "RS": ["📍 Пошаљи локацију", OVER_THERE["RS"], "Друго место", "‹ Назад", "✖ Одустани", LABEL],
    "RO": ["📍 Trimite locația", OVER_THERE["RO"], "Alt loc", "‹ Înapoi", "✖ Renunță", LABEL],
}
STILL_ASKED = {
    "RS": "📍 Ваша локација је додата позиву за помоћ.\n\nОтворени образац и даље тражи место.",
    "RO": "📍 Locația dumneavoastră a fost adăugată la apelul de ajutor.\n\n"
    "Formularul deschis solicită în continuare un loc.",
}


def to_place(officer: Officer, side: str) -> None:
    start, group, what = TO_PLACE[side]
    officer.says(start)
    officer.taps(group)
    officer.taps(what)


@pytest.mark.parametrize("side", ["RS", "RO"])
def test_a_form_that_asks_for_a_place_is_told_that_it_did_not_get_it(
    office: Office, ion: Officer, side: str
) -> None:
    officer = office.enrol("Вера", side)
    to_place(officer, side)
    officer.says(LABEL)
    [form] = office.rows(draft)
    officer.shares(location=NERA)

    assert officer.texts[-1] == STILL_ASKED[side]
    assert keys(officer.last) == PLACE_KEYS[side]
    assert office.rows(draft) == [form]
    assert place_of(ion)[0] == "📍 44.82310, 21.33590"
    officer.shares(location=AFAR)  # the next one is the form's
    [answered] = office.rows(draft)
    assert answered["step"] == "direction"
    assert place_of(ion)[0] == "📍 44.82310, 21.33590"


@pytest.mark.parametrize("side", ["RS", "RO"])
def test_a_form_that_asks_where_one_stands_keeps_its_keys(office: Office, side: str) -> None:
    officer = office.enrol("Вера", side)
    to_place(officer, side)
    officer.says(OVER_THERE[side])
    officer.says(LABEL)
    officer.shares(location=NERA)

    location, _over_there, _otherwise, *rest = PLACE_KEYS[side]
    assert officer.texts[-1] == STILL_ASKED[side]
    assert keys(officer.last) == [location, *rest]

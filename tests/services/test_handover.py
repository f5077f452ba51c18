"""A shift ends: by tap or by the clock, to somebody who accepts, or to everybody who could."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services import duty, enrolment, open_items, shift_ends, telephones
from services.errors import NoSuchTime
from services.handover import ACCEPT_WITHIN
from storage import people
from storage.audit import audit
from storage.deadlines import deadline
from storage.duty import handover, shift
from storage.outbox import outbox
from storage.people import Person
from storage.session import Session
from storage.sightings import handling
from storage.telephones import TelephoneRow
from storage.unit_of_work import UnitOfWork
from tests.office import Office, Officer
from tests.services.test_sightings import report
from views.duty import ask_until
from views.language import Language, Reader
from views.refusals import explain

EIGHT = timedelta(hours=8)


def refusal(which: str, officer: Officer, **values: object) -> str:
    reader = Reader(Language(officer.person.language), officer.person.country)
    return explain(reader, which, values)


def goes_on(office: Office, officer: Officer, much: timedelta = EIGHT) -> None:
    office.act(officer, lambda uow: duty.until(uow, office.now + much))


def holders(office: Office, side: str = "RS") -> list[tuple[str, int | None]]:
    rows = [row for row in office.rows(handling) if row["side"] == side]
    return [(row["state"], row["person_id"]) for row in rows]


def only_handover(office: Office) -> dict[str, Any]:
    (row,) = office.rows(handover)
    return row


@pytest.fixture
def dragan(office: Office) -> Officer:
    return office.enrol("Драган Петровић", "RS", "duty")


@pytest.fixture
def zoran(office: Office) -> Officer:
    return office.enrol("Зоран Савић", "RS", "duty", language="sr-Latn")


@pytest.fixture
def ion(office: Office) -> Officer:
    """Of the other side: must hear nothing of any of it."""
    return office.enrol("Ion Popescu", "RO", "duty")


def test_two_taps_bring_an_officer_to_the_desk_until_a_stated_time(
    office: Office, dragan: Officer
) -> None:
    dragan.says("/duty")
    assert dragan.buttons() == [
        "🕒 01:05 RS / 02:05 RO",
        "🕒 05:05 RS / 06:05 RO",
        "🕒 07:00 RS / 08:00 RO",
        "🕒 09:05 RS / 10:05 RO",
        "🕒 19:00 RS / 20:00 RO",
    ]
    assert dragan.taps("🕒 07:00 RS / 08:00 RO") == ""

    (row,) = office.rows(shift)
    assert (row["until"], row["ended_at"]) == (datetime(2026, 7, 15, 5, 0, tzinfo=UTC), None)
    assert dragan.person.on_duty_since == office.now
    assert dragan.texts[1:] == []
    assert dragan.texts[0].split("\n") == [
        "На дужности до 15. 7. 2026. 07:00 RS / 08:00 RO",
        "Дојаве за вашу страну од сада стижу вама, уз звучно обавештење.",
    ]


def test_the_same_end_tapped_twice_is_one_shift_and_a_later_one_extends_it(
    office: Office, dragan: Officer
) -> None:
    until = office.now + EIGHT
    data = f"duty-until:{int(until.timestamp()) // 60}"
    toasts = [dragan.presses(data) for _ in range(2)]
    assert toasts == ["", "Ово већ јесте крај вашег дежурства."]
    assert len(office.rows(shift)) == 1

    dragan.presses(f"duty-until:{int(until.timestamp()) // 60 + 60}")
    (row,) = office.rows(shift)
    assert row["until"] == until + timedelta(hours=1)
    due = {each["kind"]: each["due_at"] for each in office.rows(deadline)}
    assert due == {
        "duty-remind": row["until"] - timedelta(minutes=15),
        "duty-end": row["until"],
    }


@pytest.mark.parametrize(
    "data",
    [
        *("duty-until:", "duty-until:x", "duty-until:0", "duty-until:999999999"),
        *("duty-until:²", "duty-until:1:2", "duty-off", "duty-to:1"),
        *("handover-take:7", "handover-no:7", "handover-to:1:1:1"),
        *("open", "open:sighting", "open:sighting:RS-26-0001", "open:nothing:1", "open:x:y:z"),
    ],
)
def test_forged_and_stale_taps_are_answered_and_do_nothing(
    office: Office, dragan: Officer, data: str
) -> None:
    assert dragan.presses(data) == refusal("Stale", dragan)
    assert (office.rows(shift), office.rows(handover)) == ([], [])


@pytest.mark.parametrize(
    "data", ["duty-until:29734000", "duty-off", "duty-to:2", "handover-take:1"]
)
def test_who_is_no_duty_officer_comes_to_no_desk(office: Office, mila: Officer, data: str) -> None:
    vera = office.enrol("Вера", "RS", "coordinator")
    assert vera.presses(data) == refusal("NotAllowed", vera)
    patrol = "NotAllowed" if data.startswith("handover") else "Stale"
    assert mila.presses(data) == refusal(patrol, mila)
    assert office.rows(shift) == []


def test_a_named_successor_accepts_and_has_what_was_dealt_with(
    office: Office, mila: Officer, dragan: Officer, zoran: Officer, ion: Officer
) -> None:
    for officer in (dragan, zoran, ion):
        goes_on(office, officer)
    taken, new = report(office, mila, sharing="own"), report(office, mila, sharing="own")
    dragan.presses(f"take:{taken}:1")
    at_ion = len(ion.texts)

    dragan.says("/duty")
    assert dragan.taps("⇄ Зоран Савић") == ""
    assert dragan.person.on_duty_since is None
    assert holders(office) == [("in_progress", dragan.person_id), ("new", None)]
    zoran.taps("Preuzimam dežurstvo")

    assert holders(office) == [("in_progress", zoran.person_id), ("new", None)]
    row = only_handover(office)
    assert (row["giver_id"], row["taker_id"], row["state"], row["settled_at"]) == (
        dragan.person_id,
        zoran.person_id,
        "accepted",
        office.now,
    )
    assert [(each["number"], each["state"]) for each in json.loads(row["matters"])] == [
        (taken, "report.in_progress"),
        (new, "report.new"),
    ]
    summary = [
        "Примопредаја дежурства",
        "👤 Драган Петровић → Зоран Савић",
        "🕒 21:05 RS / 22:05 RO · 14. 7. 2026.",
        "",
        f"• {taken} · Сумњиво пловило · У раду · 21:05 RS / 22:05 RO",
        f"• {new} · Сумњиво пловило · Нова · 21:05 RS / 22:05 RO",
        "",
        "🟢 Преузима: Зоран Савић · 21:05 RS / 22:05 RO",
    ]
    assert "\n".join(summary) in dragan.texts
    taken_by = "🟢 Preuzima: Зоран Савић · 21:05 RS / 22:05 RO"
    assert any(text.endswith(taken_by) for text in zoran.texts)
    assert dragan.texts[-1] == "Примопредаја дежурства\n🟢 Преузима: Зоран Савић"
    assert len(ion.texts) == at_ion
    assert "handover" not in {each["kind"] for each in office.rows(deadline)}
    deeds = [each for each in office.rows(audit) if each["subject"] == f"handover:{row['id']}"]
    assert [(each["deed"], each["actor_id"], each["side"]) for each in deeds] == [
        ("duty", dragan.person_id, "RS"),
        ("duty", zoran.person_id, "RS"),
    ]


def test_two_who_accept_at_once_one_has_it_and_the_other_is_told(
    office: Office, mila: Officer, dragan: Officer, zoran: Officer, ion: Officer
) -> None:
    goes_on(office, dragan)
    report(office, mila)
    dragan.changes_duty()
    petar = office.enrol("Петар", "RS", "duty")
    take = f"handover-take:{only_handover(office)['id']}"
    assert zoran.presses(take) == refusal("FirstOnDuty", zoran)
    for officer in (zoran, petar, ion):
        goes_on(office, officer)

    assert ion.presses(take) == refusal("Stale", ion)
    assert zoran.presses(take) == ""
    for officer in (petar, zoran):
        assert officer.presses(take) == refusal("TakenOver", officer, name="Зоран Савић")
    assert only_handover(office)["taker_id"] == zoran.person_id


def test_nobody_to_hand_over_to_means_that_all_are_told_and_get_the_cards(
    office: Office, mila: Officer, dragan: Officer, zoran: Officer, ion: Officer
) -> None:
    goes_on(office, dragan)
    number = report(office, mila, sharing="own")
    assert zoran.texts == []
    dragan.says("/duty")
    assert "⇄ Зоран Савић" not in dragan.buttons()
    dragan.taps("Обавести све и заврши")

    heads = [text.split("\n")[0] for text in zoran.texts]
    assert heads == ["Primopredaja dežurstva", f"Dojava {number}"]
    assert only_handover(office)["state"] == "to_all"
    assert (mila.person.on_duty_since, ion.texts) == (None, [])
    assert dragan.person.on_duty_since is None


def test_who_declines_gives_the_choice_back(
    office: Office, mila: Officer, dragan: Officer, zoran: Officer
) -> None:
    petar = office.enrol("Петар", "RS", "duty")
    for officer in (dragan, zoran, petar):
        goes_on(office, officer)
    report(office, mila)
    office.act(dragan, lambda uow: duty.hand_over(uow, zoran.person_id))
    number = only_handover(office)["id"]
    assert zoran.taps("Odbij") == ""
    assert zoran.presses(f"handover-no:{number}:1") == refusal("Stale", zoran)
    assert zoran.presses(f"handover-take:{number}") == refusal("Stale", zoran)

    assert dragan.texts[-1] == (
        "Примопредаја дежурства\n⚠ Одбијено: Зоран Савић. Изаберите неког другог."
    )
    assert dragan.taps("⇄ Петар") == ""
    assert (only_handover(office)["state"], only_handover(office)["taker_id"]) == (
        "offered",
        petar.person_id,
    )
    petar.taps("Преузимам дежурство")
    assert only_handover(office)["state"] == "accepted"


def test_the_only_one_declines_and_all_are_told(
    office: Office, mila: Officer, dragan: Officer, zoran: Officer
) -> None:
    at_home = office.enrol("Петар", "RS", "duty")
    for officer in (dragan, zoran):
        goes_on(office, officer)
    report(office, mila)
    office.act(dragan, lambda uow: duty.hand_over(uow, zoran.person_id))
    zoran.taps("Odbij")

    assert only_handover(office)["state"] == "to_all"
    assert at_home.texts[0].startswith("Примопредаја дежурства")


def test_nobody_answers_in_time_and_all_are_told_once(
    office: Office, mila: Officer, dragan: Officer, zoran: Officer, ion: Officer
) -> None:
    at_home = office.enrol("Петар", "RS", "duty")
    for officer in (dragan, zoran):
        goes_on(office, officer)
    number = report(office, mila, sharing="own")
    dragan.presses(f"take:{number}:1")  # so that nobody is reminded of it besides
    office.act(dragan, lambda uow: duty.hand_over(uow, zoran.person_id))
    office.ticks(seconds=ACCEPT_WITHIN.total_seconds() - 1)
    assert at_home.texts == []
    office.ticks(seconds=1)
    assert only_handover(office)["state"] == "to_all"
    told = len(at_home.texts)
    assert told == 2
    office.ticks(minutes=30)
    assert (len(at_home.texts), ion.texts) == (told, [])


@pytest.mark.parametrize("standing", ["off duty", "revoked", "unreachable"])
def test_who_is_not_at_the_desk_cannot_be_named(
    office: Office, mila: Officer, dragan: Officer, zoran: Officer, standing: str
) -> None:
    for officer in (dragan, zoran):
        goes_on(office, officer)
    report(office, mila)
    ways: dict[str, dict[str, Any]] = {
        "off duty": {"on_duty_since": None},
        "revoked": {"revoked_at": office.now, "on_duty_since": None},
        "unreachable": {"unreachable_since": office.now},
    }
    lost = ways[standing]
    office.run(lambda session: people.change(session, zoran.person_id, **lost))

    named = refusal("NotOnDuty", dragan, name="Зоран Савић")
    assert dragan.presses(f"duty-to:{zoran.person_id}") == named
    assert dragan.person.on_duty_since
    assert office.rows(handover) == []


def test_the_other_sides_officers_and_oneself_cannot_be_named(
    office: Office, mila: Officer, dragan: Officer, ion: Officer
) -> None:
    for officer in (dragan, ion):
        goes_on(office, officer)
    report(office, mila)
    for nobody in (ion.person_id, dragan.person_id, mila.person_id + 1000):
        assert dragan.presses(f"duty-to:{nobody}") == refusal("Stale", dragan)
    assert office.rows(handover) == []


def test_a_quarter_of_an_hour_before_the_end_is_told_and_a_tap_extends(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    goes_on(office, dragan)
    report(office, mila)
    office.ticks(hours=7, minutes=45)
    ends = "Крај вашег дежурства: 05:05 RS / 06:05 RO\n1 отворен предмет"
    assert dragan.texts[-1].startswith(ends)
    assert dragan.buttons() == [
        "➕ 06:05 RS / 07:05 RO",
        "➕ 07:05 RS / 08:05 RO",
        "➕ 09:05 RS / 10:05 RO",
    ]
    told = len(dragan.texts)
    dragan.taps("➕ 06:05 RS / 07:05 RO")
    office.ticks(minutes=30)
    assert dragan.person.on_duty_since
    assert len(dragan.texts) == told
    office.ticks(minutes=30)
    assert dragan.texts[-1].startswith("Крај вашег дежурства: 06:05 RS")


def test_a_shift_that_runs_out_is_handed_to_who_is_there(
    office: Office, mila: Officer, dragan: Officer, zoran: Officer
) -> None:
    goes_on(office, dragan)
    goes_on(office, zoran, timedelta(hours=12))
    taken = report(office, mila)
    dragan.presses(f"take:{taken}:1")
    # Nothing ran for two hours around the end: what was due is done once, late.
    office.ticks(hours=9)
    office.ticks(minutes=1)

    assert dragan.person.on_duty_since is None
    row = only_handover(office)
    assert (row["state"], row["giver_id"], row["taker_id"]) == (
        "offered",
        dragan.person_id,
        zoran.person_id,
    )
    zoran.taps("Preuzimam dežurstvo")
    assert holders(office) == [("in_progress", zoran.person_id)]


def test_nothing_open_is_handed_to_nobody(office: Office, dragan: Officer, zoran: Officer) -> None:
    goes_on(office, dragan)
    goes_on(office, zoran, timedelta(hours=12))
    office.ticks(hours=8)

    assert (dragan.person.on_duty_since, office.rows(handover)) == (None, [])
    assert dragan.texts[-1].startswith("Ван дужности")


def test_what_a_colleague_deals_with_stays_theirs(
    office: Office, mila: Officer, dragan: Officer, zoran: Officer
) -> None:
    for officer in (dragan, zoran):
        goes_on(office, officer)
    number = report(office, mila)
    zoran.presses(f"take:{number}:1")
    dragan.says("/duty")

    assert (dragan.person.on_duty_since, office.rows(handover)) == (None, [])


def test_whoever_loses_access_at_the_desk_leaves_nothing_behind(
    office: Office, mila: Officer, dragan: Officer, zoran: Officer
) -> None:
    goes_on(office, dragan)
    goes_on(office, zoran, timedelta(hours=12))
    number = report(office, mila)
    dragan.presses(f"take:{number}:1")
    leaver = dragan.person

    def revoke(session: Session) -> None:
        uow = UnitOfWork(session, Person(), office.now, office.installation)
        enrolment.revoke(uow, leaver)

    office.run(revoke)
    office.deliver()
    zoran.taps("Preuzimam dežurstvo")

    assert [row["ended_at"] for row in office.rows(shift)] == [office.now, None]
    assert holders(office) == [("in_progress", zoran.person_id)]


# The night on which the clocks change


def test_half_past_two_comes_twice_when_the_clocks_go_back(office: Office, dragan: Officer) -> None:
    office.now = datetime(2026, 10, 24, 19, 0, tzinfo=UTC)
    dragan.says("/duty 02:30")
    assert dragan.buttons() == ["🕒 02:30 RS / 03:30 RO · 1/2", "🕒 02:30 RS / 03:30 RO · 2/2"]
    assert office.rows(shift) == []
    dragan.taps("🕒 02:30 RS / 03:30 RO · 2/2")

    assert office.rows(shift)[0]["until"] == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert "1/2 је први пут, 2/2 други пут." in dragan.texts[-1]


def test_half_past_two_does_not_come_when_the_clocks_go_forward(
    office: Office, dragan: Officer, ion: Officer
) -> None:
    office.now = datetime(2026, 3, 28, 19, 0, tzinfo=UTC)
    dragan.says("/duty 02:30")
    assert "тог времена нема" in dragan.texts[-1]
    assert dragan.buttons() == ["🕒 03:30 RS / 04:30 RO"]
    dragan.taps("🕒 03:30 RS / 04:30 RO")
    ion.says("/duty 02:30")

    ends = [row["until"] for row in office.rows(shift)]
    assert ends == [
        datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
        datetime(2026, 3, 29, 0, 30, tzinfo=UTC),  # Romania's clocks show 02:30 that night
    ]


def test_hours_offered_on_that_night_are_hours_that_pass() -> None:
    before = datetime(2026, 10, 24, 16, 30, tzinfo=UTC)  # 18:30 in Serbia
    labels = [
        button.label
        for row in ask_until(Reader(Language.EN, "RS"), shift_ends.usual(before, "RS")).buttons
        for button in row
    ]

    assert labels[:2] == ["🕒 22:30 RS / 23:30 RO", "🕒 02:30 RS / 03:30 RO · 1/2"]


@pytest.mark.parametrize("typed", ["25:00", "7:60", "later", "-1", "٧", "19:00:00", "7 7"])
def test_what_is_no_time_of_day_is_asked_for_again(
    office: Office, dragan: Officer, typed: str
) -> None:
    with pytest.raises(NoSuchTime):
        office.act(dragan, lambda uow: duty.change(uow, typed))
    assert office.rows(shift) == []


@pytest.mark.parametrize(
    ("typed", "until"),
    [("7", (15, 5, 0)), ("07:00", (15, 5, 0)), ("21.04", (15, 19, 4)), ("21:06", (14, 19, 6))],
)
def test_a_time_typed_is_its_next_occurrence_by_the_officers_clock(
    office: Office, dragan: Officer, typed: str, until: tuple[int, int, int]
) -> None:
    dragan.says(f"/duty {typed}")
    day, hour, minute = until

    assert office.rows(shift)[0]["until"] == datetime(2026, 7, day, hour, minute, tzinfo=UTC)


# What is open, and the numbers to call


def test_open_lists_what_waits_and_a_tap_brings_the_card_down(
    office: Office, mila: Officer, dragan: Officer, ion: Officer
) -> None:
    goes_on(office, dragan)
    first, second = report(office, mila, sharing="own"), report(office, mila)
    ion.says("/open")
    dragan.says("📋 Отворено")
    assert dragan.buttons() == [f"👁 {first}", f"👁 {second}"]
    assert ion.buttons() == [f"👁 {second}"]
    before = [text.split("\n")[0] for text in dragan.texts]

    assert dragan.taps(f"👁 {first}") == ""
    after = [text.split("\n")[0] for text in dragan.texts]
    moved = "Ова порука је сада ниже у разговору."
    assert after == [
        *(moved if text == f"Дојава {first}" else text for text in before),
        f"Дојава {first}",
    ]
    dragan.taps("Преузимам")  # the buttons of the card that was brought work
    assert holders(office)[0] == ("in_progress", dragan.person_id)
    assert ion.presses(f"open:sighting:{first}") == refusal("Stale", ion)


def test_what_is_resolved_waits_for_nobody(office: Office, mila: Officer, dragan: Officer) -> None:
    number = report(office, mila)
    dragan.presses(f"resolve:{number}:1")
    dragan.says("/open")
    mila.says("/open")

    assert (dragan.texts[-1], mila.texts[-1]) == ("Ништа вас не чека.", "Ништа вас не чека.")
    assert office.act(dragan, lambda uow: open_items.waiting(uow, uow.actor)) == []


def pins(office: Office) -> list[tuple[int, int]]:
    rows = [row for row in office.rows(outbox) if row["method"] == "pinChatMessage"]
    return [(row["chat_id"], json.loads(row["payload"])["message_id"]) for row in rows]


def test_the_numbers_are_pinned_once_and_kept_current(
    office: Office, dragan: Officer, ion: Officer
) -> None:
    goes_on(office, ion)
    assert len(ion.texts) == 1, "no card without numbers"
    old = TelephoneRow(side="RS", number="+38112555001", sr_cyrl="дежурни", ro="dispecer")
    office.act(dragan, lambda uow: telephones.replace(uow, [old]))
    goes_on(office, dragan)
    (card,) = [each for each in dragan.texts if each.startswith("Бројеви телефона")]
    assert "☎ +38112555001 дежурни" in card

    numbers = [
        TelephoneRow(side="RS", number="+38112555009", sr_cyrl="дежурни", ro="dispecer"),
        TelephoneRow(side="PCC", number="+38113555003"),
    ]
    office.act(ion, lambda uow: telephones.replace(uow, numbers))
    (card,) = [each for each in dragan.texts if each.startswith("Бројеви телефона")]
    assert card == (
        "Бројеви телефона\n"
        "Дежурни центар RS\n☎ +38112555009 дежурни\n\n"
        "Дежурни центар RO\nНема познатог броја.\n\n"
        "Заједничка контакт тачка\n☎ +38113555003"
    )
    office.deliver()
    shown = {text: number for number, text in _texts(office, dragan).items()}
    assert pins(office) == [(dragan.telegram_id, shown[card])]
    dragan.presses("language:ro")
    assert "Numere de telefon" in "\n".join(dragan.texts)


def _texts(office: Office, officer: Officer) -> dict[int, str]:
    return {number: each["text"] for number, each in office.chats[officer.telegram_id].items()}

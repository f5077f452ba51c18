"""A report that nobody takes over: who is told of it, when, and who is left alone."""

from datetime import timedelta
from functools import partial

import pytest

from geography.point import Point
from services import sightings
from services.sightings import SightingForm
from storage import people
from storage.deadlines import SLOW, deadline
from storage.sightings import Sharing
from tests.office import Office, Officer

WAITS = {"sr-Cyrl": "⏳ Дојава још није преузета.", "ro": "⏳ Raportul nu a fost încă preluat."}
TIMES = "21:05 RS / 22:05 RO"
SINCE = f"од {TIMES}"


def report(office: Office, officer: Officer, sharing: Sharing = Sharing.BOTH) -> str:
    form = SightingForm(
        category="cat.suspicious_vessel",
        direction="to_romania",
        sharing=sharing,
        seen_at=office.now,
        point=Point(44.8231, 21.3359),
    )
    return office.act(officer, lambda uow: sightings.report(uow, form).number)


def on_duty(office: Office, *officers: Officer) -> None:
    for each in officers:
        since, person_id = office.now, each.person_id
        office.run(partial(people.change, person_id=person_id, on_duty_since=since))


def reminders(officer: Officer) -> list[str]:
    """What somebody was told of a report that waits, in full."""
    marks = tuple(WAITS.values())
    return [text for text in officer.texts if text.startswith(marks)]


@pytest.fixture
def mila(office: Office) -> Officer:
    return office.enrol("Мила", "RS")


@pytest.fixture
def zoran(office: Office) -> Officer:
    return office.enrol("Зоран Илић", "RS", "duty")


@pytest.fixture
def dragan(office: Office) -> Officer:
    return office.enrol("Драган", "RS", "duty")


@pytest.fixture
def ion(office: Office) -> Officer:
    return office.enrol("Ion", "RO", "duty")


@pytest.fixture
def ana(office: Office) -> Officer:
    return office.enrol("Ana", "RO")


def test_the_own_desk_is_reminded_then_all_its_officers_and_the_other_desk(
    office: Office, mila: Officer, zoran: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    on_duty(office, zoran, ion)
    number = report(office, mila)
    office.ticks(minutes=2, seconds=59)
    assert [reminders(each) for each in (mila, zoran, dragan, ion)] == [[]] * 4

    office.ticks(seconds=1)
    three = f"{WAITS['sr-Cyrl']}\nДојава бр. {number}\nЧека већ 3 минута, {SINCE}."
    call = "Ако је хитно, позовите дежурни центар телефоном или радио-везом."
    assert reminders(zoran) == [three]
    assert reminders(mila) == [f"{three}\n🔔 Подсетник је послат дежурном центру: RS\n{call}"]
    assert (reminders(dragan), reminders(ion), dragan.texts) == ([], [], [])

    office.ticks(minutes=7)
    ten = f"{WAITS['sr-Cyrl']}\nДојава бр. {number}\nЧека већ 10 минута, {SINCE}."
    assert reminders(zoran) == [three, ten]
    assert reminders(dragan) == [ten]
    assert reminders(ion) == [
        f"{WAITS['ro']}\nRaportul nr. {number}\nAșteaptă de 10 minute, de la {TIMES}."
    ]
    told = f"{ten}\n🔔 Подсетник је послат свим дежурнима: RS + RO\n{call}"
    assert reminders(mila)[1:] == [told]
    assert ana.texts == []
    for officer in (zoran, dragan, ion):  # each has the card itself below what was said
        assert number in officer.last["text"].split("\n")[0]
        assert officer.last["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == (
            f"take:{number}:1"
        )
    silent = [len(each.texts) for each in (mila, zoran, dragan, ion)]
    office.ticks(days=3)
    assert [len(each.texts) for each in (mila, zoran, dragan, ion)] == silent


def test_what_is_for_one_side_is_never_brought_before_the_other(
    office: Office, mila: Officer, zoran: Officer, ion: Officer
) -> None:
    number = report(office, mila, Sharing.OWN)
    office.ticks(minutes=3)
    office.ticks(minutes=7)

    assert ion.texts == []
    assert len(reminders(zoran)) == 2
    assert reminders(mila)[1].split("\n")[1:4] == [
        f"Дојава бр. {number}",
        f"Чека већ 10 минута, {SINCE}.",
        "🔔 Подсетник је послат свим дежурнима: RS",
    ]


@pytest.mark.parametrize("deed", ["Преузимам", "Предај надлежном органу", "Означи као непотврђену"])
def test_whoever_deals_with_it_in_time_hears_no_more(
    office: Office, mila: Officer, zoran: Officer, ion: Officer, deed: str
) -> None:
    number = report(office, mila)
    office.ticks(minutes=2)
    zoran.presses(f"more:{number}")
    zoran.taps(deed)
    office.ticks(minutes=1)
    office.ticks(minutes=7)

    assert [reminders(each) for each in (mila, zoran, ion)] == [[], [], []]


def test_the_other_side_taking_it_over_is_being_heard(
    office: Office, mila: Officer, zoran: Officer, ion: Officer
) -> None:
    report(office, mila)
    office.ticks(minutes=3)
    ion.taps("Preiau")
    office.ticks(minutes=7)

    assert [len(reminders(each)) for each in (mila, zoran, ion)] == [1, 1, 0]


def test_a_report_withdrawn_waits_for_nobody(office: Office, mila: Officer, zoran: Officer) -> None:
    report(office, mila)
    mila.taps("Повуци дојаву")
    mila.taps("Повуци дојаву")
    office.ticks(minutes=10)

    assert (reminders(mila), reminders(zoran)) == ([], [])


def test_noticed_late_all_are_told_once_and_how_long_it_has_waited(
    office: Office, mila: Officer, zoran: Officer, ion: Officer
) -> None:
    number = report(office, mila)
    office.ticks(minutes=61)

    waited = f"{WAITS['sr-Cyrl']}\nДојава бр. {number}\nЧека већ 61 минут, {SINCE}."
    late = f"{waited}\n⏱ Уочено касно. Закашњење: 51 минут."
    assert reminders(zoran) == [late]
    assert [len(reminders(each)) for each in (mila, ion)] == [1, 1]
    rows = office.rows(deadline)
    assert all(row["done_at"] for row in rows if row["kind"] not in SLOW)


def test_a_deadline_handled_twice_says_nothing_twice(
    office: Office, mila: Officer, zoran: Officer
) -> None:
    report(office, mila)
    office.ticks(minutes=3)
    office.ticks(minutes=0)

    assert len(reminders(zoran)) == 1


def test_where_nobody_can_be_reached_the_reporter_is_not_told_otherwise(
    office: Office, mila: Officer, zoran: Officer, ion: Officer
) -> None:
    office.run(lambda s: people.change(s, zoran.person_id, unreachable_since=office.now))
    report(office, mila)
    office.ticks(minutes=10)

    lines = reminders(mila)[0].split("\n")[3:]
    assert [line[:4] for line in lines] == ["🔔 По", "⚠ RS"]
    assert lines[0] == "🔔 Подсетник је послат свим дежурнима: RO"


def test_a_reporter_at_the_desk_is_reminded_once(office: Office, zoran: Officer) -> None:
    report(office, zoran)
    office.ticks(minutes=3)

    assert len(reminders(zoran)) == 1


def test_who_was_revoked_meanwhile_hears_nothing(
    office: Office, mila: Officer, zoran: Officer
) -> None:
    report(office, mila)
    office.run(lambda s: people.change(s, mila.person_id, revoked_at=office.now))
    before = len(mila.texts)
    office.ticks(minutes=10)

    assert len(mila.texts) == before
    assert len(reminders(zoran)) == 1


def test_the_waiting_times_are_the_installations(office: Office, mila: Officer) -> None:
    assert (office.installation.remind_after, office.installation.escalate_after) == (
        timedelta(minutes=3),
        timedelta(minutes=10),
    )
    report(office, mila)
    rows = [row for row in office.rows(deadline) if row["kind"] not in SLOW]
    due = {row["kind"]: row["due_at"] - office.now for row in rows}

    assert due == {
        "sighting-remind": timedelta(minutes=3),
        "sighting-escalate": timedelta(minutes=10),
    }

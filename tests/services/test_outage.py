"""After a silence: what waits for a tap is asked again once, and both desks know of the silence."""

from datetime import timedelta
from functools import partial

import pytest

from services import duty, introduction, outage, questions
from storage import outage as stored
from storage import people
from storage.deadlines import deadline
from storage.inbox import Arrival
from storage.inbox import keep as kept
from storage.outage import Blind
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from tests.office import Office, Officer
from tests.services.test_approvals import fails
from tests.services.test_confirmations import MILA, Desks
from tests.services.test_sightings import report

AGAIN_RO = (
    "🔁 Trimis din nou din cauza unei întreruperi: 21:05 RS / 22:05 RO – 21:15 RS / 22:15 RO. Un"
    " răspuns dat printr-un buton în acest interval nu a ajuns."
)
AGAIN_SR = (
    "🔁 Поново послато због прекида у раду: 21:05 RS / 22:05 RO – 21:15 RS / 22:15 RO. Одговор дат"
    " дугметом у том времену није стигао."
)
TOLD_RO = (
    "⚠ Întrerupere\n"
    "Asistentul nu a primit nimic între 21:05 RS / 22:05 RO și 21:15 RS / 22:15 RO.\n"
    "Butoanele apăsate în acest interval nu au avut efect. Tot ce așteaptă un răspuns a fost trimis"
    " din nou.\n"
    "Mesajele trimise în acest interval s-au păstrat și se prelucrează acum."
)
MOVED_SR = "Ова порука је сада ниже у разговору."


def hears(office: Office) -> Blind | None:
    def work(uow: UnitOfWork) -> Blind | None:
        return outage.heard(uow)

    return office.run(lambda s: work(UnitOfWork(s, Person(), office.now, office.installation)))


def deaf(office: Office, **much: float) -> Blind | None:
    """Nothing comes in for so long, from now on; then it does, and has settled."""
    hears(office)
    office.now += timedelta(**much)
    blind = hears(office)
    office.ticks(seconds=10)
    return blind


def on_duty(office: Office, *officers: Officer) -> None:
    for each in officers:
        since, person_id = office.now, each.person_id
        office.run(partial(people.change, person_id=person_id, on_duty_since=since))


def ask(office: Office, officer: Officer, number: str) -> None:
    office.act(officer, lambda uow: questions.ask(uow, number, "armed"))


def marked(officer: Officer) -> list[str]:
    return [text for text in officer.texts if "🔁" in text]


def test_an_open_question_is_asked_again_once_and_can_be_answered(
    office: Office, mila: Officer, ion: Officer, ana: Officer
) -> None:
    number = report(office, mila)
    ask(office, ion, number)
    asked = mila.texts[-1]
    assert deaf(office, minutes=10)

    title, question = asked.split("\n", 1)
    assert marked(mila) == [f"{title}\n{AGAIN_SR}\n\n{question}"]
    assert (mila.texts.count(MOVED_SR), asked in mila.texts) == (1, False)
    office.ticks(seconds=60)
    hears(office)
    office.ticks(seconds=60)
    assert (len(marked(mila)), marked(ion), ana.texts) == (1, [], [])
    assert mila.taps("Не") == ""
    assert ion.texts[-1].endswith("✔ Nu")


def test_whoever_is_on_duty_is_told_of_the_silence_once_and_nobody_else(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    resting = office.enrol("Maria", "RO", "duty")
    on_duty(office, dragan, ion)
    deaf(office, minutes=10)
    office.ticks(minutes=5)

    assert ion.texts == [TOLD_RO]
    assert [text.split("\n")[0] for text in dragan.texts] == ["⚠ Прекид у раду"]
    assert (mila.texts, ana.texts, resting.texts) == ([], [], [])


def test_after_a_day_the_desks_know_that_messages_are_lost_too(
    office: Office, ion: Officer
) -> None:
    hears(office)
    office.now += timedelta(hours=25)
    on_duty(office, ion)
    hears(office)
    office.ticks(seconds=10)

    lost = "Mesajele mai vechi de o zi s-au pierdut. Întrebați patrulele prin radio."
    assert ion.last["text"].split("\n")[-1] == lost


@pytest.mark.parametrize("seconds", [1, 120])
def test_a_short_silence_is_not_spoken_of(
    office: Office, mila: Officer, ion: Officer, seconds: int
) -> None:
    on_duty(office, ion)
    ask(office, ion, report(office, mila))
    before = len(mila.texts), len(ion.texts)

    assert deaf(office, seconds=seconds) is None
    assert (len(mila.texts), len(ion.texts)) == before


def test_the_first_start_and_a_clock_set_back_are_no_silence(office: Office, ion: Officer) -> None:
    on_duty(office, ion)
    assert hears(office) is None
    office.now -= timedelta(hours=1)
    assert hears(office) is None
    assert office.run(stored.last_heard) == office.now
    assert [row["kind"] for row in office.rows(deadline)] == []


def test_what_was_answered_or_came_in_meanwhile_is_not_asked_again(
    office: Office, mila: Officer, ion: Officer
) -> None:
    ask(office, ion, report(office, mila))
    message_id, data = mila._find("Не")
    hears(office)
    office.now += timedelta(minutes=10)
    press = {
        "id": "1",
        "from": mila._me(),
        "chat_instance": "1",
        "data": data,
        "message": {"message_id": message_id, "date": 1, "chat": mila._chat()},
    }
    late = Arrival.of({"update_id": 5, "callback_query": press})
    office.run(lambda session: kept(session, [late], office.now))  # kept, and not handled yet
    hears(office)
    office.ticks(seconds=10)
    assert marked(mila) == []

    assert mila.taps("Не") == ""
    office.run(lambda session: session.connection().exec_driver_sql("DELETE FROM inbox"))
    office.ticks(seconds=10)
    assert marked(mila) == []


def test_what_telegram_took_only_after_the_silence_is_not_asked_twice(
    office: Office, mila: Officer, ion: Officer
) -> None:
    hears(office)
    office.now += timedelta(minutes=10)
    hears(office)
    ask(office, ion, report(office, mila))
    office.ticks(seconds=10)

    assert marked(mila) == []


def test_a_call_for_help_nobody_has_is_put_before_both_desks_again(
    office: Office, mila: Officer, dragan: Officer, ion: Officer, ana: Officer
) -> None:
    mila.says("SOS")
    office.ticks(minutes=1)  # to all duty officers, as nobody has taken it
    office.now -= timedelta(minutes=1)
    deaf(office, minutes=10)

    assert [text.split("\n")[1] for text in marked(ion)] == [AGAIN_RO]
    assert [text.split("\n")[1] for text in marked(dragan)] == [AGAIN_SR]
    assert (marked(mila), ana.texts) == ([], [])
    ion.taps("🆘 Preiau")
    deaf(office, minutes=10)
    assert (len(marked(ion)), len(marked(dragan))) == (0, 0)  # taken: its card says so, unmarked


def test_unheard_through_the_silence_it_says_how_late_that_was_noticed(
    office: Office, mila: Officer, ion: Officer
) -> None:
    mila.says("SOS")
    deaf(office, minutes=10)

    assert "⏱ Observat cu întârziere: 9 minute." in ion.last["text"]
    assert mila.last["text"].endswith("⏱ Уочено касно. Закашњење: 9 минута.")
    assert marked(ion) == []  # it has just been put before them, and not before


def test_a_handover_is_offered_again_to_its_taker_alone(
    office: Office, mila: Officer, dragan: Officer, ion: Officer
) -> None:
    zoran = office.enrol("Зоран Савић", "RS", "duty")
    report(office, mila)
    until = office.now + timedelta(hours=8)
    for officer in (dragan, zoran):
        office.act(officer, lambda uow: duty.until(uow, until))
    office.act(dragan, lambda uow: duty.hand_over(uow, zoran.person_id))
    deaf(office, minutes=9)

    assert len(marked(zoran)) == 1
    assert (marked(dragan), marked(ion)) == ([], [])
    assert zoran.taps("Преузимам дежурство") == ""


def test_a_request_for_access_is_put_to_its_administrators_again(office: Office) -> None:
    vera, outsider = office.enrol("Вера", roles="admin"), office.enrol("Ion", "RO", "admin")
    fails(office)
    deaf(office, minutes=10)

    assert (len(marked(vera)), outsider.texts) == (1, [])
    vera.taps("Одбиј")
    deaf(office, minutes=10)
    assert len(marked(vera)) == 0


def test_people_to_be_confirmed_are_put_to_their_own_administrators_again(office: Office) -> None:
    desks = Desks(office)
    desks.brings(MILA)
    silent = [each.texts for each in desks.others]
    deaf(office, minutes=10)

    assert (len(marked(desks.vera)), len(marked(desks.ana))) == (1, 1)
    assert [each.texts for each in desks.others] == silent


def test_a_test_alarm_sounds_again_unless_it_was_answered(
    office: Office, mila: Officer, ana: Officer
) -> None:
    for officer in (mila, ana):
        office.act(officer, lambda uow: introduction.sound(uow, uow.actor))
    ana.taps("S-a auzit semnalul")
    deaf(office, minutes=10)

    assert [text.split("\n")[:2] for text in marked(mila)] == [["🔔 Пробна узбуна", AGAIN_SR]]
    assert marked(ana) == []


def test_an_open_form_is_said_to_be_unsent(office: Office, mila: Officer, ana: Officer) -> None:
    mila.says("👁 Нова дојава")
    mila.taps("👁 Сумњива појава")
    deaf(office, minutes=10)

    assert [text.split("\n\n")[0] for text in marked(mila)] == [AGAIN_SR]
    assert "Имате недовршен образац." in mila.last["text"]
    mila.taps("Настави попуњавање")
    assert "Сумњиво пловило" in mila.buttons()
    assert ana.texts == []


def test_what_nobody_has_answered_for_days_is_let_be(
    office: Office, mila: Officer, ion: Officer
) -> None:
    ask(office, ion, report(office, mila))
    office.ticks(days=2)
    deaf(office, minutes=10)

    assert marked(mila) == []

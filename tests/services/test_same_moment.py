"""Somebody leaves the desk in the moment in which something is put before it, on a server."""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from geography.point import Point
from services import clock, desk, duty, questions, sightings, sos
from services.sightings import SightingForm
from storage import deadlines, people
from storage.duty import handover, shift
from storage.people import Person
from storage.session import Session
from storage.sightings import Sharing
from storage.unit_of_work import UnitOfWork
from tests.office import Office, Officer
from tests.office import office as opened_office
from tests.services.test_handover import goes_on
from tests.services.test_sightings import report

Deed = Callable[[UnitOfWork], Any]


@pytest.fixture
def office(postgresql_url: str) -> Iterator[Office]:
    """SQLite does one thing after the other anyway."""
    with opened_office(postgresql_url) as opened:
        yield opened


@pytest.fixture
def dragan(office: Office) -> Officer:
    """At the desk, and about to leave it."""
    officer = office.enrol("Драган Илић", "RS", "duty")
    goes_on(office, officer)
    return officer


@pytest.fixture
def zoran(office: Office) -> Officer:
    """At home."""
    return office.enrol("Зоран Савић", "RS", "duty")


def reports(uow: UnitOfWork) -> None:
    form = SightingForm(
        category="cat.suspicious_vessel",
        direction="to_romania",
        sharing=Sharing.OWN,
        seen_at=uow.now,
        point=Point(44.8231, 21.3359),
    )
    sightings.report(uow, form)


def together(
    office: Office, ahead: tuple[Officer, Deed], behind: tuple[Officer, Deed], within: float = 0.5
) -> bool:
    """Begin the second deed before the first is committed; whether it waited for that.

    `within`: seconds after which it counts as waiting; more where it must not, on any machine.
    """
    done, go_on = threading.Event(), threading.Event()

    def first(session: Session) -> None:
        ahead[1](unit(session, office, ahead[0]))
        done.set()
        go_on.wait(30)

    def second(session: Session) -> None:
        behind[1](unit(session, office, behind[0]))

    threads = [threading.Thread(target=office.run, args=(work,)) for work in (first, second)]
    threads[0].start()
    assert done.wait(10)
    threads[1].start()
    threads[1].join(within)
    waited = threads[1].is_alive()
    go_on.set()
    for thread in threads:
        thread.join(15)
        assert not thread.is_alive()
    office.deliver()
    return waited


def unit(session: Session, office: Office, officer: Officer) -> UnitOfWork:
    actor = people.by_id(session, officer.person_id) or Person()
    return UnitOfWork(session, actor, office.now, office.installation, officer.telegram_id)


def runs_out(uow: UnitOfWork) -> None:
    """As the clock does it."""
    for due in deadlines.due(uow.session, uow.now):
        clock.handle(UnitOfWork(uow.session, Person(), uow.now, uow.installation), due)


def has_it(officer: Officer, sign: str) -> bool:
    return any(sign in text and "Примопредаја" not in text for text in officer.texts)


@pytest.mark.parametrize("leaves_first", [False, True])
@pytest.mark.parametrize("leaving", [duty.leave, duty.change])
@pytest.mark.parametrize(("arriving", "sign"), [(reports, "Сумњиво пловило"), (sos.call, "☎")])
def test_what_arrives_is_before_somebody(
    office: Office,
    mila: Officer,
    dragan: Officer,
    zoran: Officer,
    arriving: Deed,
    sign: str,
    leaving: Deed,
    *,
    leaves_first: bool,
) -> None:
    deeds = [(mila, arriving), (dragan, leaving)]
    ahead, behind = deeds[::-1] if leaves_first else deeds

    assert together(office, ahead, behind), "one waits for the other"

    # *Off duty* asks whom to hand over to where something is open, and nobody has left then.
    gone = dragan.person.on_duty_since is None
    assert gone is (leaving is duty.leave or leaves_first)
    assert has_it(zoran if gone else dragan, sign)
    assert len(office.rows(handover)) == (1 if gone and not leaves_first else 0)


def test_a_shift_runs_out_while_a_report_arrives(
    office: Office, mila: Officer, dragan: Officer, zoran: Officer
) -> None:
    (ends,) = [row["until"] for row in office.rows(shift)]
    office.now = ends

    assert together(office, (mila, reports), (dragan, runs_out))

    assert dragan.person.on_duty_since is None
    assert has_it(zoran, "Сумњиво пловило")


def test_a_question_to_pass_on_is_before_somebody(
    office: Office, mila: Officer, dragan: Officer, zoran: Officer, ion: Officer
) -> None:
    number = report(office, mila)
    ask = partial(questions.ask_in_words, number=number, words="Ce culoare are?")

    assert together(office, (ion, ask), (dragan, duty.leave))

    assert has_it(zoran, "Ce culoare are?")


@pytest.mark.parametrize("guard", ["keep", "leave"])
def test_control_without_either_lock_a_report_is_before_nobody(
    office: Office,
    mila: Officer,
    dragan: Officer,
    zoran: Officer,
    monkeypatch: pytest.MonkeyPatch,
    guard: str,
) -> None:
    monkeypatch.setattr(desk, guard, lambda *_: None)

    together(office, (mila, reports), (dragan, duty.leave))

    assert (dragan.person.on_duty_since, zoran.texts) == (None, [])


def test_two_reports_do_not_wait_for_each_other(
    office: Office, mila: Officer, dragan: Officer
) -> None:
    ana = office.enrol("Ana", "RO")

    assert not together(office, (mila, reports), (ana, sos.call), within=10)
    assert has_it(dragan, "Сумњиво пловило")

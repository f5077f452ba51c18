"""A call that is being made when its reader's access ends: it gets no second try."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.outcomes import Settlement
from bot.verdicts import Kind, Verdict
from services import enrolment, notify
from storage import leases, outbox, people, sending
from storage.outbox import Call, Lane, OutboxRow, State
from storage.people import Person, person
from storage.session import Session
from storage.unit_of_work import UnitOfWork
from tests.office import Office, Officer
from tests.office import office as opened_office
from views.message import Message

COMES_BACK = [
    Verdict(Kind.HELD, retry_after=timedelta(seconds=30)),
    Verdict(Kind.UNKNOWN, "no answer"),
    Verdict(Kind.UNSENT, "no connection"),
    Verdict(Kind.NO_TOKEN),
]
LANES = [(lane, set[int]()) for lane in Lane]


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    with opened_office(database_url) as opened:
        yield opened


@pytest.fixture
def mila(office: Office) -> Officer:
    return office.enrol("Мила", "RS")


def in_flight(office: Office, officer: Officer) -> OutboxRow:
    """A message to somebody, being sent."""

    def work(session: Session) -> OutboxRow:
        until = office.now + timedelta(minutes=1)
        epoch = leases.take(session, sending.COURIER, holder="one", now=office.now, until=until)
        uow = UnitOfWork(session, Person(), office.now, office.installation)
        notify.notice(
            uow, people.by_id(session, officer.person_id) or Person(), Message("RS-26-0001")
        )
        row = sending.claim(session, LANES, epoch=epoch or 0, now=office.now)
        assert row
        return row

    return office.run(work)


def settle(office: Office, row: OutboxRow, verdict: Verdict) -> State:
    """Write its outcome down; where it stands then."""
    office.run(lambda session: Settlement(row, verdict, office.now).write(session, None))
    (state,) = [State(each["state"]) for each in office.rows(outbox.outbox) if each["id"] == row.id]
    return state


def revoked(uow: UnitOfWork, who: Person) -> None:
    enrolment.revoke(uow, who)


def moved(uow: UnitOfWork, who: Person) -> None:
    enrolment.let_in(uow, who, 50, proof="approval")


def unbound(uow: UnitOfWork, who: Person) -> None:
    people.unbind(uow.session, who.id or 0)
    outbox.cancel(uow.session, uow.now, reason="account unbound", person_id=who.id)


@pytest.mark.parametrize("verdict", COMES_BACK, ids=lambda verdict: str(verdict.kind))
@pytest.mark.parametrize("ends", [revoked, moved, unbound])
def test_what_met_a_hold_or_a_doubt_is_not_sent_again(
    office: Office, mila: Officer, verdict: Verdict, ends: Callable[[UnitOfWork, Person], None]
) -> None:
    row, who = in_flight(office, mila), mila.person
    office.run(
        lambda session: ends(UnitOfWork(session, Person(), office.now, office.installation), who)
    )

    assert settle(office, row, verdict) == State.CANCELLED


@pytest.mark.parametrize("verdict", COMES_BACK, ids=lambda verdict: str(verdict.kind))
def test_control_whoever_is_still_there_gets_it(
    office: Office, mila: Officer, verdict: Verdict
) -> None:
    expected = State.DOUBT if verdict.kind == Kind.UNKNOWN else State.QUEUED
    assert settle(office, in_flight(office, mila), verdict) == expected


def test_what_was_accepted_was_accepted(office: Office, mila: Officer) -> None:
    row, who = in_flight(office, mila), mila.person
    office.act(mila, lambda uow: enrolment.revoke(uow, who))
    assert settle(office, row, Verdict(Kind.ACCEPTED, message_id=5)) == State.SENT


@pytest.mark.parametrize(("chat_id", "person_id"), [(-100, 1), (999, None)])
def test_a_group_and_a_stranger_are_answered_all_the_same(
    office: Office, mila: Officer, chat_id: int, person_id: int | None
) -> None:
    call = Call(chat_id, Lane.REPLY, "sendMessage", {"text": "x"}, person_id=person_id)

    def work(session: Session) -> OutboxRow:
        until = office.now + timedelta(minutes=1)
        epoch = leases.take(session, sending.COURIER, holder="one", now=office.now, until=until)
        outbox.queue(session, call, office.now)
        row = sending.claim(session, LANES, epoch=epoch or 0, now=office.now)
        assert row
        return row

    assert settle(office, office.run(work), COMES_BACK[0]) == State.QUEUED


@pytest.mark.parametrize("first", ["the revocation", "the outcome"])
def test_a_revocation_and_an_outcome_in_the_same_moment(postgresql_url: str, first: str) -> None:
    """On a server both run at once: whichever comes second waits, and sees the other."""
    with opened_office(postgresql_url) as office:
        mila = office.enrol("Мила", "RS")
        row = in_flight(office, mila)
        begun, go_on = threading.Event(), threading.Event()

        def revoke(session: Session) -> None:
            gone = {"revoked_at": office.now}
            session.execute(update(person).where(person.c.id == mila.person_id).values(gone))
            if first == "the revocation":
                begun.set()
                go_on.wait(5)
            outbox.cancel(session, office.now, reason="revoked", person_id=mila.person_id)

        def outcome(session: Session) -> None:
            Settlement(row, COMES_BACK[0], office.now).write(session, None)
            if first == "the outcome":
                begun.set()
                go_on.wait(5)

        deeds: list[Callable[[Session], Any]] = [revoke, outcome]
        ahead, behind = deeds if first == "the revocation" else deeds[::-1]
        threads = [threading.Thread(target=office.run, args=(deed,)) for deed in (ahead, behind)]
        threads[0].start()
        assert begun.wait(5)
        threads[1].start()
        threads[1].join(0.3)  # it gets as far as the other lets it
        assert threads[1].is_alive(), "it waits for the other"
        go_on.set()
        for thread in threads:
            thread.join(10)

        assert [each["state"] for each in office.rows(outbox.outbox)] == [State.CANCELLED]

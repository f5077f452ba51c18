"""Forms left alone: set aside once, later where they were touched, and every deadline done once."""

from datetime import timedelta

import pytest

from services import clock, forms
from storage import deadlines, drafts
from storage.deadlines import deadline
from storage.drafts import KEEP_OPEN, Draft, State
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from tests.office import Office, Officer


def begin(office: Office, sender: int) -> Draft:
    return office.run(
        lambda session: drafts.start(
            session, sender, "sighting", step="group", answers={}, now=office.now
        )
    )


@pytest.fixture
def mila(office: Office) -> Officer:
    return office.enrol("Мила")


def test_a_form_is_left_alone_until_nobody_has_touched_it_for_long(
    office: Office, mila: Officer
) -> None:
    form = begin(office, mila.telegram_id)
    office.now += KEEP_OPEN - timedelta(seconds=1)
    assert office.act(mila, lambda uow: forms.leave_alone(uow, form.id)) is False
    assert mila.texts == []

    office.now += timedelta(seconds=1)
    assert office.act(mila, lambda uow: forms.leave_alone(uow, form.id)) is True
    assert mila.buttons() == ["Настави попуњавање", "Започни нов образац", "Одбаци образац"]
    (row,) = office.rows(drafts.draft)
    assert row["state"] == State.ASIDE

    assert office.act(mila, lambda uow: forms.leave_alone(uow, form.id)) is True
    assert len(mila.texts) == 1


def test_a_form_of_somebody_unknown_is_set_aside_in_silence(office: Office, mila: Officer) -> None:
    form = begin(office, 31337)
    office.now += KEEP_OPEN
    assert office.act(mila, lambda uow: forms.leave_alone(uow, form.id)) is True
    assert office.sent == []
    assert office.act(mila, lambda uow: forms.leave_alone(uow, 999)) is True


def test_what_is_touched_meanwhile_is_looked_at_again_later(office: Office, mila: Officer) -> None:
    mila.says("/sighting")
    office.now += timedelta(hours=11)
    mila.taps("👁 Сумњива појава")
    office.ticks(hours=1)

    (row,) = office.rows(deadline)
    assert (row["done_at"], row["attempts"]) == (None, 1)
    assert row["not_before"] == office.now + clock.LATER
    office.ticks(hours=11, minutes=1)
    (row,) = office.rows(deadline)
    assert row["done_at"] == office.now


def test_a_deadline_is_done_once_and_an_unknown_kind_waits_for_another_try(
    office: Office, mila: Officer
) -> None:
    def unit(session: object) -> UnitOfWork:
        return UnitOfWork(session, Person(), office.now, office.installation)  # type: ignore[arg-type]  # given by the store

    office.run(lambda s: deadlines.set_for(s, "unheard-of", "1", due_at=office.now))
    (number,) = office.run(lambda session: deadlines.due(session, office.now))
    with pytest.raises(KeyError):
        office.run(lambda session: clock.handle(unit(session), number))
    office.run(lambda session: clock.postpone(unit(session), number))

    (row,) = office.rows(deadline)
    assert (row["attempts"], row["not_before"]) == (1, office.now + clock.RETRY)
    over = office.run(lambda session: deadlines.claim(session, number))
    assert over
    office.run(lambda session: deadlines.done(session, over, office.now))
    office.run(lambda session: clock.handle(unit(session), number))  # done: nothing to raise

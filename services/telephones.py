"""The desks' telephone numbers, at the top of every duty officer's chat."""

from collections.abc import Sequence

from services import notify
from storage import cards, people, telephones
from storage.people import Person
from storage.telephones import TelephoneRow
from storage.unit_of_work import UnitOfWork
from views import telephones as views

SUBJECT = "telephones"


def show(uow: UnitOfWork, person: Person) -> None:
    """Pin the numbers in somebody's chat, or bring them up to date there."""
    known = telephones.all_of_them(uow.session)
    if known or _has_card(uow, person):
        message = views.card(notify.reader_of(person), known)
        notify.card(uow, person, message, subject=SUBJECT, pinned=True)


def replace(uow: UnitOfWork, rows: Sequence[TelephoneRow]) -> None:
    """Just these numbers from now on; every card that shows them follows."""
    telephones.replace(uow.session, rows)
    for card in cards.of(uow.session, SUBJECT):
        holder = people.by_id(uow.session, card.person_id)
        if holder:
            show(uow, holder)


def follow(uow: UnitOfWork, person: Person) -> None:
    """Somebody reads another language now; so does their card, if they have one."""
    if _has_card(uow, person):
        show(uow, person)


def _has_card(uow: UnitOfWork, person: Person) -> bool:
    return any(card.person_id == person.id for card in cards.of(uow.session, SUBJECT))

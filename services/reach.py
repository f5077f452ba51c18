"""Whether people can be written to, and telling the desk when they cannot."""

from services import desk, notify
from storage import people
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from views import duty as views


def lost(uow: UnitOfWork, person: Person) -> None:
    """Telegram refuses messages to this person: the desk of their side is told, once."""
    if person.id is None or person.unreachable_since:
        return
    people.change(uow.session, person.id, unreachable_since=uow.now)
    tell_desk(uow, person)


def tell_desk(uow: UnitOfWork, person: Person) -> None:
    """To the desk of their side, or to all its duty officers where nobody is on duty."""
    for officer in desk.officers(uow, person.country):
        if officer.id != person.id:
            message = views.unreachable(notify.reader_of(officer), person)
            notify.notice(uow, officer, message)


def back(uow: UnitOfWork, person: Person) -> None:
    """They have written to us, so they can be written to."""
    if person.id is not None and person.unreachable_since:
        people.change(uow.session, person.id, unreachable_since=None)

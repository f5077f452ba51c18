"""Whether people can be written to: telling the desk, and catching up when they can be again."""

from collections.abc import Callable

from services import alerts, desk, notify, open_items, policy
from services.policy import Verb
from storage import people, undelivered
from storage.outbox import Lane
from storage.people import Person
from storage.undelivered import Closed
from storage.unit_of_work import UnitOfWork
from views import reach as views
from views.language import Reader
from views.message import Message


def lost(uow: UnitOfWork, person: Person) -> None:
    """Telegram refuses messages to this person: the desk of their side is told, once."""
    if person.id is None or person.unreachable_since:
        return
    people.change(uow.session, person.id, unreachable_since=uow.now)
    tell_desk(uow, person)


def tell_desk(uow: UnitOfWork, person: Person) -> None:
    """To the desk of their side, or to all its duty officers where nobody is on duty."""
    _tell_desk(uow, person, views.unreachable)


def back(uow: UnitOfWork, person: Person) -> None:
    """They have written to us, so they can be written to: they catch up, and the desk is told."""
    since = person.unreachable_since
    if person.id is None or person.telegram_id is None or since is None:
        return
    if not people.reached(uow.session, person.id):
        return  # another of their updates was first, or their access has ended meanwhile
    closed = Closed(person.id, person.telegram_id, since)
    missed = undelivered.number(uow.session, closed)
    undelivered.send_again(uow.session, closed, uow.now)
    may_see = policy.allows(person, Verb.SEE_OPEN_ITEMS)
    matters = open_items.waiting(uow, person) if may_see else []
    if missed or matters:
        reader = notify.reader_of(person)
        message = views.caught_up(reader, since, uow.now, missed=missed, matters=matters)
        notify.notice(uow, person, message, lane=Lane.REPLY)
    alerts.join(uow, people.by_id(uow.session, person.id) or person)
    _tell_desk(uow, person, views.reachable)


def _tell_desk(uow: UnitOfWork, person: Person, text: Callable[[Reader, Person], Message]) -> None:
    for officer in desk.officers(uow, person.country):
        if officer.id != person.id:
            notify.notice(uow, officer, text(notify.reader_of(officer), person))

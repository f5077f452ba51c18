"""Show newcomers that their phone will be heard."""

from datetime import datetime

from services import notify
from storage import outage, people
from storage.outage import Blind
from storage.outbox import Lane
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from views import introduction as views
from views import repeats
from views.message import Message


def sound(uow: UnitOfWork, person: Person) -> None:
    """Send a test on the way that alerts take, so that its sound is theirs."""
    _alarm(uow, person, views.alarm(notify.reader_of(person)))


def change(uow: UnitOfWork, message_id: int, message: Message) -> None:
    """The test alarm just pressed becomes this."""
    notify.replace(uow, message_id, message, subject=_subject(uow.actor))


def ask_again(uow: UnitOfWork, blind: Blind, since: datetime) -> None:
    """Test alarms sent since then that nobody has answered sound again."""
    for left in outage.left_standing(uow.session, "alarm", since):
        person = people.by_id(uow.session, left.person_id)
        late = outage.sent_after(uow.session, left.chat_id, left.message_id, blind.until)
        if person and person.telegram_id == left.chat_id and not late:
            reader = notify.reader_of(person)
            _alarm(uow, person, repeats.asked_again(reader, views.alarm(reader), blind, uow.now))


def _alarm(uow: UnitOfWork, person: Person, message: Message) -> None:
    notify.notice(uow, person, message, lane=Lane.ALERT, subject=_subject(person))


def _subject(person: Person) -> str:
    return f"alarm:{person.id}"

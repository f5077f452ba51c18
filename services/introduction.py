"""Show newcomers that their phone will be heard."""

from services import notify
from storage.outbox import Lane
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from views import introduction as views


def sound(uow: UnitOfWork, person: Person) -> None:
    """Send a test on the way that alerts take, so that its sound is theirs."""
    notify.notice(uow, person, views.alarm(notify.reader_of(person)), lane=Lane.ALERT)

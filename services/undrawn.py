"""What cannot be drawn is tried again a few times, and then given up."""

from datetime import timedelta

from storage import deadlines
from storage.deadlines import Deadline
from storage.unit_of_work import UnitOfWork

_TRIES = 3
_RETRY = timedelta(seconds=10)


def given_up(uow: UnitOfWork, due: Deadline) -> Deadline | None:
    """The deadline, held, once it has been tried so often; None where it is tried again later.

    None as well where somebody else has it.
    """
    held = deadlines.claim(uow.session, due.id)
    if held and held.attempts + 1 < _TRIES:
        deadlines.try_again(uow.session, held.id, uow.now + _RETRY)
        return None
    return held

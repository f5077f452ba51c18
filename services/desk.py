"""The desk of a side: the duty officers who get what is put before it."""

from storage import people
from storage.people import Person, Role
from storage.unit_of_work import UnitOfWork


def keep(uow: UnitOfWork, *sides: str) -> None:
    """Nobody leaves these desks until this transaction ends, so that what is put there is seen.

    On a server a shift may end in the same moment: then it either hands over what this transaction
    puts before its officer, or this one finds them gone. To be asked for before anything else is
    held, or two transactions would wait for each other.
    """
    people.keep(uow.session, Role.DUTY, sides)


def leave(uow: UnitOfWork, person_id: int) -> None:
    """What is put before somebody from now on waits until it is known that they are gone."""
    people.hold(uow.session, person_id)


def on_duty(uow: UnitOfWork, side: str) -> list[Person]:
    """Who is on duty there and can be written to."""
    return [each for each in _officers(uow, side) if each.on_duty_since]


def reachable(uow: UnitOfWork, side: str) -> bool:
    """Whether anybody of that desk can be written to."""
    return bool(_officers(uow, side))


def officers(uow: UnitOfWork, side: str) -> list[Person]:
    """Who is on duty there, or all its duty officers where nobody is; only who can be reached.

    Where nobody can, all the same: they may have come back without our having heard of it.
    """
    return on_duty(uow, side) or _officers(uow, side) or _everybody(uow, side)


def _officers(uow: UnitOfWork, side: str) -> list[Person]:
    return [each for each in _everybody(uow, side) if not each.unreachable_since]


def _everybody(uow: UnitOfWork, side: str) -> list[Person]:
    return people.with_role(uow.session, Role.DUTY, side=side)

"""What administrators are told of people of theirs whom the operator changed without asking."""

from collections.abc import Sequence

from services import notify
from services.roster_difference import Step
from storage import people
from storage.people import Person, Role
from storage.unit_of_work import UnitOfWork
from views import confirmations as views


def brought_in(
    uow: UnitOfWork, administrators: Sequence[Person], steps: Sequence[Step], *, speaks_for: str
) -> None:
    """To those who were administrators before these steps: how many of their people they touch."""
    for admin in people.enrolled(uow.session, [each.id or 0 for each in administrators]):
        theirs = [step for step in steps if step.entry.country == admin.country]
        added = sum(step.before is None for step in theirs)
        changed = sum(bool(step.columns) for step in theirs)
        if admin.country != speaks_for and (added or changed):
            message = views.brought_in(notify.reader_of(admin), added, changed)
            notify.notice(uow, admin, message)


def revoked(uow: UnitOfWork, person: Person, *, speaks_for: str) -> None:
    """To administrators of their country: somebody has no access any more."""
    if person.country == speaks_for:
        return
    for admin in people.with_role(uow.session, Role.ADMIN, side=person.country):
        reader = notify.reader_of(admin)
        notify.notice(uow, admin, views.access_ended(reader, person.name, person.service_number))

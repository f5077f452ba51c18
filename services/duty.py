"""Who is at the desk of each side."""

from services import notify, policy, sightings
from services.policy import Verb
from storage import people
from storage.audit import Deed
from storage.unit_of_work import UnitOfWork
from views import duty as views


def change(uow: UnitOfWork) -> None:
    """On duty if off, off duty if on; whoever comes on gets what is open. Raises `NotAllowed`."""
    policy.require(uow.actor, Verb.GO_ON_DUTY)
    person_id = uow.actor.id or 0
    on = uow.actor.on_duty_since is None
    people.change(uow.session, person_id, on_duty_since=uow.now if on else None)
    uow.record(Deed.DUTY, f"person:{person_id}", side=uow.actor.country, on=on)
    notify.reply(uow, views.changed(notify.reader_of(uow.actor), on=on))
    if on:
        sightings.open_at_desk(uow, uow.actor)

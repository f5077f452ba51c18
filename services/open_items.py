"""What is open and waits for somebody, whichever feature it belongs to.

A feature that keeps people waiting adds its line to `features`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from services import (
    alert_open,
    alert_releases,
    alert_texts,
    bulletin_lists,
    bulletins,
    confirmations,
    desk,
    notify,
    policy,
    questions,
    sightings,
    sos_open,
    undecided,
)
from services.errors import Stale
from services.policy import Verb
from storage.duty import Matter
from storage.people import Person, Role
from storage.unit_of_work import UnitOfWork
from views import open_items as views


@dataclass(frozen=True)
class Feature:
    """What a feature tells of its open items.

    `first`: they stand before those of all other features.
    `waiting`: those that somebody may see and should see to, oldest first. `bring`: put one's card
    at the end of somebody's chat; `Stale` where it is not theirs to see. `pass_on`: an item changes
    hands within a desk, to the person given; None where it is no desk's, so no shift's either.
    """

    waiting: Callable[[UnitOfWork, Person], list[Matter]]
    bring: Callable[[UnitOfWork, Person, str], None]
    pass_on: Callable[[UnitOfWork, Matter, Person], None] | None
    first: bool = False


@cache
def features() -> dict[str, Feature]:
    """Every feature by its name; a function, for some of them come back to what is open."""
    return {
        "sos": Feature(sos_open.waiting, sos_open.bring, sos_open.pass_on, first=True),
        "alert_release": Feature(
            alert_releases.waiting, alert_releases.bring, alert_releases.pass_on
        ),
        "alert_text": Feature(alert_texts.waiting, alert_texts.bring, alert_texts.pass_on),
        "alert": Feature(alert_open.waiting, alert_open.bring, alert_open.pass_on),
        "sighting": Feature(sightings.waiting, sightings.bring, sightings.pass_on),
        "question": Feature(questions.waiting, questions.bring, questions.pass_on_matter),
        "answer": Feature(questions.to_answer, questions.bring_to_answer, None),
        "bulletin": Feature(bulletin_lists.waiting, bulletins.bring, None),
        "approval": Feature(undecided.waiting, undecided.bring, None),
        "confirmation": Feature(confirmations.waiting, confirmations.bring, None),
    }


def waiting(uow: UnitOfWork, person: Person) -> list[Matter]:
    """Everything that waits for somebody, calls for help before all else, then longest first."""
    found = [each for feature in features().values() for each in feature.waiting(uow, person)]
    return sorted(found, key=lambda matter: (not features()[matter.feature].first, matter.since))


def left_by(uow: UnitOfWork, giver: Person) -> list[Matter]:
    """What must change hands when somebody leaves the desk: all but what others there deal with."""
    if Role.DUTY not in giver.roles:
        return []  # a patrol leaves no desk
    others = {each.id for each in desk.on_duty(uow, giver.country)} - {giver.id}
    return [each for each in _at_desk(uow, giver) if each.holder not in others]


def show(uow: UnitOfWork) -> None:
    """What waits for the actor, each with the way to its card. Raises `NotAllowed`."""
    policy.require(uow.actor, Verb.SEE_OPEN_ITEMS)
    notify.reply(uow, views.listed(notify.reader_of(uow.actor), waiting(uow, uow.actor)))


def bring(uow: UnitOfWork, feature: str, number: str) -> None:
    """Put the card of an item before the actor. Raises `NotAllowed`, `Stale`."""
    policy.require(uow.actor, Verb.SEE_OPEN_ITEMS)
    if feature not in features():
        raise Stale
    features()[feature].bring(uow, uow.actor, number)


def bring_all(uow: UnitOfWork, person: Person) -> None:
    """Put every card that waits at somebody's desk before them."""
    for matter in _at_desk(uow, person):
        features()[matter.feature].bring(uow, person, matter.number)


def pass_on(uow: UnitOfWork, matter: Matter, taker: Person) -> None:
    """A matter of a handover is its taker's from now on."""
    feature = features().get(matter.feature)
    if feature and feature.pass_on:
        feature.pass_on(uow, matter, taker)


def _at_desk(uow: UnitOfWork, person: Person) -> list[Matter]:
    return [each for each in waiting(uow, person) if features()[each.feature].pass_on]

"""The language a person is written to in."""

from dataclasses import replace

from services import notify, policy, profile, telephones
from services.policy import Verb
from storage import people
from storage.unit_of_work import UnitOfWork
from views import menu
from views.language import Language


def choose(uow: UnitOfWork, language: Language) -> None:
    """Everything from now on is in this language, menu and commands too. Raises `NotAllowed`."""
    policy.require(uow.actor, Verb.CHOOSE_LANGUAGE)
    people.change(uow.session, uow.actor.id or 0, language=language)
    person = replace(uow.actor, language=language)
    notify.reply(uow, menu.language_chosen(notify.reader_of(person), person.roles))
    profile.offer_commands(uow, person)
    telephones.follow(uow, person)

"""The phrase bank: what the glossary has as whole phrases, filled in for every language at once."""

from collections.abc import Mapping
from dataclasses import dataclass

from services import notify, policy
from services.blanks import must_be_filled
from services.errors import Stale
from services.policy import Verb
from storage.unit_of_work import UnitOfWork
from views import blanks
from views import phrases as views
from views.blanks import Blank, Value, blanks_in
from views.glossary import terms
from views.language import Language, Reader


@dataclass(frozen=True)
class Phrase:
    """A phrase by its key in the glossary, with its text in each language."""

    key: str
    texts: Mapping[Language, str]

    @property
    def blanks(self) -> tuple[Blank, ...]:
        """Its blanks in the order of the text; each language has the same."""
        return blanks_in(self.texts[Language.SR_CYRL])


def listed() -> list[Phrase]:
    """Every phrase, in the order of the board."""
    return [_phrase(key) for keys in views.GROUPS.values() for key in keys]


def by_key(key: str) -> Phrase | None:
    """One phrase; None for what is none, though the glossary may have it."""
    return next((each for each in listed() if each.key == key), None)


def filled(phrase: Phrase, values: Mapping[str, Value]) -> dict[Language, str]:
    """Its text by language. Raises `BlankEmpty` for the first blank missing."""
    must_be_filled(phrase.blanks, values)
    return {
        language: blanks.filled(Reader(language, ""), text, values)
        for language, text in phrase.texts.items()
    }


def show(uow: UnitOfWork, group: str = "", *, shown_in: int | None = None) -> None:
    """The board, or the phrases of a group. Raises `NotAllowed`, `Stale`."""
    policy.require(uow.actor, Verb.USE_PHRASES)
    reader = notify.reader_of(uow.actor)
    if group and group not in views.GROUPS:
        raise Stale
    message = views.group(reader, group) if group else views.board(reader)
    notify.answer(uow, message, shown_in=shown_in)


def wanted(uow: UnitOfWork, key: str) -> Phrase:
    """A phrase that the actor may use. Raises `NotAllowed`, `Stale`."""
    policy.require(uow.actor, Verb.USE_PHRASES)
    found = by_key(key)
    if found is None:
        raise Stale
    return found


def say(
    uow: UnitOfWork, key: str, values: Mapping[str, Value], *, shown_in: int | None = None
) -> None:
    """Show a phrase to the actor, for others to read.

    Raises `NotAllowed`, `Stale`, `BlankEmpty`.
    """
    texts = filled(wanted(uow, key), values)
    reader = notify.reader_of(uow.actor)
    notify.answer(uow, views.said(reader, key, texts), shown_in=shown_in)


def _phrase(key: str) -> Phrase:
    told = terms()[key]
    return Phrase(key, {each: told[each.replace("-", "_")] for each in Language})

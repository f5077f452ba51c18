"""What is registered in one place is known in the others: verbs, commands, their descriptions."""

import importlib
import pkgutil
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import pytest

import handlers
from handlers.router import COMMANDS, FORMS
from services import policy
from services.policy import Verb
from storage.people import Role
from tests.services.test_policy import MAY
from views import menu
from views.language import Language, Reader


def missing(needed: Iterable[str], there: Mapping[Any, object]) -> set[str]:
    """Names without an entry, or with an empty one."""
    return {name for name in needed if not there.get(name)}


def test_every_verb_has_a_row_in_the_policy_and_in_its_matrix() -> None:
    assert missing(Verb, policy.ALLOWED) == set(), "what is not listed is refused to everybody"
    assert missing(Verb, MAY) == set(), "a verb is tested for every role"


@pytest.mark.parametrize("language", Language)
def test_every_command_has_a_description_in_each_language(language: Language) -> None:
    described = menu.descriptions(Reader(language, ""))

    assert missing(COMMANDS, described) == set(), "Telegram lists commands with a description"
    assert all(3 <= len(text) <= 256 for text in described.values())


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("role", [*Role, None])
def test_every_command_offered_is_understood(language: Language, role: Role | None) -> None:
    roles = {role} if role else set()
    offered = {
        each["command"]: each["description"] for each in menu.commands(Reader(language, ""), roles)
    }

    assert set(offered) - set(COMMANDS) == set()
    assert len(offered) >= 2


def test_a_name_without_its_entry_is_found() -> None:
    assert missing(["sos", "menu"], {"menu": "Мени"}) == {"sos"}
    assert missing(["menu"], {"menu": ""}) == {"menu"}


def names_of_features() -> Counter[str]:
    """How often each name is taken by a flow or a button, over all modules of `handlers`."""
    names = Counter(FORMS.flows.keys())
    for module in pkgutil.iter_modules(handlers.__path__):
        if module.name != "router":
            found = importlib.import_module(f"handlers.{module.name}")
            # What one module takes over from another is the same button.
            own = getattr(found, "BUTTONS", {}).items()
            names.update(name for name, each in own if each.__module__ == found.__name__)
    return names


def test_no_button_takes_the_name_of_another_or_of_a_form() -> None:
    """The later one in the router would answer for both."""
    names = names_of_features()
    assert {"take", "sighting"} <= set(names)
    assert {name: number for name, number in names.items() if number > 1} == {}

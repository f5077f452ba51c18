"""The house rules hold here, and each catches a tree in which it is broken."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.house import rules

ROOT = Path(__file__).parents[2]
Rule = Callable[[Path], Iterator[str]]

REASONS: dict[Rule, str] = {
    rules.undescribed_modules: "a module starts with one line that says what it is for, "
    "in the field's words: a reader decides by it whether to open the file",
    rules.texts_outside_views: "texts stand in views/ and in the console's templates only, "
    "so that translators and extractors find every one and no layer below formats for people",
    rules.commits_outside_the_store: "the store alone commits: one update, one transaction; a "
    "commit elsewhere tears an effect from its messages",
    rules.async_in_the_core: "the core is plain: what cannot await cannot call the network "
    "inside a transaction (docs/decisions/0001)",
    rules.named_after_nothing: "a name says what is inside; utils, helpers, common and manager "
    "say only that nobody knew where it belongs",
    rules.long_functions: "a function that does not fit on a screen is not read as a whole",
    rules.silenced_without_reason: "a silenced rule carries its reason after it "
    "(`# noqa: S608 - the column names are ours`), or nobody dares to remove it",
    rules.mocks: "a mock repeats what its author believed: use the real database, and real HTTP "
    "to the sandbox",
    rules.strange_addresses: "a committed file names no package registry and no path of one "
    "machine: neither exists for the next person",
}


@pytest.mark.parametrize("rule", REASONS, ids=lambda rule: rule.__name__)
def test_the_rule_holds(rule: Rule) -> None:
    places = sorted(set(rule(ROOT)))
    assert not places, f"{REASONS[rule]}.\n  " + "\n  ".join(places)


LONG = "def f():\n" + "    x = 1\n" * 50
FITS = "def f():\n" + "    x = 1\n" * 49

BROKEN: list[tuple[Rule, str, str]] = [
    (rules.undescribed_modules, "services/a.py", "x = 1"),
    (rules.undescribed_modules, "services/a.py", '"""Two lines\nfor one."""'),
    (rules.undescribed_modules, "services/__init__.py", ""),
    (rules.undescribed_modules, "tests/test_a.py", "x = 1"),
    (rules.texts_outside_views, "handlers/a.py", "_('Report')"),
    (rules.texts_outside_views, "services/a.py", "_ = reader.gettext"),
    (rules.texts_outside_views, "bot/a.py", "reader.ngettext('{n} boat', '{n} boats', 2)"),
    (rules.texts_outside_views, "web/a.py", "from gettext import gettext\ngettext('x')"),
    (rules.commits_outside_the_store, "services/a.py", "uow.session.commit()"),
    (rules.commits_outside_the_store, "bot/a.py", "connection.exec_driver_sql('commit')"),
    (rules.commits_outside_the_store, "storage/people.py", "commit = session.commit"),
    (rules.async_in_the_core, "services/a.py", "async def f(): pass"),
    (rules.async_in_the_core, "storage/people.py", "class A:\n    async def f(self): pass"),
    (rules.named_after_nothing, "services/utils.py", ""),
    (rules.named_after_nothing, "bot/helpers/a.py", ""),
    (rules.named_after_nothing, "tests/common.py", ""),
    (rules.named_after_nothing, "views/text_helpers.py", ""),
    (rules.named_after_nothing, "bot/manager.py", ""),
    (rules.long_functions, "views/a.py", LONG),
    (rules.silenced_without_reason, "views/a.py", "x = 1  # noqa"),
    (rules.silenced_without_reason, "views/a.py", "x = 1  # noqa: S608"),
    (rules.silenced_without_reason, "views/a.py", "x = 1  # noqa: S608, E501 yes"),
    (rules.silenced_without_reason, "tests/test_a.py", "x = 1  # type: ignore[arg-type]"),
    (rules.silenced_without_reason, "views/a.py", "x = 1  # type: ignore[x]  # noqa: E501"),
    (rules.silenced_without_reason, "bot/a.py", "# ruff: noqa: T201"),
    (rules.mocks, "tests/test_a.py", "from unittest import mock"),
    (rules.mocks, "tests/test_a.py", "from unittest.mock import Mock"),
    (rules.mocks, "tests/test_a.py", "import unittest.mock"),
    (rules.strange_addresses, "README.md", "see https://pypi.o" + "rg/project/x"),
    (rules.strange_addresses, "some.lock", "--index-url https://files.pythonhosted.o" + "rg/"),
    (rules.strange_addresses, "Makefile", "cd /ro" + "ot/straja"),
    (rules.strange_addresses, "bot/a.py", "open('/wo" + "rk/main/x')"),
    (rules.strange_addresses, "bot/a.py", "open('../sha" + "red/x')"),
    (rules.strange_addresses, "docs/a.md", "in /home/mi" + "la/straja"),
]

KEPT: list[tuple[Rule, str, str]] = [
    (rules.undescribed_modules, "services/a.py", '"""What it is for."""\nx = 1'),
    (rules.undescribed_modules, "services/a.py", '"""What it is for.\n\nAnd more of it.\n"""'),
    (rules.undescribed_modules, "tests/__init__.py", ""),
    (rules.texts_outside_views, "views/a.py", "_('Report')"),
    (rules.texts_outside_views, "web/console/a.py", "_('Report')"),
    (rules.texts_outside_views, "handlers/a.py", "for _ in range(3): views.a.report(reader)"),
    (rules.commits_outside_the_store, "storage/store.py", "connection.commit()"),
    (rules.commits_outside_the_store, "services/a.py", "session.begin_nested()"),
    (rules.async_in_the_core, "storage/store.py", "async def run(work): pass"),
    (rules.async_in_the_core, "bot/a.py", "async def f(): pass"),
    (rules.named_after_nothing, "services/commons_patrol.py", ""),
    (rules.long_functions, "views/a.py", FITS),
    (rules.long_functions, "tests/test_a.py", LONG),
    (rules.silenced_without_reason, "a.py", "x = 1  # noqa: S608 - the column names are ours"),
    (rules.silenced_without_reason, "a.py", "x = 1  # type: ignore[x]  # the stubs lack it"),
    (rules.silenced_without_reason, "a.py", "text = 'noqa: S608'"),
    (rules.mocks, "tests/test_a.py", "import mockingbird"),
    (rules.strange_addresses, "docs/a.md", "https://core.telegram.org/bots/api /opt/straja"),
    (rules.strange_addresses, "docs/a.md", "ExecStart=/usr/bin/env make; a/work/b; /root_x/"),
]


def planted(root: Path, name: str, text: str) -> Path:
    """A repository with one file."""
    place = root / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize(("rule", "name", "text"), BROKEN)
def test_the_rule_catches(tmp_path: Path, rule: Rule, name: str, text: str) -> None:
    assert list(rule(planted(tmp_path, name, text))) != []


@pytest.mark.parametrize(("rule", "name", "text"), KEPT)
def test_the_rule_lets_pass(tmp_path: Path, rule: Rule, name: str, text: str) -> None:
    assert list(rule(planted(tmp_path, name, text))) == []


def test_every_rule_has_been_seen_to_catch_and_to_let_pass() -> None:
    names = {rule.__name__ for rule in REASONS}
    assert {rule.__name__ for rule, _, _ in BROKEN} == names
    assert {rule.__name__ for rule, _, _ in KEPT} >= names - {"strange"}

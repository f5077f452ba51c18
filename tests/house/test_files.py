"""The files that hold the project together say the same things."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.house.tree import files, modules

ROOT = Path(__file__).parents[2]
LOCKS = (
    "requirements.lock",
    "requirements-dev.lock",
    "requirements-peers.lock",
    "requirements-schema.lock",
)
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[^]]*\])?==([^ ;\\]+)", re.MULTILINE)


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def pins(lock: str) -> dict[str, set[str]]:
    """Every pinned package of a lock's text; a package may be pinned apart for each platform."""
    found: dict[str, set[str]] = {}
    for name, version in PIN.findall(lock):
        found.setdefault(name, set()).add(version)
    return found


def without_hash(lock: str) -> list[str]:
    """Pins of a lock's text that no hash follows."""
    entries = re.split(r"^(?=[a-z0-9])", lock, flags=re.MULTILINE)
    return [entry.split()[0] for entry in entries if PIN.match(entry) and "--hash=" not in entry]


def pyproject() -> dict[str, Any]:
    return tomllib.loads(text("pyproject.toml"))


def test_tests_run_on_the_versions_that_the_assistant_runs_on() -> None:
    run, develop = pins(text(LOCKS[0])), pins(text(LOCKS[1]))
    assert len(run) > 20
    differing = {name: (run[name], develop.get(name)) for name in run}
    differing = {name: both for name, both in differing.items() if both[0] != both[1]}
    assert differing == {}, "requirements-dev.lock must hold every pin of requirements.lock"


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_carries_its_hashes_and_no_address(lock: str) -> None:
    assert without_hash(text(lock)) == []
    assert re.findall(r"https?://|--(?:extra-)?index-url|--find-links", text(lock)) == []


def test_a_pin_without_hash_is_seen() -> None:
    assert without_hash("a==1 \\\n    --hash=sha256:0\nb==2\n") == ["b==2"]


def test_the_locks_hold_what_pyproject_asks_for() -> None:
    project = pyproject()["project"]
    run, develop = project["dependencies"], project["optional-dependencies"]["dev"]
    for lock, requirements in ((LOCKS[0], run), (LOCKS[1], develop)):
        asked = {re.split(r"[^\w.-]", requirement)[0].lower() for requirement in requirements}
        assert asked - pins(text(lock)).keys() == set(), f"run `make lock`: {lock} is behind"


def test_every_package_of_ours_is_in_the_wheel_and_no_other() -> None:
    wheel = pyproject()["tool"]["hatch"]["build"]["targets"]["wheel"]
    ours = {module.folder for module in modules(ROOT) if module.path.endswith("/__init__.py")}
    # schema/ needs aiogram, which is in an environment of its own; tests stay in the repository.
    assert set(wheel["packages"]) == ours - {"schema", "tests"}


def test_the_readme_names_targets_that_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE))
    for name in (name for name in files(ROOT) if name.endswith(".md")):
        named = set(re.findall(r"`make ([a-z]+)`|^ *make ([a-z]+)", text(name), re.MULTILINE))
        assert {one or other for one, other in named} - targets == set(), name


def test_every_link_between_documents_leads_somewhere() -> None:
    broken = [
        f"{name}: {target}"
        for name in files(ROOT)
        if name.endswith(".md")
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", text(name))
        if not ((ROOT / name).parent / target).exists()
    ]
    assert broken == []


def test_every_decision_is_in_the_index() -> None:
    decisions = {path.name for path in (ROOT / "docs/decisions").glob("[0-9]*.md")}
    index = set(re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", text("docs/decisions/README.md")))
    assert decisions == index
    numbers = sorted(name[:4] for name in decisions)
    assert numbers == sorted(set(numbers)), "two decisions bear the same number"


def test_the_licence_is_whole() -> None:
    licence = text("LICENSE")
    articles = re.findall(r"^(\d+)\.[A-Z]", licence, re.MULTILINE)
    assert articles == [str(number) for number in range(1, 16)]
    assert licence.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    assert "‘Compatible Licences’ according to Article 5 EUPL are:" in licence
    assert licence.rstrip().endswith("require the production of a new EUPL version.")

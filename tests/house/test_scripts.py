"""The scripts behind `make` choose a Python that runs, and say what they could not install."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A folder to be the whole PATH: only what every system has, and what a test adds."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("bash", "env", "id"):
        (folder / name).symlink_to(str(shutil.which(name)))
    return folder


def run(
    script: str, path: Path, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", ROOT / "scripts" / script, *arguments],
        env={"PATH": str(path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def add(path: Path, name: str, text: str) -> Path:
    command = path / name
    command.write_text(f"#!/usr/bin/env bash\n{text}\n")
    command.chmod(0o755)
    return command


def test_a_python_that_is_there_and_fails_is_passed_over(path: Path) -> None:
    add(path, "python3.13", "echo 'pyenv: python3.13: command not found' >&2; exit 127")
    good = add(path, "python3", f'exec "{sys.executable}" "$@"')
    outcome = run("python.sh", path)
    assert (outcome.returncode, outcome.stdout) == (0, f"{good}\n")


def test_a_python_without_ensurepip_is_the_second_choice(path: Path) -> None:
    without = 'case "$*" in *ensurepip*) exit 1;; esac\n'
    second = add(path, "python3.12", f'{without}exec "{sys.executable}" "$@"')
    assert run("python.sh", path).stdout == f"{second}\n"
    first = add(path, "python3.11", f'exec "{sys.executable}" "$@"')
    assert run("python.sh", path).stdout == f"{first}\n"


def test_no_python_at_all_is_one_sentence(path: Path) -> None:
    outcome = run("python.sh", path)
    assert outcome.returncode == 1
    assert outcome.stderr == (
        "Straja needs Python 3.11 or newer: install python3 with your package manager.\n"
    )


def test_what_may_not_be_installed_is_said_aloud_and_fails_ci(path: Path) -> None:
    outcome = run("system_packages.sh", path, HOME=str(path))
    assert outcome.returncode == 0
    assert "NOT INSTALLED  msgfmt (package gettext)" in outcome.stderr
    assert run("system_packages.sh", path, HOME=str(path), CI="true").returncode == 1


def test_nothing_is_said_where_everything_is_there(path: Path) -> None:
    add(path, "chromium", "exit 0")
    add(path, "msgfmt", "exit 0")
    outcome = run("system_packages.sh", path, CI="true")
    assert (outcome.returncode, outcome.stdout, outcome.stderr) == (0, "", "")


def test_what_only_torture_needs_is_asked_for_by_torture_alone(path: Path) -> None:
    add(path, "chromium", "exit 0")
    add(path, "msgfmt", "exit 0")
    outcome = run("system_packages.sh", path, "torture")
    assert outcome.returncode == 0
    assert "NOT INSTALLED  strace: the power cuts are SKIPPED" in outcome.stderr
    add(path, "strace", "exit 0")
    assert run("system_packages.sh", path, "torture", CI="true").stderr == ""

"""Imports point one way: the contracts hold, and each of them catches what it is for."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "handlers", "web", "services", "views", "storage", "geography", "sandbox")


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    """Check the packages under `root` against the contracts that stand there."""
    code = "from importlinter.cli import lint_imports_command as c; c(['--no-logo', '--no-cache'])"
    return subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(root)!r}); {code}"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )


def plant(root: Path, files: dict[str, str]) -> None:
    """A tree with every package, empty but for `files`, under the contracts of this repository."""
    shutil.copy(ROOT / ".importlinter", root)
    for package in PACKAGES:
        (root / package).mkdir()
        (root / package / "__init__.py").touch()
    for name, text in files.items():
        (root / name).write_text(text)


def test_the_contracts_hold_here() -> None:
    outcome = lint_imports(ROOT)
    assert outcome.returncode == 0, (
        "a module imports against the direction bot > handlers|web > services > views > storage "
        f"> geography (docs/adding-a-feature.md):\n{outcome.stdout}{outcome.stderr}"
    )


def test_what_is_allowed_passes(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {
            "bot/__main__.py": "import sandbox.server\nimport bot.demo",
            "bot/demo.py": "from sandbox import server\nimport handlers.sightings",
            "handlers/sightings.py": "import telegram\nimport services.sightings",
            "services/sightings.py": "import views.sightings\nimport storage.sightings",
            "views/sightings.py": "import geography",
            "storage/sightings.py": "import geography",
            "sandbox/server.py": "import aiohttp",
        },
    )
    outcome = lint_imports(tmp_path)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


@pytest.mark.parametrize(
    ("contract", "module", "text"),
    [
        ("Imports point one way", "services/a.py", "import handlers"),
        ("Imports point one way", "handlers/a.py", "import web"),
        ("Imports point one way", "web/a.py", "import handlers"),
        ("Imports point one way", "storage/a.py", "import views"),
        ("Imports point one way", "geography/a.py", "import storage"),
        ("Imports point one way", "views/a.py", "def f():\n    import services"),
        ("The core can reach neither", "services/a.py", "import aiohttp"),
        ("The core can reach neither", "views/a.py", "from telegram import Update"),
        ("The core can reach neither", "storage/a.py", "import telegram.ext"),
        ("The core can reach neither", "geography/a.py", "import httpx"),
        ("The sandbox knows nothing", "sandbox/a.py", "import storage"),
        ("The sandbox knows nothing", "sandbox/a.py", "import telegram"),
        ("Only the command and the demo", "bot/main.py", "import sandbox"),
        ("Only the command and the demo", "handlers/a.py", "import sandbox.server"),
    ],
)
def test_each_contract_catches_what_it_is_for(
    tmp_path: Path, contract: str, module: str, text: str
) -> None:
    plant(tmp_path, {"sandbox/server.py": "", module: text})
    outcome = lint_imports(tmp_path)
    broken = [line for line in outcome.stdout.splitlines() if line.endswith("BROKEN")]
    assert outcome.returncode == 1
    assert any(line.startswith(contract) for line in broken), outcome.stdout

"""The command `straja` as an operator types it, in a folder and with a database of its own."""

import csv
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.storage.roster import rows

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "bot/samples/roster.csv"
HEADER = "service_number,name,country,service,unit,sectors,roles,language,phone"
MILA = "RS-1,Mila Jovanović,RS,Granična policija,SGP,Nera,officer,sr-Cyrl,0641110001"
ION = "RO-1,Ion Popescu,RO,Poliția de Frontieră,ITPF,Nera,duty,ro,0721110001"


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: list[str]
    err: list[str]


@dataclass(frozen=True)
class Straja:
    """The command in a folder of its own."""

    url: str
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("STRAJA_")}
        ours = {
            "STRAJA_DATABASE_URL": self.url,
            "STRAJA_DATA_DIR": str(self.folder),
            "PYTHONPATH": str(ROOT),
        }
        return inherited | ours

    def __call__(
        self,
        *arguments: str | Path,
        env: dict[str, str] | None = None,
        before: Callable[[], None] | None = None,
    ) -> Said:
        done = subprocess.run(
            [sys.executable, "-m", "bot", *map(str, arguments)],
            cwd=self.folder,
            env=self.environment | (env or {}),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=60,
            preexec_fn=before,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Said(done.returncode, done.stdout.splitlines(), done.stderr.splitlines())

    def file(self, *lines: str) -> Path:
        path = self.folder / "roster.csv"
        path.write_text("\n".join([HEADER, *lines, ""]), encoding="utf-8")
        return path

    def invites(self, name: str = "invites.csv") -> list[dict[str, str]]:
        with (self.folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def names(self) -> list[str]:
        return [str(row[0]) for row in rows(self.url, "SELECT name FROM person ORDER BY id")]

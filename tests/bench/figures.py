"""What all measurements share: where they are kept, on what they were made, how they are told."""

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

FOLDER = Path("tests/output/bench")
OURS = ("python-telegram-bot", "aiohttp", "sqlalchemy", "sqlmodel")


def tell(line: str) -> None:
    """Something for whoever waits."""
    print(line, file=sys.stderr, flush=True)


def keep(part: str, result: Any, *, folder: Path, rounds: int, seconds: float) -> None:
    """Write a part's figures down, with what they were measured on."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    on = machine() | {"disk": f"{disk(folder):.2f} ms", "rounds": str(rounds)}
    whole = {"on": on, "seconds": seconds, "figures": result}
    (FOLDER / f"{part}.json").write_text(json.dumps(whole, indent=1), encoding="utf-8")


def kept(part: str) -> dict[str, Any] | None:
    """A part's figures from its last run, if there was one."""
    path = FOLDER / f"{part}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def machine() -> dict[str, str]:
    """Day, commit, machine and versions."""
    commit = ["git", "describe", "--always", "--dirty", "--exclude", "*"]
    found = subprocess.run(commit, capture_output=True, text=True, check=False).stdout.strip()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "day": f"{datetime.now(UTC):%Y-%m-%d}",
        "commit": found or "unknown",
        "machine": f"{os.cpu_count()} cores, {memory:.0f} GB, {platform.system()}"
        f" {platform.machine()}, Python {platform.python_version()}",
        "versions": ", ".join(f"{name} {version(name)}" for name in OURS),
    }


def disk(folder: Path) -> float:
    """Milliseconds until eight kilobytes are on the disk, as a commit wants them."""
    took = []
    with (folder / "disk").open("wb", buffering=0) as file:
        for _ in range(101):
            file.write(bytes(8192))
            begun = time.perf_counter()
            os.fsync(file.fileno())
            took.append((time.perf_counter() - begun) * 1000)
    return median(took)


def median(values: Iterable[float]) -> float:
    """The middle one."""
    return statistics.median(values)

"""How fast, beside what people would otherwise use: `python -m tests.bench [PART …]`.

Each part's figures are kept in a file of its own, and docs/benchmarks.md is written anew from all.
"""

import argparse
import asyncio
import os
import tempfile
import time
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from tests.bench import broadcast, ground, growth, interactive, pictures, report, starting, urgent
from tests.bench.bots import PEERS_PYTHON
from tests.bench.figures import keep, tell

# Minutes of waiting, so they can be left out where figures are not what is wanted.
LONG = os.environ.get("STRAJA_BENCH_LONG", "1") == "1"
ROUNDS = int(os.environ.get("STRAJA_BENCH_ROUNDS", "5"))

Part = Callable[[Path], Awaitable[Any]]

PARTS: dict[str, tuple[str, Part]] = {
    "a": ("one step of a form", lambda folder: interactive.run(folder, rounds=ROUNDS)),
    "b": ("broadcasts", lambda folder: broadcast.run(folder, rounds=ROUNDS, long=LONG)),
    "c": ("a call for help behind a backlog", lambda folder: urgent.run(folder, rounds=ROUNDS)),
    "d": ("growth", lambda folder: growth.run(folder, largest=10**6 if LONG else 10**4)),
    "e": (
        "start, memory, burst",
        lambda folder: starting.run(folder, rounds=ROUNDS, number=10_000 if LONG else 500),
    ),
    "g": ("the map", lambda folder: ground.run(folder, rounds=ROUNDS)),
    "m": ("map pictures", lambda folder: pictures.run(folder, rounds=ROUNDS)),
}


def main() -> None:
    """Measure the parts asked for, all of them by default."""
    told = ", ".join(f"{name}: {what}" for name, (what, _) in PARTS.items())
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], help=told)
    parser.add_argument("--folder", help="where the databases are made; its disk is measured too")
    options = parser.parse_args()
    if not PEERS_PYTHON.exists():
        parser.exit(1, "The others are not installed: run it as `make bench`.\n")
    failed = [name for name in options.parts or PARTS if not _measured(name, options.folder)]
    report.write()
    tell(f"\nwritten: {report.PATH}")
    if failed:
        again = " ".join(failed)
        parser.exit(1, f'Not measured: {again}. Again: make bench PART="{again}"\n')


def _measured(name: str, disk: str | None) -> bool:
    """Whether a part could be measured; its figures are kept then, or the last ones stay."""
    what, part = PARTS[name]
    tell(f"\n({name}) {what}")
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(dir=disk) as folder:
        try:
            result = asyncio.run(_run(part, Path(folder)))
        except Exception:  # noqa: BLE001 - whatever it is, the other parts can be measured
            traceback.print_exc()
            return False
        seconds = time.monotonic() - begun
        keep(name, result, folder=Path(folder), rounds=ROUNDS, seconds=seconds)
    tell(f"({name}) took {seconds:.0f} s")
    return True


async def _run(part: Part, folder: Path) -> Any:
    return await part(folder)


if __name__ == "__main__":
    main()

"""How fast, beside what people would otherwise use: `python -m tests.bench [PART …]`.

Each part's figures are kept in a file of its own, and docs/benchmarks.md is written anew from all.
"""

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from tests.bench import broadcast, growth, interactive, report, starting, urgent
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
}


def main() -> None:
    """Measure the parts asked for, all of them by default."""
    told = ", ".join(f"{name}: {what}" for name, (what, _) in PARTS.items())
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], help=told)
    parser.add_argument("--folder", help="where the databases are made; its disk is measured too")
    options = parser.parse_args()
    for name in options.parts or PARTS:
        what, part = PARTS[name]
        tell(f"\n({name}) {what}")
        begun = time.monotonic()
        with tempfile.TemporaryDirectory(dir=options.folder) as folder:
            result = asyncio.run(_run(part, Path(folder)))
            seconds = time.monotonic() - begun
            keep(name, result, folder=Path(folder), rounds=ROUNDS, seconds=seconds)
        tell(f"({name}) took {seconds:.0f} s")
    report.write()
    tell(f"\nwritten: {report.PATH}")


async def _run(part: Part, folder: Path) -> Any:
    return await part(folder)


if __name__ == "__main__":
    main()

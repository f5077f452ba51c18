"""docs/benchmarks.md, written from the figures of the last run of each part, never by hand."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench import tables
from tests.bench.figures import kept

PATH = Path("docs/benchmarks.md")
LOCK = Path("requirements-peers.lock")
PEERS = ("python-telegram-bot", "httpx", "aiolimiter", "aiogram", "aiohttp")

INTRODUCTION = """# How fast it is, beside what people would otherwise use

Written by `make bench`; do not edit. `make bench PART=a` measures one part and writes the page
anew. Everything runs on one machine, over loopback, without TLS. Telegram is a stand-in in a
process of its own that does next to nothing. Bots are processes of their own and take turns;
figures are medians. *CPU* is processor time of the bot's process, all threads, user and system.
Telegram allows some thirty messages a second, so updates a second are not the point: what they
cost is, and what waits behind what."""

PARTS: dict[str, tuple[str, Callable[[Any, list[str]], list[str]]]] = {
    "a": ("One step of a form, durably", tables.interactive),
    "b": ("A message to many", tables.broadcast),
    "c": ("A call for help behind a backlog", tables.urgent),
    "d": ("Years of service", tables.growth),
    "e": ("Start, memory and a burst", tables.starting),
    "g": ("Questions to the map", tables.ground),
    "m": ("Map pictures", tables.pictures),
}


def write() -> None:
    """Write the page from what has been measured."""
    found = {name: kept(name) for name in PARTS}
    measured = {name: part for name, part in found.items() if part}
    sections = [INTRODUCTION, _conditions(measured)]
    behind: list[str] = []
    for name, (title, tell) in PARTS.items():
        figures = measured.get(name, {}).get("figures")
        body = tell(figures, behind) if figures else ["Not measured."]
        sections += [f"## ({name}) {title}", *body]
    sections += ["## Where it is behind", "\n".join(f"- {each}" for each in behind) or "Nowhere."]
    PATH.write_text("\n\n".join(sections) + "\n", encoding="utf-8")


def _conditions(measured: dict[str, Any]) -> str:
    """On what, with what, and when; parts that were measured together share a line."""
    runs: dict[str, list[str]] = {}
    versions = ""
    for name, part in measured.items():
        on, versions = part["on"], part["on"]["versions"]
        run = f"{on['day']}, commit {on['commit']}, {on['machine']}, fsync in {on['disk']};"
        run += f" medians of {on['rounds']}"
        runs.setdefault(run, []).append(name)
    pins = dict(re.findall(r"^([a-z][\w.-]*)==([^ \\]+)", LOCK.read_text("utf-8"), re.MULTILINE))
    lines = [f"- {', '.join(names)}: {run}" for run, names in runs.items()]
    lines.append(f"- Straja: {versions}")
    lines.append("- the others: " + ", ".join(f"{name} {pins[name]}" for name in PEERS))
    return "\n".join(lines)

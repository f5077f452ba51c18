"""The figures of each part as Markdown; whatever is behind the others is noted on the way."""

import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

from tests.bench.broadcast import RATE
from tests.bench.figures import median

OURS = "Straja"
WIDTH = 110
MOST_MILLISECONDS, MOST_KILOBYTES = 400, 250  # of a map picture
TOLERATED = 1.2  # how much more an update may cost behind a thousand times the rows

Behind = list[str]
Readings = Sequence[dict[str, float]]

INTERACTIVE = """A press becomes a step of a form and its answer is sent; when all of it is
accepted, that line brings the next press. Forty lines, 200 people for each kind, each answered
exactly once or the run fails. Straja has it on disk before it confirms it (inbox, one
transaction, outbox; SQLite, `synchronous=FULL`). The others hold it in memory, but for
PicklePersistence, which writes its file after each update and flushes nothing to the disk.
Straja's pacing is off; in flight are eight calls at the most, six of them for replies, as
always. Questions and keyboards are the same for all."""

KINDS = {
    "key": "**A large key, answered by one message**",
    "tap": "**A button, answered by stopping its spinner and by the next question in its place**",
}

BROADCAST = """Thirty messages in any second are taken; one more is answered 429, and nothing is
taken for three seconds. *Share* is of what the limit allows in that time. AIORateLimiter has
`max_retries=5`, as its default gives up at the first 429. The loop sends thirty at a time and
sleeps a second in between; it counts nothing else that the bot sends, and forgets where it was
when it ends."""

URGENT = """From Telegram's post of the call for help until the first and the last of thirty
messages are accepted, at the normal pace. No limit is enforced here, which is in the limiter's
favour. It knows no priorities: its last one comes when the backlog has gone, which takes seconds
for 300 and minutes for 10,000."""

GROWTH = """*key* is an update as in (a); *report* is the mean of the six updates of a whole
report, which both desks get. *History* is, for each sighting, its handling by both sides, its
card, a message sent (to a thousand people in turn), an update done, an audit entry, a form and a
deadline. A message of a *backlog* is claimed, sent and settled. Pacing is off. PostgreSQL is the
tests' own server, without fsync, and its CPU is not counted. ×: CPU against the smallest."""

STARTING = """*Ready* is from the start of the process to the first update that would be taken. A
burst is many people who each begin a form at once; *taken* is until the webhook's 200, which
promises nothing where updates wait in memory."""

PICTURES = """From a scene to its PNG, by way of the process that draws; medians over Serbian in
both scripts and Romanian, the size of the largest. The loop is asked to come round each
millisecond meanwhile, and *late* is by how much it did so later, on the one core that the
assistant keeps to. A picture must take less than 400 ms and 250 KB. There is no other bot to
compare with."""


GROUND = """Asked of 2,000 positions between 43.9° and 46.4° N, of as many kilometres, of texts in
every form and of names right and misspelt, one after the other, in one thread; processor time."""


def interactive(figures: dict[str, dict[str, Readings]], behind: Behind) -> list[str]:
    """(a)."""
    parts = [_said(INTERACTIVE)]
    for kind, title in KINDS.items():
        mine, rows = figures[kind][OURS], []
        for name, theirs in figures[kind].items():
            rate, cpu = _ratio(mine, theirs, "rate"), _ratio(mine, theirs, "cpu")
            cells = [f"{_of(theirs, 'rate'):.0f}", f"{_of(theirs, 'cpu'):.0f} µs"]
            cells += [f"{_of(theirs, each):.0f} ms" for each in ("p50", "p99")]
            rows.append([name, *cells, f"{rate:.2f}", f"{cpu:.2f}"])
            if name != OURS and rate < 1:
                behind.append(f"(a) {kind}: {rate:.2f}× the updates a second of {name}.")
            if name != OURS and cpu > 1:
                behind.append(f"(a) {kind}: {cpu:.2f}× the CPU per update of {name}.")
        head = ["", "updates/s", "CPU each", "p50", "p99", "Straja's rate ×", "Straja's CPU ×"]
        parts += [title, _table(head, rows)]
    load = max(each["load"] for kind in figures.values() for run in kind.values() for each in run)
    return [*parts, f"The stand-in was busy for {load:.0%} of the time at the most."]


def broadcast(figures: dict[str, dict[str, Readings]], behind: Behind) -> list[str]:
    """(b)."""
    parts = [_said(BROADCAST)]
    for number, systems in figures.items():
        rows = []
        for name, several in systems.items():
            served, seconds = _of(several, "served"), _of(several, "seconds")
            cells = [f"{served:.0f}", f"{seconds:.1f} s", f"{served / seconds / RATE:.0%}"]
            cells += [f"{_of(several, 'refused'):.0f}", f"{_worst(several, 'refused'):.0f}"]
            rows.append([name, *cells, f"{_worst(several, 'repeated'):.0f}"])
            if seconds < _of(systems[OURS], "seconds") and served == int(number):
                behind.append(f"(b) {number} recipients: {name} needs {seconds:.1f} s.")
        runs = len(systems[OURS])
        title = f"**{int(number):,} recipients**, {runs} run{'s' if runs > 1 else ''}"
        head = ["", "reached", "time", "share", "429", "429, worst run", "twice, worst run"]
        parts += [title, _table(head, rows)]
    return parts


def urgent(figures: dict[str, Readings], _behind: Behind) -> list[str]:
    """(c)."""
    rows = [
        [name, f"{_of(several, 'first'):.2f} s", f"{_of(several, 'last'):.2f} s"]
        for name, several in figures.items()
    ]
    return [_said(URGENT), _table(["", "first", "last of 30"], rows)]


def growth(figures: dict[str, dict[str, Any]], behind: Behind) -> list[str]:
    """(d)."""
    parts = [_said(GROWTH)]
    for what, sizes in figures.items():
        one_cost = isinstance(next(iter(sizes.values())), float)
        rows = _costs(what, sizes, behind) if one_cost else _updates(what, sizes, behind)
        head = ["rows", "key", "×", "p50", "report", "×", "p50", "ready"]
        title = f"**{what[0].upper()}{what[1:]}**"
        parts += [title, _table(["rows", "a message", "×"] if one_cost else head, rows)]
    return parts


def _costs(what: str, sizes: dict[str, float], behind: Behind) -> list[list[str]]:
    least, rows = next(iter(sizes.values())), []
    for size, cost in sizes.items():
        rows.append([f"{int(size):,}", f"{cost:.0f} µs", f"{cost / least:.2f}"])
        _note(what, size, "a message", cost / least, behind)
    return rows


def _updates(what: str, sizes: dict[str, Any], behind: Behind) -> list[list[str]]:
    least, rows = next(iter(sizes.values())), []
    for size, found in sizes.items():
        cells = [f"{int(size):,}"]
        for kind, cost in found["cpu"].items():
            grown = cost / least["cpu"][kind]
            cells += [f"{cost:.0f} µs", f"{grown:.2f}", f"{found['took'][kind]:.0f} ms"]
            _note(what, size, kind, grown, behind)
        rows.append([*cells, f"{found['start']:.1f} s"])
    return rows


def _note(what: str, size: str, kind: str, grown: float, behind: Behind) -> None:
    if grown > TOLERATED:
        behind.append(f"(d) {what}, {int(size):,} rows: {kind} costs {grown:.2f} times as much.")


def starting(figures: dict[str, Any], behind: Behind) -> list[str]:
    """(e)."""
    mine, rows = figures["starts"][OURS], []
    for name, several in figures["starts"].items():
        seconds, memory = _of(several, "seconds"), _of(several, "memory")
        burst = figures["bursts"][name]
        cells = [f"{seconds:.2f} s", f"{_of(several, 'cpu'):.2f} s", f"{memory:.0f} MB"]
        cells += [f"{burst['peak']:.0f} MB", f"{burst['taken_p99']:.0f} ms"]
        rows.append([name, *cells, f"{burst['seconds']:.1f} s", f"{burst['lost']}"])
        if seconds < _of(mine, "seconds"):
            behind.append(f"(e) {name} is ready after {seconds:.2f} s.")
        if memory < _of(mine, "memory"):
            behind.append(f"(e) {name} holds {memory:.0f} MB when idle.")
    head = ["", "ready", "CPU until then", "memory, idle", "memory, burst", "taken, p99"]
    return [_said(STARTING), _table([*head, f"all {figures['number']:,} answered", "lost"], rows)]


def pictures(figures: dict[str, Any], behind: Behind) -> list[str]:
    """(m)."""
    rows = []
    for name, drawn in figures["drawn"].items():
        took, size = drawn["milliseconds"], drawn["kilobytes"]
        rows.append([name, f"{drawn['kilometres']:.0f} km", f"{took:.0f} ms", f"{size:.0f} KB"])
        if took > MOST_MILLISECONDS or size > MOST_KILOBYTES:
            behind.append(f"(m) {name} takes {took:.0f} ms and {size:.0f} KB.")
    late = figures["late"]
    said = f"The first one, which starts the process: {figures['first']:.0f} ms; one that was drawn"
    said += (
        f" before: {figures['again']:.2f} ms. Late: {late['p99']:.1f} ms at the 99th percentile,"
    )
    said += f" {late['longest']:.1f} ms at the most."
    return [_said(PICTURES), _table(["", "across", "takes", "size"], rows), _said(said)]


def ground(figures: Sequence[dict[str, dict[str, float]]], _behind: Behind) -> list[str]:
    """(g)."""
    rows = [
        [
            name,
            *(f"{median(each[name][of] for each in figures):.0f} µs" for of in ("median", "worst")),
        ]
        for name in figures[0]
    ]
    return [_said(GROUND), _table(["", "median", "99 of 100 within"], rows)]


def _said(text: str) -> str:
    """A paragraph, wrapped as the page is."""
    return textwrap.fill(text, WIDTH, break_on_hyphens=False)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _of(readings: Readings, name: str) -> float:
    return median(each[name] for each in readings)


def _worst(readings: Readings, name: str) -> float:
    return max(each[name] for each in readings)


def _ratio(mine: Readings, theirs: Readings, name: str) -> float:
    """The median of the ratios of pairs that were measured one after the other."""
    return median(a[name] / b[name] for a, b in zip(mine, theirs, strict=True))

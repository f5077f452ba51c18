"""A day of a desk in figures: how many of what, where and how they stand, how soon taken over."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from geography.picture.scene import Scene
from storage.sightings import Handling
from views import lateness, maps, sightings, times
from views.language import Reader
from views.message import Attachment, FileKind, Message
from views.sightings import Report, Stand

MOST_ON_MAP = 200


@dataclass(frozen=True)
class Entry:
    """A report as its reader knows it, where their side stands, and the minutes until it did."""

    number: str
    report: Report
    state: Handling | None
    minutes: int | None = None


@dataclass(frozen=True)
class Digest:
    """What a desk is told of a day of its own clock, or of today so far."""

    side: str
    day: date
    entries: tuple[Entry, ...]
    so_far: bool = False
    exercise: bool = False

    @property
    def name(self) -> str:
        """The files' name without its ending."""
        return f"{self.side}-{self.day.isoformat()}"


def title(reader: Reader, digest: Digest) -> str:
    """Whose day it is, and which."""
    _ = reader.gettext
    told = [_("Daily overview"), digest.side, times.day(digest.day, reader.language.locale)]
    if digest.so_far:
        told.append(_("So far today"))
    named = "📊 " + " · ".join(told)
    return f"{reader.term('alert.exercise')}\n{named}" if digest.exercise else named


def overview(reader: Reader, digest: Digest, *, late: timedelta) -> Message:
    """The figures; a single line where there was nothing."""
    _ = reader.gettext
    named = title(reader, digest)
    if not digest.entries:
        return Message("\n".join([_("No reports."), *lateness.lines(reader, late)]), title=named)
    total = _("Total")
    lines = [*lateness.lines(reader, late), f"{total}: {len(digest.entries)}"]
    lines.append(_response(reader, digest))
    for heading, of in (
        (_("By category"), category),
        (_("By sector"), sector),
        (_("By state at your desk"), state),
    ):
        lines += ["", f"{heading}:"]
        lines += [f"• {name}: {count}" for name, count in counted(reader, digest, of)]
    return Message("\n".join(lines), title=named)


def with_picture(message: Message, file: str) -> Message:
    """The figures below the map of the day."""
    attachment = Attachment(FileKind.PHOTO, file, "day.png")
    return Message(message.text, title=message.title, attachment=attachment)


def document(digest: Digest, file: str, ending: str) -> Message:
    """A file of all reports. It can be saved, for that is what it is made for."""
    name = f"{digest.name}.{ending}"
    return Message("", protected=False, attachment=Attachment(FileKind.DOCUMENT, file, name))


def scene(reader: Reader, digest: Digest) -> Scene:
    """The day on a map, each report with its number in the files."""
    entries = [
        maps.Entry(each.number, each.report, _stand(digest, each))
        for each in digest.entries[:MOST_ON_MAP]
    ]
    named = f"{digest.side} · {times.day(digest.day, reader.language.locale)}"
    return maps.of_day(reader, entries, title=named)


Word = Callable[[Reader, Entry], str]


def category(reader: Reader, entry: Entry) -> str:
    """What it was."""
    return reader.term(entry.report.category)


def sector(reader: Reader, entry: Entry) -> str:
    """In which sector, as far as the reader may know."""
    _ = reader.gettext
    known = entry.report.sector
    return sightings.sector_name(reader, known) if known else _("Sector not given")


def state(reader: Reader, entry: Entry) -> str:
    """Where the reader's side stands with it."""
    if entry.state is None:
        return "–"
    if entry.state == Handling.WITHDRAWN:
        return reader.pgettext("report", "Withdrawn")
    return reader.term(f"report.{entry.state}")


def counted(reader: Reader, digest: Digest, of: Word) -> list[tuple[str, int]]:
    """How many of each, the most first."""
    found = Counter(of(reader, each) for each in digest.entries)
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def response(digest: Digest) -> tuple[float | None, int]:
    """Median minutes from a report until its own side took it over, and of how many."""
    taken = [each.minutes for each in digest.entries if each.minutes is not None]
    return (median(taken) if taken else None), len(taken)


def _response(reader: Reader, digest: Digest) -> str:
    _ = reader.gettext
    minutes, taken = response(digest)
    if minutes is None:
        return _("Median time until taken over: none was taken over")
    told = reader.number(minutes, 0 if minutes == int(minutes) else 1)
    return _("Median time until taken over: {minutes} min ({n} taken over)", minutes=told, n=taken)


def _stand(digest: Digest, entry: Entry) -> Stand | None:
    return Stand(digest.side, entry.state, 0) if entry.state else None

"""What a reporter corrects or adds after sending: the questions, and what shows of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from geography.point import Point
from storage.organisation import SectorRow
from storage.sighting_details import FIELDS, Details
from views import details, places, sightings
from views.forms import Choice, Question, grid, quoted
from views.language import Reader
from views.message import Keys, Message, cut

ADD = "add"
MOST = 3  # changes that a card shows; the report itself shows what all of them came to
_WORDS = 24  # UTF-16 units of somebody's words that a change shows


@dataclass(frozen=True)
class Spot:
    """A place before or after it was corrected."""

    point: Point | None
    sector: SectorRow | None


@dataclass(frozen=True)
class Change:
    """One field of a report changed: `before` and `after` as stored, a place as `Spot`."""

    field: str
    at: datetime
    before: Any
    after: Any


def lines(reader: Reader, changes: Sequence[Change], reported_at: datetime) -> list[str]:
    """What was changed and when, by both clocks; the latest changes only."""
    told = [f"✎ {_line(reader, each, reported_at)}" for each in changes[-MOST:]]
    if earlier := len(changes) - len(told):
        told.insert(0, "✎ " + reader.ngettext("{n} earlier change", "{n} earlier changes", earlier))
    return told


def ask_what(
    reader: Reader, number: str, category: str, said: Details, *, has_note: bool
) -> Question:
    """What is to be corrected or added."""
    _ = reader.gettext
    named = {
        "place": reader.term("field.where"),
        "direction": reader.term("field.direction"),
        "when": reader.term("field.when"),
    }
    if has_note:
        named["note"] = _("Note")
    return Question(
        _("What do you want to correct or add?"),
        title=reader.term("report.number", n=number),
        choices=(
            (Choice("＋ " + _("Add a note"), ADD),),
            *grid(Choice(f"✎ {label}", what) for what, label in named.items()),
            *grid(details.group_choices(reader, category, said), columns=1),
        ),
    )


def ask_addition(reader: Reader, number: str, *, closed: bool) -> Question:
    """A note beside what was noted before."""
    _ = reader.gettext
    text = _(
        "Type what you want to add, without names or document numbers. It is passed on exactly as"
        " you write it."
    )
    if closed:
        why = _("Every desk has closed this report, so it stays as it is. A note can be added.")
        text = f"{why}\n\n{text}"
    return Question(text, title=reader.term("report.number", n=number))


def done(reader: Reader, number: str, keys: Keys) -> Message:
    """To whoever reported: the desks see it."""
    _ = reader.gettext
    text = _("The change has been recorded. Every desk that has the report sees it.")
    return Message(text, title=reader.term("report.number", n=number), keys=keys)


def unchanged(reader: Reader, number: str, keys: Keys) -> Message:
    """To whoever said what the report says already."""
    _ = reader.gettext
    text = _("The report stands as it was.")
    return Message(text, title=reader.term("report.number", n=number), keys=keys)


def to_desk(
    reader: Reader,
    number: str,
    changes: Sequence[Change],
    reported_at: datetime,
    *,
    exercise: bool,
) -> Message:
    """To a desk that has dealt with it: what is different now."""
    title = reader.term("report.number", n=number)
    title = f"{reader.term('alert.exercise')}\n{title}" if exercise else title
    return Message("\n".join(lines(reader, changes, reported_at)), title=title)


def so_far(reader: Reader, number: str) -> str:
    """What stays of an answered question."""
    return "✎ " + reader.term("report.number", n=number)


def _line(reader: Reader, change: Change, reported_at: datetime) -> str:
    _ = reader.gettext
    time, field = reader.both_times(change.at, reported_at), _label(reader, change.field)
    before, after = change.before, change.after
    if change.field == "note" and before and after and after.startswith(f"{before}\n"):
        before, after = None, after.removeprefix(f"{before}\n")
    said = {
        name: _worded(reader, change.field, value, reported_at)
        for name, value in (("before", before), ("after", after))
        if value is not None
    }
    if before is None:
        return _("Added {time}. {field}: {after}", time=time, field=field, **said)
    if after is None:
        return _("Taken out {time}. {field}: {before}", time=time, field=field, **said)
    return _("Corrected {time}. {field}: {before} → {after}", time=time, field=field, **said)


def _label(reader: Reader, field: str) -> str:
    _ = reader.gettext
    if field in FIELDS:
        return details.label(reader, field)
    return {
        "note": _("Note"),
        "place": reader.term("field.where"),
        "observer": _("Observation point"),
        "direction": reader.term("field.direction"),
        "seen_at": reader.term("field.when"),
    }[field]


def _worded(reader: Reader, field: str, value: Any, reported_at: datetime) -> str:  # noqa: ANN401 as stored
    if field in FIELDS:
        short = cut(value, _WORDS) if isinstance(value, str) else value
        return details.worded(reader, field, short)
    if field == "note":
        return quoted(reader, cut(" ".join(value.split()), _WORDS))
    if field == "direction":
        return sightings.direction(reader, value)
    if field == "seen_at":
        return reader.both_times(datetime.fromisoformat(value), reported_at)
    if field == "observer":
        return places.coordinates(Point(*value))
    return _place(reader, value)


def _place(reader: Reader, spot: Spot) -> str:
    if spot.point:
        return places.coordinates(spot.point)
    return sightings.sector_name(reader, spot.sector) if spot.sector else "–"

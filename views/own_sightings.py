"""Somebody's own reports as a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.sightings import Handling
from views.forms import Choice, grid
from views.language import Reader
from views.message import Button, Message

_STATES = {
    Handling.NEW: ("🔵", "report.new"),
    Handling.IN_PROGRESS: ("🟡", "report.in_progress"),
    Handling.CONFIRMED: ("🟠", "report.confirmed"),
    Handling.RESOLVED: ("🟢", "report.resolved"),
    Handling.UNCONFIRMED: ("⚪", "report.unconfirmed"),
    Handling.HANDED_OVER: ("🟣", "report.handed_over"),
}


@dataclass(frozen=True)
class Entry:
    """One report: what it is, and where each side stands with it."""

    number: str
    category: str
    reported_at: datetime
    states: tuple[tuple[str, Handling], ...]
    exercise: bool


def label(reader: Reader) -> str:
    """The large key of the menu."""
    _ = reader.gettext
    # Translators: a large key that lists what the officer has reported; at most 15 letters.
    return "📄 " + _("My reports")


def listed(
    reader: Reader, entries: Sequence[Entry], now: datetime, *, page: int, older: bool
) -> Message:
    """A page of them, newest first, with a button for the receipt of each."""
    _ = reader.gettext
    if not entries:
        return Message(_("You have sent no report in the last 30 days."), protected=False)
    choices = [Choice(f"📄 {each.number}", f"my-report:{each.number}") for each in entries]
    turn = [Choice("‹ " + _("Newer"), f"my-reports:{page - 1}")] if page else []
    turn += [Choice(_("Older") + " ›", f"my-reports:{page + 1}")] if older else []
    rows = (*grid(choices), *grid(turn))
    return Message(
        "\n".join(_line(reader, each, now) for each in entries),
        title=_("My reports"),
        buttons=tuple(tuple(Button(each.label, each.value) for each in row) for row in rows),
    )


def _line(reader: Reader, entry: Entry, now: datetime) -> str:
    time = reader.both_times(entry.reported_at, now)
    parts = [entry.number, reader.term(entry.category), time]
    if entry.exercise:
        parts.insert(0, reader.term("alert.exercise"))
    states = " · ".join(f"{side}: {_state(reader, state)}" for side, state in entry.states)
    return f"• {' · '.join(parts)}\n   {states}"


def _state(reader: Reader, state: Handling) -> str:
    if state in _STATES:
        sign, term = _STATES[state]
        return f"{sign} {reader.term(term)}"
    return "⚫ " + reader.pgettext("report", "Withdrawn")

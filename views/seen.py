"""When it was seen: how that is asked, and how a time that was typed is shown before it counts."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from views import clocks, forms
from views.forms import Choice, Grid, Question, grid, quoted
from views.language import Reader
from views.message import Style

MINUTES_AGO = (0, 5, 15, 30)
# Longer ago than this is said once more before it counts.
_LONG_AGO = timedelta(days=7)


def ask(reader: Reader, *, unread: str = "") -> Question:
    """How long ago, the form's start counting as now; or a time, typed in one's own words.

    `unread`: what was typed already and is no time; it can become the note.
    """
    lines = [examples(reader)]
    if unread:
        lines = [_not_understood(reader), quoted(reader, unread), "", *lines]
    note = ((Choice(forms.note_label(reader), "note"),),) if unread else ()
    return Question(
        "\n".join(lines),
        title=reader.term("field.when") + "?",
        choices=(*_minutes_ago(reader), *note),
    )


def examples(reader: Reader) -> str:
    """Times as they can be typed."""
    _ = reader.gettext
    return _("You can also type the time, for example: 14:05, yesterday 22:00, 20 minutes ago")


def ago(reader: Reader, minutes: int) -> str:
    """So many minutes before now, on a button."""
    _ = reader.gettext
    if not minutes:
        return _("Now")
    return reader.ngettext("{n} minute ago", "{n} minutes ago", minutes)


def confirm(
    reader: Reader, typed: str, moments: Sequence[datetime], doubt: str, now: datetime
) -> Question:
    """What a typed time was understood as, on both clocks; each possible moment is a button.

    `doubt` is one of `services.moments.Doubt`, or empty.
    """
    lines = [quoted(reader, typed), _why(reader, moments, doubt)]
    lines += [f"🕒 {_on_both_clocks(reader, at, now)}" for at in moments]
    lines += _long_ago(reader, moments, now)
    style = Style.SUCCESS if len(moments) == 1 and not doubt else Style.PLAIN
    understood = tuple(
        (Choice("🕒 " + _label(reader, at, now), f"at-{index}", style),)
        for index, at in enumerate(moments)
    )
    return Question(
        "\n".join(lines),
        title=reader.term("field.when") + "?",
        choices=understood or _minutes_ago(reader),
    )


def _on_both_clocks(reader: Reader, at: datetime, now: datetime) -> str:
    return reader.both_times(at, now) + clocks.which(reader, at)


def _label(reader: Reader, at: datetime, now: datetime) -> str:
    """On both clocks where that fits on a button; with its day, on the reader's own."""
    undated = reader.both_times(at)
    fits = reader.both_times(at, now) == undated
    return (undated if fits else reader.date_time(at)) + clocks.which(reader, at)


def _minutes_ago(reader: Reader) -> Grid:
    return grid(Choice(ago(reader, minutes), str(minutes)) for minutes in MINUTES_AGO)


def _not_understood(reader: Reader) -> str:
    _ = reader.gettext
    return _("This was not understood as a time. It has been kept:")


def _why(reader: Reader, moments: Sequence[datetime], doubt: str) -> str:
    """What is asked about a time, and why."""
    _ = reader.gettext
    if doubt == "twice":
        return clocks.notice(reader, moments)
    if doubt == "future" and moments:
        return _("This time is still to come today. Press the button if it was the day before.")
    return {
        "several": _("This can be more than one time. Which one was it?"),
        "skipped": _(
            "The clocks went forward that night and left this time out. The button shows the time"
            " an hour later by the clock."
        ),
        "hour": _("At what hour was it? Choose the nearest one, or type the time."),
        "no_time": _("The time of day is missing. Type it with the day.") + "\n" + examples(reader),
        "future": _("This time is still to come. Type when it was seen.") + "\n" + examples(reader),
    }.get(doubt, _("Press the time if it is right, or type it again."))


def _long_ago(reader: Reader, moments: Sequence[datetime], now: datetime) -> list[str]:
    if not moments or now - max(moments) <= _LONG_AGO:
        return []
    days = (now - max(moments)).days
    return ["⚠ " + reader.ngettext("That was {n} day ago.", "That was {n} days ago.", days)]

"""What is said of a report that nobody takes over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from views import lateness
from views.language import Reader
from views.message import Message


@dataclass(frozen=True)
class Wait:
    """How long a report has waited, since when (UTC), and how late that was noticed."""

    since: datetime
    minutes: int
    late: timedelta = timedelta()


def to_desk(reader: Reader, number: str, *, wait: Wait, exercise: bool) -> Message:
    """To officers of a desk, right before the card itself."""
    lines = [reader.term("report.number", n=number), *_waits(reader, wait)]
    return Message("\n".join(lines), title=_title(reader, exercise=exercise))


def to_reporter(
    reader: Reader,
    number: str,
    *,
    wait: Wait,
    reminded: Sequence[str],
    all_officers: bool,
    unreached: Sequence[str],
    exercise: bool,
) -> Message:
    """To whoever reported: whose duty officers have just been told again, and what they can do."""
    _ = reader.gettext
    lines = [reader.term("report.number", n=number), *_waits(reader, wait)]
    sides = " + ".join(reminded)
    if reminded and all_officers:
        lines.append("🔔 " + _("All duty officers have been reminded: {sides}", sides=sides))
    elif reminded:
        lines.append("🔔 " + _("The duty centre has been reminded: {sides}", sides=sides))
    nobody = _(
        "No duty officer of this desk can be reached here. Please inform the desk by telephone or"
        " radio."
    )
    lines += [f"⚠ {side}: {nobody}" for side in unreached]
    if not unreached:
        lines.append(_("If it is urgent, please call the desk by telephone or radio."))
    return Message("\n".join(lines), title=_title(reader, exercise=exercise))


def _title(reader: Reader, *, exercise: bool) -> str:
    title = f"⏳ {reader.term('report.not_taken')}"
    return f"{reader.term('alert.exercise')}\n{title}" if exercise else title


def _waits(reader: Reader, wait: Wait) -> list[str]:
    # The moment stays true where the message itself is kept waiting.
    waits = reader.ngettext(
        "It has been waiting for {n} minute, since {time}.",
        "It has been waiting for {n} minutes, since {time}.",
        wait.minutes,
        time=reader.both_times(wait.since),
    )
    return [waits, *lateness.lines(reader, wait.late)]

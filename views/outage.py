"""What desks are told after a time in which nothing reached the assistant."""

from datetime import datetime, timedelta

from storage.outage import Blind
from views.language import Reader
from views.message import Message

KEPT = timedelta(hours=24)  # how long Telegram keeps a message for us


def over(reader: Reader, blind: Blind, now: datetime) -> Message:
    """To who is on duty: the blind time, and what has become of what was sent in it."""
    _ = reader.gettext
    lines = [
        _(
            "No updates reached the assistant between {since} and {until}.",
            since=reader.both_times(blind.since, now),
            until=reader.both_times(blind.until, now),
        ),
        _(
            "Buttons pressed in that time had no effect. What waits for an answer has been asked"
            " again."
        ),
    ]
    if now - blind.since >= KEPT:
        lines.append(_("Messages older than a day are lost. Please ask the patrols by radio."))
    else:
        lines.append(_("Messages sent in that time were kept, and are handled now."))
    return Message("\n".join(lines), title="⚠ " + _("Interruption"))

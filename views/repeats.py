"""How a message is marked when it is sent once more: it may have arrived, or its answer not."""

from dataclasses import replace
from datetime import datetime

from storage.outage import Blind
from views.language import Reader
from views.message import Message


def mark(reader: Reader) -> str:
    """The first line of a possible second copy."""
    _ = reader.gettext
    return "↻ " + _("Repeated message: you may have received it already.")


def asked_again(reader: Reader, message: Message, blind: Blind, now: datetime) -> Message:
    """What waits for a tap, after a time in which taps were lost."""
    _ = reader.gettext
    mark = _(
        "Asked again because of an interruption: {since} – {until}. An answer given with a button"
        " in that time has not arrived.",
        since=reader.both_times(blind.since, now),
        until=reader.both_times(blind.until, now),
    )
    return replace(message, text=f"🔁 {mark}\n\n{message.text}")

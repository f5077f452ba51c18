"""What is said when messages no longer reach somebody in Telegram, and when they do again."""

from collections.abc import Sequence
from datetime import datetime

from storage.duty import Matter
from storage.people import Person
from views.language import Reader
from views.message import Message


def unreachable(reader: Reader, person: Person) -> Message:
    """Telegram refuses messages to somebody."""
    _ = reader.gettext
    return Message(
        _(
            "Messages no longer reach this person in Telegram: {name}. Please inform them by"
            " telephone or radio.",
            name=person.name,
        )
    )


def reachable(reader: Reader, person: Person) -> Message:
    """Telegram takes messages to somebody again."""
    _ = reader.gettext
    return Message(_("Messages reach this person in Telegram again: {name}", name=person.name))


def caught_up(
    reader: Reader, since: datetime, now: datetime, *, missed: int, matters: Sequence[Matter]
) -> Message:
    """To somebody who was out of reach: how much did not arrive, and what waits for them."""
    _ = reader.gettext
    lines = [
        _(
            "Messages in Telegram did not reach you between {since} and {until}.",
            since=reader.both_times(since, now),
            until=reader.both_times(now, now),
        )
    ]
    if missed:
        lines += [
            reader.ngettext("{n} message not delivered", "{n} messages not delivered", missed),
            _("What still matters is being brought up to date or sent again now."),
        ]
    if matters:
        waiting = reader.ngettext("{n} open matter", "{n} open matters", len(matters))
        lines.append(f"📋 {waiting}: /open")
    return Message("\n".join(lines))

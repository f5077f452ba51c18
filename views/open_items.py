"""What waits for somebody, as a list, each line with the way to its card."""

from collections.abc import Sequence

from storage.duty import Matter
from views.forms import Choice, grid
from views.language import Reader
from views.message import Button, Message

# On its button; 👁 on a report's.
_SIGNS = {
    "sos": "🆘",
    "alert": "⚠",
    "question": "❓",
    "answer": "💬",
    "bulletin": "📰",
    "approval": "🔑",
    "confirmation": "👥",
    "alert_text": "📢",
    "alert_release": "🔑",
}
_SIGNED = {"sos", "alert", "confirmation"}  # whose sign stands in the line too

MOST = 30  # lines and buttons that a chat shows without being unreadable; the oldest come first


def listed(reader: Reader, matters: Sequence[Matter]) -> Message:
    """Everything open, longest waiting first, and a button for each card."""
    _ = reader.gettext
    if not matters:
        return Message(_("Nothing is waiting for you."), protected=False)
    choices = [
        Choice(_label(each), f"open:{each.feature}:{each.number}") for each in matters[:MOST]
    ]
    buttons = tuple(tuple(Button(each.label, each.value) for each in row) for row in grid(choices))
    title = reader.ngettext("{n} open matter", "{n} open matters", len(matters))
    return Message("\n".join(lines(reader, matters)), title=title, buttons=buttons)


def lines(reader: Reader, matters: Sequence[Matter]) -> list[str]:
    """A line for each matter: its number, what it is, where it stands, since when."""
    told = [_line(reader, each) for each in matters[:MOST]]
    more = len(matters) - MOST
    if more > 0:
        told.append(reader.ngettext("… and {n} more", "… and {n} more", more))
    return told


def moved(reader: Reader) -> Message:
    """What stays of a card that was brought to the end of the chat."""
    _ = reader.gettext
    return Message(_("This message is now further down in the chat."))


def _label(matter: Matter) -> str:
    return f"{_SIGNS.get(matter.feature, '👁')} {matter.label or matter.number}"


def _line(reader: Reader, matter: Matter) -> str:
    named = matter.label or matter.number
    parts = [
        f"{_SIGNS[matter.feature]} {named}" if matter.feature in _SIGNED else named,
        reader.term(matter.what) if matter.what else _what(reader, matter),
        reader.term(matter.state) if matter.state else _untouched(reader, matter),
        reader.both_times(matter.since),
    ]
    if matter.exercise:
        parts.insert(0, reader.term("alert.exercise"))
    return "• " + " · ".join(parts)


def _what(reader: Reader, matter: Matter) -> str:
    _ = reader.gettext
    if matter.feature == "answer":
        # Translators: in the list of what waits for somebody who has reported something.
        return _("Question to you")
    if matter.feature == "bulletin":
        # Translators: in the list of what waits for a desk: a bulletin of the other side's desk.
        return reader.pgettext("open", "Bulletin")
    if matter.feature == "confirmation":
        return _("Roster: people of your country")
    # Translators: the title of a message to an administrator.
    return _("Request for access")


def _untouched(reader: Reader, matter: Matter) -> str:
    _ = reader.gettext
    if matter.feature == "answer":
        # Translators: beside “Question to you” in a list.
        return reader.pgettext("question", "to be answered")
    if matter.feature == "bulletin":
        # Translators: beside “Bulletin” in a list.
        return reader.pgettext("bulletin", "to be written in the language of your side")
    if matter.feature == "alert_text":
        # Translators: beside “Alert” in a list of what waits for a desk.
        return _("text to be written")
    if matter.feature == "sos":
        # Translators: beside a call for help in a list; the other side may have it in hand.
        return reader.pgettext("sos", "this side has not taken it over")
    # Translators: beside “Request for access” in a list.
    return reader.pgettext("access", "to be decided")

"""Why an alert is over, and what an update of it has changed, in words."""

from collections.abc import Sequence

from views.language import Reader
from views.message import shown

# Why an alert is cancelled; anything else is somebody's own words.
REASONS = ("mistake", "false_alarm")
# What an update can change.
CHANGES = ("texts", "expires_at", "severity")


def label(reader: Reader, reason: str) -> str:
    """A reason as its reader reads it; own words as they were typed."""
    _ = reader.gettext
    if reason == "mistake":
        # Translators: why an alert was cancelled.
        return _("It was sent by mistake")
    if reason == "false_alarm":
        return reader.term("alert.false_alarm")
    return shown(reason)


def changed(reader: Reader, changes: Sequence[str]) -> str:
    """`Changed: text, valid until`."""
    _ = reader.gettext
    # Translators: what of an alert was changed by an update, as a list.
    return _("Changed: {what}", what=", ".join(change(reader, each) for each in changes))


def change(reader: Reader, what: str) -> str:
    """What an update can change, by name."""
    _ = reader.gettext
    return {
        # Translators: what an alert says.
        "texts": reader.pgettext("alert", "text"),
        # Translators: until when an alert is valid.
        "expires_at": reader.pgettext("alert", "validity"),
        # Translators: how grave an alert is.
        "severity": reader.pgettext("alert", "level"),
    }[what]

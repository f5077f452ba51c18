"""What is said about being on duty."""

from storage.people import Person
from views.language import Reader
from views.message import Message


def changed(reader: Reader, *, on: bool) -> Message:
    """The reader has just gone on or off duty."""
    _ = reader.gettext
    if on:
        return Message(
            _("Reports for your side now come to you, with sound."), title=reader.term("duty.on")
        )
    return Message(
        _("Reports come to you only when nobody else of your side is on duty."),
        title=reader.term("duty.off"),
    )


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

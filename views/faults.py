"""What an officer is told when something of ours fails."""

from views.language import Reader
from views.message import Message


def apology(reader: Reader, reference: str) -> Message:
    """An update that could not be handled in any of its tries."""
    _ = reader.gettext
    return Message(
        reader.term("err.fault", ref=reference)
        + "\n"
        + _("Your last step was not carried out. Please try again, or call your duty officer.")
    )

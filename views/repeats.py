"""How a message that may already have arrived is marked when it is sent once more."""

from views.language import Reader


def mark(reader: Reader) -> str:
    """The first line of a possible second copy."""
    _ = reader.gettext
    return "↻ " + _("Repeated message: you may have received it already.")

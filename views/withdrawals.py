"""What is said when a report is withdrawn."""

from views.language import Reader
from views.message import Button, Message, Style


def ask(reader: Reader, number: str) -> Message:
    """Whether the reader means it: it cannot be undone."""
    _ = reader.gettext
    return Message(
        _("Withdraw this report? Every desk that has it will see that it no longer holds."),
        title=reader.term("report.number", n=number),
        buttons=(
            (Button(reader.term("report.withdraw"), f"withdraw-yes:{number}", Style.DANGER),),
            (Button("‹ " + reader.term("ui.back"), f"withdraw-no:{number}"),),
        ),
    )


def done(reader: Reader, number: str) -> Message:
    """To whoever reported, in place of the question."""
    _ = reader.gettext
    text = _("The report has been withdrawn. The desks have been told.")
    return Message(text, title=reader.term("report.number", n=number))


def kept(reader: Reader, number: str) -> Message:
    """In place of the question, where it was not meant."""
    _ = reader.gettext
    text = _("The report stands as it was.")
    return Message(text, title=reader.term("report.number", n=number))


def to_desk(reader: Reader, number: str, *, exercise: bool) -> Message:
    """To the desks that had it open."""
    _ = reader.gettext
    title = reader.term("report.number", n=number)
    title = f"{reader.term('alert.exercise')}\n{title}" if exercise else title
    return Message("⚫ " + _("The report has been withdrawn by whoever sent it."), title=title)

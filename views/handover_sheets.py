"""A record for the official channel, on one page in both languages: what stands on it.

Whatever is handed over in this way, a sighting first, becomes a `Sheet`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from geography.picture.scene import Scene
from views.language import Language, Reader
from views.message import Attachment, Button, FileKind, Message

LANGUAGES = (Language.SR_CYRL, Language.RO)  # side by side, in this order


@dataclass(frozen=True)
class Column:
    """The record in one language: labels with what they name, and the sentences around them."""

    issued_by: str
    title: str
    exercise: str
    rows: tuple[tuple[str, str], ...]
    note: str
    handling: str
    made: str


@dataclass(frozen=True)
class Sheet:
    """A page: both languages side by side, the map, and what was written, word for word."""

    columns: tuple[Column, ...]
    note: str = ""
    scene: Scene | None = None


def sheet(
    title: Callable[[Reader], str],
    rows: Callable[[Reader], Sequence[tuple[str, str]]],
    *,
    made_at: datetime,
    note: str,
    scene: Scene | None,
    exercise: bool,
) -> Sheet:
    """A page of any record; `title` and `rows` are asked for once in each language."""
    readers = [Reader(language, "") for language in LANGUAGES]
    columns = [
        Column(
            issued_by=reader.term("org.pcc"),
            title=title(reader),
            exercise=reader.term("alert.exercise") if exercise else "",
            rows=tuple(rows(reader)),
            note=_note(reader),
            handling=_handling(reader),
            made=_made(reader, made_at),
        )
        for reader in readers
    ]
    return Sheet(tuple(columns), note, scene)


def button(reader: Reader, number: str) -> Button:
    """Hands a sighting over."""
    # Translators: a button of the joint contact point; makes a PDF for the official channel.
    return Button("📄 " + reader.pgettext("sheet", "Hand over as PDF"), f"sheet:{number}")


def asked(reader: Reader) -> str:
    """Said where the button was pressed: it takes a moment."""
    return reader.pgettext("sheet", "The PDF is being made.")


def caption(reader: Reader, number: str, file: str, *, exercise: bool) -> Message:
    """With the file. It can be passed on, for it is made to be."""
    _ = reader.gettext
    named = f"📄 {reader.term('report.title')} {number}"
    title = f"{reader.term('alert.exercise')}\n{named}" if exercise else named
    return Message(
        _("For the official channel. That it was handed to you has been recorded."),
        title=title,
        protected=False,
        attachment=Attachment(FileKind.DOCUMENT, file, f"{number}.pdf"),
    )


def not_made(reader: Reader, number: str) -> Message:
    """No file came of it."""
    _ = reader.gettext
    return Message(_("The PDF of {number} could not be made. Please try again.", number=number))


def _note(reader: Reader) -> str:
    return reader.pgettext("sheet", "Note, word for word")


def _handling(reader: Reader) -> str:
    _ = reader.gettext
    return _(
        "For official use only. To be passed on through the official channel alone, and kept no"
        " longer than the matter needs."
    )


def _made(reader: Reader, at: datetime) -> str:
    _ = reader.gettext
    return _("Issued: {time}", time=reader.date_time(at))

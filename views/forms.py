"""The questions of a form, and what a form says about itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from views import sos
from views.language import Reader
from views.message import Button, Key, Keys, Rows, Style, Wants, shown


@dataclass(frozen=True)
class Choice:
    """A possible answer: its label and the value its button carries."""

    label: str
    value: str
    style: Style = Style.PLAIN


Grid = tuple[tuple[Choice, ...], ...]

# What has a label that a row shows.
Labelled = TypeVar("Labelled", Choice, Button)

# Letters and signs of a label that half the width of a small phone shows uncut.
BESIDE_ANOTHER = 18


@dataclass(frozen=True)
class Question:
    """One step of a form on the screen: what is asked, and answers to press."""

    text: str
    title: str = ""
    choices: Grid = ()
    keys: Keys = ()
    keys_stay: bool = False


def grid(choices: Iterable[Labelled], *, columns: int = 2) -> tuple[tuple[Labelled, ...], ...]:
    """Answers or buttons in rows of so many; one too long to stand beside another stands alone."""
    rows: list[list[Labelled]] = [[]]
    for choice in choices:
        labels = [*(each.label for each in rows[-1]), choice.label]
        if len(labels) > columns or any(len(label) > BESIDE_ANOTHER for label in labels):
            rows.append([choice])
        else:
            rows[-1].append(choice)
    return tuple(tuple(row) for row in rows if row)


def location_keys(reader: Reader, others: Sequence[str] = ()) -> Keys:
    """Large keys for a place: one tap sends where the phone is, the others open other ways."""
    return (
        (Key(location_label(reader), Wants.LOCATION),),
        *((Key(label),) for label in others),
        (Key(back_label(reader)), Key(cancel_label(reader))),
        sos.keys(),
    )


def location_label(reader: Reader) -> str:
    """The key that sends where the phone is."""
    return "📍 " + reader.term("field.location_send")


def otherwise_label(reader: Reader) -> str:
    """The key that opens the other ways to give a place."""
    _ = reader.gettext
    return _("Another place")


def cancel_label(reader: Reader) -> str:
    """The key and button that drop a form."""
    return "✖ " + reader.term("ui.cancel")


def back_label(reader: Reader) -> str:
    """The button to the question before."""
    return "‹ " + reader.term("ui.back")


def dropped(reader: Reader) -> str:
    """A form was cancelled; its button brings it back."""
    _ = reader.gettext
    return _("The form has been closed. Nothing was sent.")


def resume_label(reader: Reader) -> str:
    """The button that goes on with a form."""
    _ = reader.gettext
    return _("Continue the form")


def drop_label(reader: Reader) -> str:
    """The button that drops a form for good."""
    _ = reader.gettext
    return _("Discard the form")


def set_aside(reader: Reader) -> str:
    """A form was left alone for long."""
    _ = reader.gettext
    return _("You have an unfinished form. It was not sent, and what you entered has been kept.")


def still_open(reader: Reader) -> str:
    """Somebody starts a form while the same one is open."""
    _ = reader.gettext
    return _("You already have an unfinished form.")


def start_anew_label(reader: Reader) -> str:
    """The button that begins with an empty form."""
    _ = reader.gettext
    return _("Start a new form")


def nothing_open(reader: Reader) -> str:
    """/cancel without a form."""
    _ = reader.gettext
    return _("There is no open form.")


def answered(reader: Reader) -> str:
    """A tap on a question that has been answered already; at most 200 characters."""
    _ = reader.gettext
    return _("This step is already done.")


def left_buttons(reader: Reader, draft_id: int) -> Rows:
    """What can become of a form that was left: continued, dropped, or begun anew."""
    return (
        (Button(resume_label(reader), f"form-resume:{draft_id}", Style.PRIMARY),),
        (Button(start_anew_label(reader), f"form-anew:{draft_id}"),),
        (Button(drop_label(reader), f"form-drop:{draft_id}"),),
    )


def what_is_meant(
    reader: Reader, typed: str, *, note_label: str, answers: Sequence[Choice] = ()
) -> Question:
    """A text that may be a note, an answer or a slip: asked, never guessed.

    Without a label it can be no note.
    """
    _ = reader.gettext
    note = ((Choice(note_label, "note", Style.PRIMARY),),) if note_label else ()
    return Question(
        text=_("What should be done with your text? It has not been sent to anyone.")
        + "\n\n"
        + quoted(reader, typed),
        choices=(*((each,) for each in answers), *note, (Choice(_("Leave it out"), "drop"),)),
    )


def note_label(reader: Reader) -> str:
    """The button that puts a text into the open form."""
    _ = reader.gettext
    return _("Add it to the form as a note")


def report_with_text_label(reader: Reader) -> str:
    """The button that begins a report with a text."""
    _ = reader.gettext
    return _("New report with this text")


def text_settled(reader: Reader, typed: str) -> str:
    """What stays of the question about a text."""
    _ = reader.gettext
    said = _("Your text stays here in the chat. It was not sent to anyone.")
    return said + "\n\n" + quoted(reader, typed)


def quoted(reader: Reader, typed: str) -> str:
    """Somebody's own words among ours, in the quotes of the reader's language."""
    _ = reader.gettext
    return _("“{words}”", words=shown(typed))

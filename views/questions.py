"""Questions that cross the language: asked with a tap, answered with a tap."""

from collections.abc import Sequence

from geography.point import Point
from storage.questions import AnswerKind, QuestionRow, Stage
from views import forms, places
from views.forms import Choice, Question, grid
from views.language import Language, Reader
from views.message import Button, Message, Rows, Style, cut, units

# The questions there are, and the answers offered with each (none: it asks for something sent).
ANSWERS: dict[str, tuple[str, ...]] = {
    "persons": ("1", "2-5", "6-20", "20+"),
    "visible": ("yes", "no"),
    "direction": ("to_serbia", "to_romania", "along_border", "unknown"),
    "armed": ("yes", "no", "unknown"),
    "photo": (),
    "colour": ("white", "black", "grey", "red", "blue", "green", "other"),
}
FREE = "free"
_SHORT = 28  # characters of a question that a button shows


def wording(reader: Reader, kind: str) -> str:
    """A question of the list."""
    _ = reader.gettext
    return {
        "persons": _("How many persons are there?"),
        "visible": _("Is it still visible?"),
        "direction": _("Which way is it moving?"),
        "armed": _("Is anybody armed?"),
        "photo": _("Please send a photo, if it is safe."),
        "colour": _("What colour is it?"),
    }[kind]


def asked(reader: Reader, row: QuestionRow) -> str:
    """A question as its reader reads it; one in somebody's own words stands as typed."""
    if row.kind != FREE:
        return wording(reader, row.kind)
    return f"{forms.quoted(reader, row.text)} ({Language(row.language).own_name})"


def answered(reader: Reader, row: QuestionRow) -> str:
    """The answer, in the reader's language where it was pressed, as typed where it was typed."""
    _ = reader.gettext
    if row.answer_kind == AnswerKind.CHOICE:
        return choice_label(reader, row.answer)
    if row.answer_kind == AnswerKind.PHOTO:
        return "📷 " + _("A photo has been sent to the desk.")
    if row.answer_kind == AnswerKind.LOCATION:
        latitude, longitude = row.answer.split(",")
        return "\n".join(places.lines(reader, Point(float(latitude), float(longitude))))
    return forms.quoted(reader, row.answer)


def choice_label(reader: Reader, value: str) -> str:
    """An answer on its button."""
    _ = reader.gettext
    labels = {
        "1": "1",
        "2-5": "2–5",
        "6-20": "6–20",
        "20+": "> 20",
        "yes": reader.term("ui.yes"),
        "no": reader.term("ui.no"),
        "unknown": _("Not known"),
        "to_serbia": reader.term("field.to_serbia"),
        "to_romania": reader.term("field.to_romania"),
        "along_border": reader.term("field.along_border"),
        "white": _("White"),
        "black": _("Black"),
        "grey": _("Grey"),
        "red": _("Red"),
        "blue": _("Blue"),
        "green": _("Green"),
        "other": _("Another colour"),
    }
    return labels[value]


def choose(reader: Reader, number: str) -> Message:
    """To a desk: what to ask."""
    _ = reader.gettext
    kinds = [Button(wording(reader, kind), f"question:{number}:{kind}") for kind in ANSWERS]
    own_words = Button("✎ " + _("Ask in your own words"), f"words:{number}")
    return Message(
        _("What do you want to ask?"),
        title=reader.term("report.number", n=number),
        buttons=(*((button,) for button in kinds), (own_words,)),
    )


def sent(reader: Reader, row: QuestionRow) -> Message:
    """To the desk that asked: the question is on its way."""
    _ = reader.gettext
    where = (
        _("The question is at the reporter's own desk, which decides whether to pass it on.")
        if row.stage == Stage.AT_DESK
        else _("The question has been sent. The answer appears on the card of the report.")
    )
    return _titled(reader, row, f"❓ {asked(reader, row)}\n{where}")


def to_reporter(reader: Reader, row: QuestionRow) -> Message:
    """To whoever reported: the question with its answers to press, or what came of it."""
    _ = reader.gettext
    desk = f"{reader.term('org.duty_centre')} {row.side}"
    text = f"❓ {desk}: {asked(reader, row)}"
    if row.stage == Stage.ANSWERED:
        return _titled(reader, row, f"{text}\n✔ {answered(reader, row)}")
    if row.stage == Stage.DECLINED:
        return _titled(reader, row, f"{text}\n✖ " + _("This question is no longer asked."))
    how = (
        _("Press an answer, or reply to this message with your own.")
        if ANSWERS.get(row.kind)
        else _("Reply to this message: with text, a photo or a location.")
    )
    choices = [
        Button(choice_label(reader, value), f"answer:{row.id}:{value}")
        for value in ANSWERS.get(row.kind, ())
    ]
    return _titled(reader, row, f"{text}\n\n{how}", _rows(choices))


def at_desk(reader: Reader, row: QuestionRow) -> Message:
    """To the reporter's own desk: the other side's own words, to pass on or not."""
    _ = reader.gettext
    desk = f"{reader.term('org.duty_centre')} {row.side}"
    text = _("The desk of the other side asks: {desk}", desk=desk) + f"\n❓ {asked(reader, row)}"
    if row.stage == Stage.AT_DESK:
        passing = Button(_("Pass it on as written"), f"pass:{row.id}", Style.PRIMARY)
        declining = Button(_("Do not pass it on"), f"decline:{row.id}")
        return _titled(reader, row, text, ((passing,), (declining,)))
    if row.stage == Stage.DECLINED:
        return _titled(reader, row, text + "\n✖ " + _("It was not passed on."))
    return _titled(reader, row, text + "\n✔ " + _("It was passed on to the reporter."))


def declined(reader: Reader, row: QuestionRow) -> Message:
    """To the desk that asked."""
    _ = reader.gettext
    text = _("The question was not passed on to the reporter. Please call the desk there.")
    return _titled(reader, row, f"❓ {asked(reader, row)}\n✖ {text}")


def answer_notice(reader: Reader, row: QuestionRow) -> Message:
    """To the desk that asked: the answer."""
    return _titled(reader, row, f"❓ {asked(reader, row)}\n✔ {answered(reader, row)}")


def lines(reader: Reader, rows: Sequence[QuestionRow]) -> list[str]:
    """What a desk has asked, on its card of the report."""
    _ = reader.gettext
    shown = []
    for row in rows:
        shown.append(f"❓ {asked(reader, row)}")
        if row.stage == Stage.ANSWERED:
            shown.append(f"✔ {answered(reader, row)}")
        elif row.stage == Stage.DECLINED:
            shown.append("✖ " + _("It was not passed on."))
        else:
            shown.append("⏳ " + _("No answer yet."))
    return shown


def ask_words(reader: Reader, number: str) -> Question:
    """The form for a question in one's own words."""
    _ = reader.gettext
    return Question(
        _("Type your question. It is shown exactly as you write it."),
        title=reader.term("report.number", n=number),
    )


def review(reader: Reader, number: str, words: str, *, crosses: bool) -> Question:
    """The question in own words, before it goes, and where it goes."""
    _ = reader.gettext
    label = _("Send to the desk of the other side") if crosses else _("Send to the reporter")
    return Question(
        f"❓ {forms.quoted(reader, words)}",
        title=reader.term("report.number", n=number),
        choices=grid([Choice(label, "send", Style.SUCCESS)], columns=1),
    )


def answer_label(reader: Reader, row: QuestionRow) -> str:
    """The button that makes a text the answer to a question."""
    _ = reader.gettext
    short = row.text if row.kind == FREE else wording(reader, row.kind)
    return _("Answer to: {question}", question=cut(short, _SHORT))


def others_label(reader: Reader, others: int) -> str:
    """The button that turns to the questions that are not offered."""
    return reader.ngettext("{n} other question", "{n} other questions", others) + " ›"


def _rows(choices: Sequence[Button]) -> Rows:
    columns = 2 if all(units(button.label) < _SHORT / 2 for button in choices) else 1
    return tuple(tuple(choices[at : at + columns]) for at in range(0, len(choices), columns))


def _titled(reader: Reader, row: QuestionRow, text: str, buttons: Rows = ()) -> Message:
    title = reader.term("report.number", n=row.number)
    if row.exercise:
        title = f"{reader.term('alert.exercise')}\n{title}"
    return Message(text, title=title, buttons=buttons)

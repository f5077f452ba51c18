"""Reports that may be of the same thing: on the cards of a desk, and what is asked and said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from views.language import Reader
from views.message import Button, Message, Rows
from views.places import distance


@dataclass(frozen=True)
class Alike:
    """Another report that may be of the same thing; `metres` None where both name a sector."""

    number: str
    category: str
    metres: float | None
    apart: timedelta


@dataclass(frozen=True)
class Likeness:
    """What a card says of other reports: those it may equal, is part of, or is made of."""

    alike: tuple[Alike, ...] = ()
    into: str = ""
    merged: tuple[str, ...] = ()


def lines(reader: Reader, likeness: Likeness) -> list[str]:
    """On the card of a desk."""
    _ = reader.gettext
    said = ["⚠ " + _line(reader, each) for each in likeness.alike]
    if likeness.into:
        said.append("🔗 " + _("Handled together with no. {n}.", n=likeness.into))
    if likeness.merged:
        numbers = ", ".join(likeness.merged)
        said.append("🔗 " + _("Handled together with this one: {numbers}", numbers=numbers))
    return said


def buttons(reader: Reader, number: str, likeness: Likeness) -> Rows:
    """Under the card of a desk: to merge, or to undo it."""
    _ = reader.gettext
    if likeness.into:
        return ((Button("🔗 " + _("Separate again"), f"unmerge:{number}"),),)
    if likeness.alike:
        return ((Button("🔗 " + _("Merge…"), f"alike:{number}"),),)
    return ()


def ask(reader: Reader, number: str, found: Sequence[Alike]) -> Message:
    """Which of them is the same; a button each."""
    _ = reader.gettext
    how = _(
        "Merged reports are handled together, by your desk only. The other desk decides for itself."
    )
    rows = tuple((_merge_button(reader, number, each),) for each in found)
    back = (Button("‹ " + reader.term("ui.back"), f"merge-no:{number}"),)
    text = "\n".join([*(_line(reader, each) for each in found), "", how])
    return Message(text, title=reader.term("report.number", n=number), buttons=(*rows, back))


def merged(reader: Reader, number: str, into: str) -> Message:
    """To whoever merged them, in place of the question."""
    _ = reader.gettext
    undo = Button("🔗 " + _("Separate again"), f"unmerge:{number}")
    text = _("Handled together with no. {n}.", n=into)
    return Message(text, title=reader.term("report.number", n=number), buttons=((undo,),))


def not_merged(reader: Reader, number: str) -> Message:
    """In place of the question, where it was not meant, or is undone."""
    _ = reader.gettext
    text = _("The report is handled by itself.")
    return Message(text, title=reader.term("report.number", n=number))


def to_reporter(reader: Reader, number: str, side: str, *, together: bool) -> Message:
    """To whoever reported: their report counts, beside another one, or by itself again."""
    _ = reader.gettext
    desk = f"{reader.term('org.duty_centre')} {side}"
    text = (
        _(
            "The desk handles your report together with another one about the same thing: {desk}",
            desk=desk,
        )
        if together
        else _("The desk handles your report by itself again: {desk}", desk=desk)
    )
    return Message(text, title=reader.term("report.number", n=number))


def _line(reader: Reader, each: Alike) -> str:
    minutes = round(each.apart / timedelta(minutes=1))
    apart = reader.ngettext("{n} minute", "{n} minutes", minutes)
    where = reader.term("place.sector") if each.metres is None else distance(reader, each.metres)
    return f"{reader.term('report.duplicate', n=each.number)}: {where}, {apart}"


def _merge_button(reader: Reader, number: str, each: Alike) -> Button:
    _ = reader.gettext
    label = _("Merge with no. {n}", n=each.number)
    return Button(f"🔗 {label}", f"merge:{number}:{each.number}")

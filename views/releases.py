"""What is asked and said when a report kept to one side is released to the other, in part."""

from collections.abc import Collection, Sequence
from datetime import datetime

from views.forms import Choice, Question, grid, quoted
from views.language import Reader
from views.message import Button, Message, Rows, Style
from views.sightings import Report

# Why something crosses the border; the words of the audit entry where a button is pressed.
REASONS = ("joint_action", "danger", "request")


def field_label(reader: Reader, field: str) -> str:
    """What can be released, by name."""
    _ = reader.gettext
    labels = {
        "sector": reader.term("place.sector"),
        "place": _("Exact place"),
        "note": _("Note"),
        "people": reader.term("field.persons"),
        "armed": reader.term("field.armed"),
        "vehicle": reader.term("field.make_colour"),
        "plate": reader.term("field.plate"),
        "vessel": _("Vessel"),
        "equipment": reader.term("field.equipment"),
        "measures": reader.term("field.measures"),
        "certainty": reader.term("field.certainty"),
        "photos": _("Photos and recordings"),
    }
    return labels[field]


def buttons(reader: Reader, number: str, report: Report) -> Rows:
    """Under the card of the desk that keeps a report to its side."""
    kept = len(report.sides) == 1 or report.released is not None
    if reader.country != report.side or not kept:
        return ()
    return ((Button(_release_label(reader), f"release-to:{number}"),),)


def lines(reader: Reader, report: Report) -> list[str]:
    """On the cards of both desks: what is released, or that it is not all."""
    _ = reader.gettext
    if report.in_part:
        desk = f"{reader.term('org.duty_centre')} {report.side}"
        return ["◐ " + _("Released in part, by: {desk}", desk=desk)]
    if report.released is None:
        return []
    named = _named(reader, report.released)
    return ["◐ " + _("Released to the other side, besides kind and time: {fields}", fields=named)]


def ask_fields(
    reader: Reader, number: str, there: Sequence[str], chosen: Collection[str], *, released: bool
) -> Question:
    """Which fields; each tap adds or takes away one."""
    _ = reader.gettext
    choices = [
        Choice(f"{'☑' if each in chosen else '☐'} {field_label(reader, each)}", f"field-{each}")
        for each in there
    ]
    on = Choice("👁 " + _("Show what they will see"), "on", Style.PRIMARY)
    all_back = Choice("⚫ " + _("Withdraw all of it"), "withdraw", Style.DANGER)
    text = _(
        "Choose what the other side may know. Kind, direction, time and the desks' states always"
        " go along; names never do."
    )
    rows = (*grid(choices, columns=1), (on,), *(((all_back,),) if released else ()))
    return Question(text, title=_title(reader, number), choices=rows)


def ask_reason(reader: Reader, number: str) -> Question:
    """Why: pressed, or typed."""
    _ = reader.gettext
    choices = [Choice(reason(reader, each), each) for each in REASONS]
    text = _("Why is it released? Press a reason or type one. It is recorded.")
    return Question(text, title=_title(reader, number), choices=grid(choices, columns=1))


def reason(reader: Reader, name: str) -> str:
    """A reason on its button."""
    _ = reader.gettext
    return {
        "joint_action": _("Joint action"),
        "danger": _("Danger to people"),
        "request": _("The other side has asked"),
    }[name]


def ask_review(reader: Reader, number: str, card: Message, why: str) -> Question:
    """Precisely what the other side will see, before it does: the text of its card."""
    _ = reader.gettext
    head = _("This is all that the other side will see, in its own language:")
    said = reason(reader, why) if why in REASONS else quoted(reader, why)
    lines = [head, "", card.title, card.text, "", _("Reason: {reason}", reason=said)]
    send = Choice(f"✅ {reader.term('share.release')}", "send", Style.SUCCESS)
    return Question("\n".join(lines), title=_title(reader, number), choices=((send,),))


def ask_withdrawal(reader: Reader, number: str) -> Question:
    """Whether it is meant: nobody forgets what was read."""
    _ = reader.gettext
    text = _(
        "Withdraw everything from the other side? It disappears from their screens; what they have"
        " read they know."
    )
    yes = Choice("⚫ " + _("Withdraw all of it"), "withdraw-yes", Style.DANGER)
    return Question(text, title=_title(reader, number), choices=((yes,),))


def done(reader: Reader, number: str, other: str, fields: Sequence[str], at: datetime) -> Message:
    """The receipt of whoever released it."""
    _ = reader.gettext
    lines = [
        _("Released to: {side}", side=f"{reader.term('org.duty_centre')} {other}"),
        "◐ " + _("Besides kind and time: {fields}", fields=_named(reader, fields)),
        "🕒 " + reader.both_times(at),
    ]
    return Message("\n".join(lines), title=_title(reader, number))


def withdrawn(reader: Reader, number: str, other: str) -> Message:
    """To whoever withdrew it."""
    _ = reader.gettext
    desk = f"{reader.term('org.duty_centre')} {other}"
    text = _(
        "Nothing of the report is released any more. The desk has been told: {desk}", desk=desk
    )
    return Message(text, title=_title(reader, number))


def taken_away(reader: Reader, number: str, side: str) -> Message:
    """What stays of a card whose report is released no more."""
    _ = reader.gettext
    desk = f"{reader.term('org.duty_centre')} {side}"
    text = "⚫ " + _(
        "The report has been withdrawn by the desk that released it: {desk}", desk=desk
    )
    return Message(text, title=_title(reader, number))


def fields_withdrawn(reader: Reader, number: str, side: str, fields: Collection[str]) -> Message:
    """To the other desk: some of it is withdrawn, and gone from the card."""
    _ = reader.gettext
    desk = f"{reader.term('org.duty_centre')} {side}"
    lines = [
        _("A part of the report has been withdrawn by: {desk}", desk=desk),
        "⚫ " + _named(reader, sorted(fields)),
    ]
    return Message("\n".join(lines), title=_title(reader, number))


def held_back(reader: Reader, number: str, fields: Sequence[str]) -> Message:
    """To the desk that has released it: what was corrected waits for its decision."""
    _ = reader.gettext
    lines = [
        _("The report has been corrected. The other side no longer sees what was changed:"),
        "◐ " + _named(reader, fields),
        _("To release it as it is now, press: {button}", button=_release_label(reader)),
    ]
    buttons = ((Button(_release_label(reader), f"release-to:{number}"),),)
    return Message("\n".join(lines), title=_title(reader, number), buttons=buttons)


def _named(reader: Reader, fields: Sequence[str]) -> str:
    _ = reader.gettext
    return ", ".join(field_label(reader, each) for each in fields) or _("nothing else")


def _release_label(reader: Reader) -> str:
    return "⇄ " + reader.term("share.release")


def _title(reader: Reader, number: str) -> str:
    return reader.term("report.number", n=number)

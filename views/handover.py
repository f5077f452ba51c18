"""A change of shift on the screen: what was open then, from whom it goes to whom."""

from collections.abc import Sequence
from enum import StrEnum

from storage.duty import Handover, Standing
from storage.people import Person
from views import open_items
from views.language import Reader
from views.message import Button, Message, Rows, Style


class Part(StrEnum):
    """What a reader has to do with a handover."""

    GIVER = "giver"
    TAKER = "taker"
    COLLEAGUE = "colleague"


def summary(
    reader: Reader,
    row: Handover,
    *,
    giver: str,
    taker: str,
    buttons_of: Part,
    choice: Sequence[Person],
    minutes: int,
) -> Message:
    """What was open at the change of shift, both times, who to whom, and where that stands."""
    to = taker if row.state != Standing.TO_ALL else "?"
    lines = [f"👤 {giver} → {to}", f"🕒 {reader.both_times(row.at)} · {reader.date(row.at)}"]
    lines += ["", *open_items.lines(reader, row.matters), ""]
    lines.append(_standing(reader, row, taker=taker, part=buttons_of, minutes=minutes))
    title = reader.term("duty.handover")
    if row.exercise:
        title = f"{reader.term('alert.exercise')}\n{title}"
    return Message("\n".join(lines), title=title, buttons=_buttons(reader, row, buttons_of, choice))


def answered(reader: Reader, who: str, *, accepted: bool) -> Message:
    """To whoever gives: the answer, with sound."""
    _ = reader.gettext
    title = reader.term("duty.handover")
    if accepted:
        return Message("🟢 " + _("Taken over: {name}", name=who), title=title)
    declined = _("Declined: {name}. Please choose somebody else.", name=who)
    return Message("⚠ " + declined, title=title)


def _standing(reader: Reader, row: Handover, *, taker: str, part: Part, minutes: int) -> str:
    _ = reader.gettext
    if row.state == Standing.ACCEPTED:
        return "🟢 " + _("Taken over: {name}", name=taker) + _since(reader, row)
    if row.state == Standing.TO_ALL:
        return "⚠ " + _("Nobody has taken over yet. All duty officers of this side have been told.")
    if row.state == Standing.DECLINED:
        if part == Part.GIVER:
            return "⚠ " + _("Declined: {name}. Please choose somebody else.", name=taker)
        return "⚠ " + _("Declined: {name}", name=taker)
    return "🟡 " + reader.ngettext(
        "Waiting for: {name}. Without an answer, all duty officers of this side are told after {n}"
        " minute.",
        "Waiting for: {name}. Without an answer, all duty officers of this side are told after {n}"
        " minutes.",
        minutes,
        name=taker,
    )


def _since(reader: Reader, row: Handover) -> str:
    return f" · {reader.both_times(row.settled_at)}" if row.settled_at else ""


def _buttons(reader: Reader, row: Handover, part: Part, choice: Sequence[Person]) -> Rows:
    _ = reader.gettext
    accept = Button(reader.term("duty.accept"), f"handover-take:{row.id}", Style.PRIMARY)
    decline = Button(_("Decline"), f"handover-no:{row.id}:{row.version}")
    if row.state == Standing.OFFERED and part == Part.TAKER:
        return ((accept,), (decline,))
    if row.state == Standing.TO_ALL and part != Part.GIVER:
        return ((accept,),)
    if row.state == Standing.DECLINED and part == Part.GIVER:
        data = f"handover-to:{row.id}:{row.version}"
        return tuple((Button(f"⇄ {each.name}", f"{data}:{each.id}"),) for each in choice)
    return ()

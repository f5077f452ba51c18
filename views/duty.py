"""What is said about being on duty: until when, and what happens at the end."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from storage.people import Person
from views import clocks, lateness
from views.language import Reader
from views.message import Button, Message, Rows, Style


def ask_until(reader: Reader, ends: Sequence[datetime]) -> Message:
    """The second and last tap on the way to the desk."""
    _ = reader.gettext
    notice = clocks.notice(reader, ends)
    text = _("You can also write the time after the command: {example}", example="/duty 19:00")
    return Message(
        "\n\n".join(part for part in (text, notice) if part),
        title=_("On duty until when?"),
        buttons=tuple((_end(reader, each),) for each in ends),
    )


def ask_which(reader: Reader, moments: Sequence[datetime], *, skipped: bool) -> Message:
    """A time of day in the night on which the clocks change: twice there, or not at all."""
    _ = reader.gettext
    left_out = _(
        "The clocks go forward that night and leave this time out. The shift would end an hour"
        " later by the clock:"
    )
    return Message(
        left_out if skipped else clocks.notice(reader, moments),
        title=_("On duty until when?"),
        buttons=tuple((_end(reader, each),) for each in moments),
    )


def on(reader: Reader, until: datetime, now: datetime, *, at_desk: bool = True) -> Message:
    """The reader is on duty until then, at a desk or on patrol."""
    _ = reader.gettext
    text = (
        _("Reports for your side now come to you, with sound.")
        if at_desk
        else _("What is reported near you now comes to you, with sound.")
    )
    notice = clocks.notice(reader, [until])
    time = reader.both_times(until, now)
    return Message(
        "\n\n".join(part for part in (text, notice) if part),
        title=reader.term("duty.until", time=time + clocks.which(reader, until)),
    )


def already(reader: Reader) -> str:
    """A tap on the end that stands already; at most 200 characters."""
    _ = reader.gettext
    return _("This is the end of your duty already.")


def said(text: str) -> Message:
    """What a tap would be answered with, to somebody who typed."""
    return Message(text)


def off(
    reader: Reader, *, alone: bool, late: timedelta = timedelta(), at_desk: bool = True
) -> Message:
    """The reader is off duty; alone: nobody of their side is on duty now.

    `at_desk`: they were of a desk, not on patrol.
    `late`: how long after the stated end that was noticed.
    """
    _ = reader.gettext
    lines = [
        *lateness.lines(reader, late),
        *(["⚠ " + _("Nobody of your side is on duty now.")] if alone else []),
        _("Reports come to you only when nobody else of your side is on duty.")
        if at_desk
        else _("Nothing that is reported near you comes to you any more."),
    ]
    return Message("\n".join(lines), title=reader.term("duty.off"))


def ask_whom(
    reader: Reader, *, left: int, takers: Sequence[Person], later: Sequence[datetime]
) -> Message:
    """Somebody wants to leave the desk while matters are open."""
    _ = reader.gettext
    text = _("To whom do you hand them over?")
    return Message(
        text if takers else _nobody_else(reader),
        title=_open(reader, left),
        buttons=(*_takers(reader, takers), (_leave(reader),), *_later(reader, later)),
    )


def ends_soon(
    reader: Reader,
    until: datetime,
    now: datetime,
    *,
    left: int,
    later: Sequence[datetime],
    takers: Sequence[Person],
) -> Message:
    """A quarter of an hour before the end."""
    _ = reader.gettext
    ends = _("Your duty ends: {time}", time=reader.both_times(until, now))
    lines = [_open(reader, left)]
    if left:
        lines.append(
            _("Extend it, or choose who takes over. Otherwise whoever is on duty is asked.")
            if takers
            else _nobody_else(reader)
        )
    chosen = _takers(reader, takers) if left else ()
    return Message("\n".join(lines), title=ends, buttons=(*_later(reader, later), *chosen))


def _open(reader: Reader, left: int) -> str:
    return reader.ngettext("{n} open matter", "{n} open matters", left)


def _nobody_else(reader: Reader) -> str:
    _ = reader.gettext
    return _(
        "Nobody else of your desk is on duty. When you leave, all duty officers of your side are"
        " told."
    )


def _takers(reader: Reader, takers: Sequence[Person]) -> Rows:
    _ = reader.gettext
    return tuple(
        (Button(f"⇄ {each.name}", f"duty-to:{each.id}", Style.PRIMARY),) for each in takers
    )


def _leave(reader: Reader) -> Button:
    _ = reader.gettext
    return Button(_("Tell all, and go off duty"), "duty-off")


def _later(reader: Reader, later: Sequence[datetime]) -> Rows:
    return tuple((_end(reader, each, sign="➕"),) for each in later)


def _end(reader: Reader, at: datetime, *, sign: str = "🕒") -> Button:
    """An end on its button, as both clocks show it."""
    label = f"{sign} {reader.both_times(at)}{clocks.which(reader, at)}"
    return Button(label, f"duty-until:{int(at.timestamp()) // 60}")

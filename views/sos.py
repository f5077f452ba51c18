"""A call for help: the key that raises it, and what its caller and the desks read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from geography.point import Point
from storage.people import Person
from storage.sos import State
from views import lateness, organisation, places
from views.language import Language, Reader, fold
from views.message import Button, Key, Message, Rows, Style

LABEL = "🆘 SOS"  # the same in every language and script, so that anybody's phone can be used


@dataclass(frozen=True)
class Call:
    """A call for help as both sides may know it. Metres, UTC.

    `sent`: the place is where the caller said they are, not the last known one. `live`: it comes
    from a live location that goes on; False where that has ended, None where there was none.
    """

    number: str
    caller: Person
    state: State
    raised_at: datetime
    point: Point | None = None
    accuracy: float | None = None
    located_at: datetime | None = None
    sent: bool = False
    live: bool | None = None
    exercise: bool = False


@dataclass(frozen=True)
class Taker:
    """A side that has it in hand; the officer is named where the reader may know."""

    side: str
    officer: str = ""


def keys() -> tuple[Key, ...]:
    """The last row of every large keyboard of somebody known."""
    return (Key(LABEL),)


def called(text: str) -> bool:
    """Whether a text is a call for help: the key, or that word alone, in any script and case."""
    return _plain(text) in _words()


def card(
    reader: Reader, call: Call, takers: Sequence[Taker], *, late: timedelta = timedelta()
) -> Message:
    """To a desk: who calls, how to reach them, where they are, and who has it in hand.

    `late`: how much later than due it was noticed that nobody has.
    """
    _ = reader.gettext
    lines = [
        *_standing(reader, call, takers),
        *lateness.lines(reader, late),
        "",
        f"👤 {call.caller.name}",
        organisation.place_of(reader, call.caller),
        f"☎ {call.caller.phone}",
        "🕒 " + _("Called for help: {time}", time=reader.both_times(call.raised_at)),
        *_place(reader, call),
    ]
    return Message(
        "\n".join(lines), title=_title(reader, call), buttons=_desk(reader, call, takers)
    )


def own_card(
    reader: Reader, call: Call, takers: Sequence[Taker], *, unreached: Sequence[str] = ()
) -> Message:
    """To the caller: who has it in hand, and how to withdraw it."""
    _ = reader.gettext
    nobody = _(
        "No duty officer of this desk can be reached here. Please inform the desk by telephone or"
        " radio."
    )
    lines = [*_standing(reader, call, takers), *(f"⚠ {side}: {nobody}" for side in unreached)]
    mistake = Button(reader.term("sos.by_mistake"), f"sos-mistake:{call.number}")
    buttons = ((mistake,),) if call.state == State.OPEN else ()
    return Message("\n".join(lines), title=_title(reader, call), buttons=buttons)


def sure(reader: Reader, call: Call) -> Message:
    """The one question before a call for help is withdrawn."""
    _ = reader.gettext
    return Message(
        _("Withdraw the call for help? The desks will be told that it was pressed by mistake."),
        title=_title(reader, call),
        buttons=(
            (Button(_("No, I need help"), f"sos-keep:{call.number}", Style.DANGER),),
            (Button(_("Yes, pressed by mistake"), f"sos-withdraw:{call.number}"),),
        ),
    )


def raised(reader: Reader, *, keys: tuple[tuple[Key, ...], ...]) -> Message:
    """The answer to the key: it has been sent, now the location."""
    return Message("🆘 " + reader.term("sos.raised"), keys=keys)


def already(reader: Reader, *, located: bool, keys: tuple[tuple[Key, ...], ...]) -> Message:
    """The answer to the key pressed again at once."""
    _ = reader.gettext
    text = _("Your call for help has already been sent.")
    text += "" if located else " " + _("Please send your location.")
    return Message("🆘 " + text, keys=keys)


def located(
    reader: Reader, *, keys: tuple[tuple[Key, ...], ...], form_waits: bool = False
) -> Message:
    """The answer to a location; `form_waits`: an open form asks for a place and did not get it."""
    _ = reader.gettext
    lines = ["📍 " + _("Your location has been added to the call for help.")]
    if form_waits:
        lines.append(_("The open form still asks for a place."))
    return Message("\n\n".join(lines), keys=keys)


def kept(reader: Reader) -> str:
    """It was no mistake; at most 200 characters."""
    _ = reader.gettext
    return _("The call for help stays open.")


def withdrawn(reader: Reader, *, keys: tuple[tuple[Key, ...], ...]) -> Message:
    """The answer to the caller who has withdrawn it."""
    _ = reader.gettext
    return Message(_("The call for help is withdrawn. The desks have been told."), keys=keys)


def yours_already(reader: Reader) -> str:
    """A second tap of whoever has it in hand; at most 200 characters."""
    _ = reader.gettext
    return _("You have already taken over this call for help.")


def news(reader: Reader, call: Call, takers: Sequence[Taker]) -> Message:
    """To the caller, and after a mistake to the desks: where it stands now, as a new message."""
    _ = reader.gettext
    lines = _standing(reader, call, takers)
    if call.state == State.BY_MISTAKE:
        lines.append(_("The caller has withdrawn it. Please call the officer to make sure."))
    return Message("\n".join(lines), title=_title(reader, call))


def unheard(reader: Reader, call: Call, *, late: timedelta = timedelta()) -> Message:
    """To the caller: nobody has taken it over, so more people are told, `late` or not."""
    _ = reader.gettext
    text = _(
        "Nobody has taken over your call for help yet. It has been repeated to all duty officers of"
        " both sides. If you can, call a desk by telephone or radio."
    )
    lines = [f"🔔 {text}", *lateness.lines(reader, late)]
    return Message("\n".join(lines), title=_title(reader, call))


def _title(reader: Reader, call: Call) -> str:
    title = f"🆘 {reader.term('sos.title')} {call.number}"
    return f"{reader.term('alert.exercise')}\n{title}" if call.exercise else title


def _standing(reader: Reader, call: Call, takers: Sequence[Taker]) -> list[str]:
    _ = reader.gettext
    lines = []
    for each in takers:
        desk = f"{reader.term('org.duty_centre')} {each.side}"
        who = f"{desk}, {each.officer}" if each.officer else desk
        lines.append(f"🟡 {reader.term('report.taken_by', desk=who)}")
    if call.state == State.BY_MISTAKE:
        lines.append(f"⚪ {reader.term('sos.by_mistake')}")
    elif call.state == State.CLOSED:
        lines.append(f"🟢 {reader.term('sos.closed')}")
    return lines or ["🔴 " + _("Nobody has taken over this call for help yet.")]


def _place(reader: Reader, call: Call) -> list[str]:
    _ = reader.gettext
    if call.point is None or call.located_at is None:
        return ["📍 " + _("The place is not known yet.")]
    lines = places.lines(reader, call.point, call.accuracy)
    if call.sent:
        return [*lines, _how_sent(reader, call, reader.both_times(call.located_at))]
    age = max(0, (call.raised_at - call.located_at) // timedelta(minutes=1))
    known = reader.ngettext(
        "Last known place, {n} minute before the call:",
        "Last known place, {n} minutes before the call:",
        age,
    )
    return ["⚠ " + known, *lines]


def _how_sent(reader: Reader, call: Call, at: str) -> str:
    """With its time, whatever it is: a phone that has gone silent still shows its last place."""
    _ = reader.gettext
    if call.live is None:
        return _("Sent by the caller: {time}", time=at)
    if call.live:
        # Translators: “live location” is what Telegram calls it.
        return _("Live location, last place: {time}", time=at)
    return "⚠ " + _("The live location has ended. Last place: {time}", time=at)


def _desk(reader: Reader, call: Call, takers: Sequence[Taker]) -> Rows:
    _ = reader.gettext
    if call.state != State.OPEN:
        return ()
    if reader.country in {each.side for each in takers}:
        return ((Button(_("Close the call for help"), f"sos-close:{call.number}"),),)
    take = "🆘 " + reader.term("report.take_over")
    return ((Button(take, f"sos-take:{call.number}", Style.DANGER),),)


@cache
def _words() -> frozenset[str]:
    titles = (Reader(language, "").term("sos.title") for language in Language)
    return frozenset(_plain(each) for each in (LABEL, *titles))


def _plain(text: str) -> str:
    """Letters, digits and single spaces only, in one script and case."""
    letters = "".join(sign if sign.isalnum() else " " for sign in text[:80])
    return fold(" ".join(letters.split()))

"""What desks are told while an alert is not confirmed by as many as it needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from views import alerts, lateness
from views.alerts import Alert
from views.language import Reader
from views.message import Button, Message, Rows

NAMES = 10  # of one's own people; the board has the others


@dataclass(frozen=True)
class Side:
    """Where one side of an alert stands: confirmed, of how many needed, and whose word is missing.

    `names` of missing people, for readers of that side only.
    """

    side: str
    confirmed: int
    needed: int
    missing: int
    names: Sequence[str] = ()


@dataclass(frozen=True)
class Standing:
    """Where the reminders stand: the next of them, and the sides at which somebody stopped them."""

    next_at: datetime | None = None
    stopped: Sequence[str] = ()
    may_stop: bool = False


def unconfirmed(
    reader: Reader, alert: Alert, sides: Sequence[Side], *, late: timedelta, may_stop: bool
) -> Message:
    """To duty officers: who has not confirmed, after all of them were reminded."""
    _ = reader.gettext
    title = f"⏳ {reader.term('alert.not_acked')}\n{alerts.named(reader, alert)}"
    if alert.exercise:
        title = f"{reader.term('alert.exercise')}\n{title}"
    lines = [alerts.level(reader, alert.severity)]
    for each in sides:
        lines += ["", *_side(reader, each)]
    lines += ["", "🕒 " + _("The alert was sent: {time}", time=reader.both_times(alert.sent_at))]
    lines += lateness.lines(reader, late)
    return Message("\n".join(lines), title=title, buttons=_stop(reader, alert) if may_stop else ())


def lines(reader: Reader, alert: Alert, standing: Standing) -> list[str]:
    """On the board: when those missing are reminded next, or that nobody is."""
    _ = reader.gettext
    told = []
    if standing.next_at:
        at = reader.both_times(standing.next_at, alert.sent_at)
        told.append("🔔 " + _("Next reminder: {time}", time=at))
    if standing.stopped:
        sides = " + ".join(standing.stopped)
        told.append("🔕 " + _("Reminders have been stopped: {sides}", sides=sides))
    return told


def buttons(reader: Reader, alert: Alert, standing: Standing) -> Rows:
    """Under the board, while there will be a reminder that its reader may stop."""
    return _stop(reader, alert) if standing.next_at and standing.may_stop else ()


def stopped(reader: Reader) -> str:
    """The toast of *Stop reminding*."""
    _ = reader.gettext
    return _("Nobody is reminded of this alert any more.")


def own_stopped(reader: Reader) -> str:
    """The same, at the desk of a side that it does not come from."""
    _ = reader.gettext
    return _("Your side is not reminded of this alert any more.")


def astray(reader: Reader, alert: Alert) -> Message:
    """To both desks: an alert that nothing would have brought on, nor to an end."""
    _ = reader.gettext
    title = "⛔ " + _("Alert without a next step") + f"\n{alerts.named(reader, alert)}"
    if alert.exercise:
        title = f"{reader.term('alert.exercise')}\n{title}"
    text = _(
        "The assistant has found that nothing more would have happened to this alert. It has put"
        " that right as far as it can. Please check its board, and inform whoever runs the"
        " assistant."
    )
    return Message(text, title=title)


def _side(reader: Reader, side: Side) -> list[str]:
    _ = reader.gettext
    confirmed, needed = reader.number(side.confirmed), reader.number(side.needed)
    told = _("Confirmed: {n} of {needed}", n=confirmed, needed=needed)
    lines = [f"{side.side} · ✔ {told}"]
    if side.missing:
        missing = reader.ngettext("{n} answer missing", "{n} answers missing", side.missing)
        lines.append(f"▲ {missing}")
    lines += [f"   {name}" for name in side.names[:NAMES]]
    if len(side.names) > NAMES:
        lines.append("   …")
    return lines


def _stop(reader: Reader, alert: Alert) -> Rows:
    _ = reader.gettext
    return ((Button("🔕 " + _("Stop reminding"), f"alert-stop:{alert.id}"),),)

"""The board of an alert, as a desk reads it: who it was for, who has it, who has answered."""

from collections.abc import Sequence

from storage.alert_recipients import Held, Tally
from storage.people import SIDES
from views import alerts
from views.alerts import Alert
from views.language import Reader
from views.message import Message


def board(reader: Reader, alert: Alert, tally: Sequence[Tally]) -> Message:
    """Counts by country; what Telegram has accepted is never said to be read."""
    lines = [f"{alerts.level(reader, alert.severity)} · {alerts.standing(reader, alert)}"]
    if alert.exercise:
        lines.insert(0, reader.term("alert.exercise"))
    for side in SIDES:
        units = [each for each in tally if each.side == side]
        if units:
            lines += ["", *_side(reader, side, units)]
    return Message("\n".join(lines), title=alerts.named(reader, alert))


def _side(reader: Reader, side: str, units: Sequence[Tally]) -> list[str]:
    def count(name: str) -> int:
        return sum(each.counts[name] for each in units)

    _ = reader.gettext
    recipients = count("recipients")
    lines = [
        f"{side} · " + reader.ngettext("{n} recipient", "{n} recipients", recipients),
        # Translators: messages that Telegram has taken; whether they were read, nobody knows.
        "✈ " + _("Accepted by Telegram: {n}", n=reader.number(count("accepted"))),
        "✔ " + _("Confirmed: {n}", n=reader.number(count("answered"))),
    ]
    lines += [
        f"   {alerts.answer_label(reader, answer)}: {reader.number(count(f'said_{answer}'))}"
        for answer in alerts.MORE
        if count(f"said_{answer}")
    ]
    lines += [
        f"⏸ {held_label(reader, held)}: {reader.number(count(f'held_{held}'))}"
        for held in Held
        if held and count(f"held_{held}")
    ]
    if failed := count("failed"):
        lines.append("✖ " + _("Not accepted: {n}", n=reader.number(failed)))
    return lines


def held_label(reader: Reader, held: Held) -> str:
    """Why an alert was not sent to somebody."""
    _ = reader.gettext
    return {
        # Translators: of people an alert was not sent to yet, with how many they are.
        Held.TEXT: _("Waiting for the text in their language"),
        Held.OFF_DUTY: _("Off duty"),
        Held.UNREACHABLE: _("Not reachable in Telegram"),
        Held.OVER: _("Not sent before its end"),
    }[held]

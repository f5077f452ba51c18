"""The board of an alert, as a desk reads it: who it was for, who has it, who has answered."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from storage.alert_ledger import Part, Tally
from storage.alert_recipients import Answer, Held
from storage.alerts import Status
from storage.people import SIDES
from views import alerts
from views.alerts import Alert
from views.forms import grid
from views.language import Reader
from views.message import Button, Message, Rows, Style, shown

MOST_UNITS = 20  # lines of units; whoever has more reads the lists

Count = Callable[[str], int]


@dataclass(frozen=True)
class Counted:
    """The ledger counted; `failures` as side, reason and number."""

    tally: tuple[Tally, ...]
    failures: tuple[tuple[str, str, int], ...]
    late_after: timedelta


def board(reader: Reader, alert: Alert, now: Counted, *, asked: Collection[str]) -> Message:
    """Counts by country, and by unit of the reader's own; what was accepted is not said to be read.

    `asked`: the sides whose people the reader's desk reminds.
    """
    lines = [f"{alerts.level(reader, alert.severity)} · {alerts.standing(reader, alert)}"]
    if alert.exercise:
        lines.insert(0, reader.term("alert.exercise"))
    for side in SIDES:
        units = [each for each in now.tally if each.side == side]
        if units:
            failed = [(reason, number) for of, reason, number in now.failures if of == side]
            lines += ["", *_side(reader, side, units, failed, now.late_after)]
            lines += _units(reader, units) if side == reader.country else []
    buttons = _buttons(reader, alert, now.tally, asked)
    return Message("\n".join(lines), title=alerts.named(reader, alert), buttons=buttons)


def _side(
    reader: Reader,
    side: str,
    units: Sequence[Tally],
    failed: Sequence[tuple[str, int]],
    late_after: timedelta,
) -> list[str]:
    count, _ = _sum(units), reader.gettext
    lines = [
        f"{side} · " + reader.ngettext("{n} recipient", "{n} recipients", count("recipients")),
        # Translators: messages that Telegram has taken; whether they were read, nobody knows.
        "✈ " + _("Accepted by Telegram: {n}", n=reader.number(count("accepted"))),
        *_failed(reader, failed),
        "✔ " + _("Confirmed: {n}", n=reader.number(count("answered"))),
        *_answers(reader, count, late_after),
    ]
    if missing := count("missing"):
        lines.append(f"… {reader.term('alert.not_acked')}: {reader.number(missing)}")
    if reminded := count("reminded"):
        lines.append("🔁 " + _("Reminded: {n}", n=reader.number(reminded)))
    if silent := count("silent"):
        # Translators: messages that came at night, and were not urgent.
        lines.append("🔕 " + _("Sent without sound: {n}", n=reader.number(silent)))
    lines += [
        f"⏸ {held_label(reader, held)}: {reader.number(count(f'held_{held}'))}"
        for held in Held
        if held and count(f"held_{held}")
    ]
    return lines


def _failed(reader: Reader, failed: Sequence[tuple[str, int]]) -> list[str]:
    _ = reader.gettext
    if not failed:
        return []
    total = sum(number for _reason, number in failed)
    by_reason: dict[str, int] = {}
    for reason, number in failed:
        label = failed_label(reader, reason)
        by_reason[label] = by_reason.get(label, 0) + number
    return [
        "✖ " + _("Not accepted: {n}", n=reader.number(total)),
        *(f"   {label}: {reader.number(number)}" for label, number in by_reason.items()),
    ]


def _answers(reader: Reader, count: Count, late_after: timedelta) -> list[str]:
    """The answers beside *Received*, and how many came late."""
    others = [each for each in Answer if each != Answer.RECEIVED]
    lines = [
        f"   {alerts.answer_label(reader, answer)}: {reader.number(count(f'said_{answer}'))}"
        for answer in others
        if count(f"said_{answer}")
    ]
    if late := count("late"):
        minutes = int(late_after.total_seconds() // 60)
        told = reader.ngettext(
            # Translators: how many confirmations of an alert came so late.
            "Later than after {n} minute: {number}",
            "Later than after {n} minutes: {number}",
            minutes,
            number=reader.number(late),
        )
        lines.append(f"   {told}")
    return lines


def _units(reader: Reader, units: Sequence[Tally]) -> list[str]:
    """A line for each unit of the reader's own country, where there is more than one."""
    _ = reader.gettext
    if len(units) == 1:
        return []
    lines = [f"• {_unit(reader, each)}" for each in units[:MOST_UNITS]]
    if (more := len(units) - MOST_UNITS) > 0:
        lines.append(reader.ngettext("… and {n} more", "… and {n} more", more))
    return lines


def _unit(reader: Reader, unit: Tally) -> str:
    count = _sum([unit])
    told = f"{reader.number(count('answered'))}/{reader.number(count('recipients'))}"
    held = sum(count(f"held_{each}") for each in Held if each)
    failed = count("failed")
    more = [f"✖ {reader.number(failed)}"] if failed else []
    more += [f"⏸ {reader.number(held)}"] if held else []
    return " · ".join([unit_name(reader, unit.unit), f"✔ {told}", *more])


def unit_name(reader: Reader, unit: str) -> str:
    """A unit as the roster has it."""
    _ = reader.gettext
    return shown(unit) if unit else _("Without a unit")


def held_label(reader: Reader, held: Held) -> str:
    """Why an alert was not sent to somebody."""
    _ = reader.gettext
    return {
        # Translators: of people an alert was not sent to yet, with how many they are.
        Held.TEXT: _("Waiting for the text in their language"),
        Held.OFF_DUTY: _("Off duty"),
        Held.UNREACHABLE: _("Not reachable in Telegram"),
        Held.OVER: _("Not sent before its end"),
        # Translators: of people an alert was not sent to, for the roster has them no more.
        Held.REVOKED: _("No access any more"),
    }[held]


def failed_label(reader: Reader, reason: str) -> str:
    """Why a message was not accepted, in plain words."""
    _ = reader.gettext
    said = reason.lower()
    if "blocked" in said or "kicked" in said:
        return _("The assistant has been blocked in Telegram")
    if any(word in said for word in ("deactivated", "not found", "peer_id")):
        return _("The Telegram account no longer exists")
    if said == "expired":
        return _("The alert ended before the message could be sent")
    if any(word in said for word in ("unbound", "withdrawn", "moved")):
        return _("Access ended before the message could be sent")
    return _("Telegram refused the message")


def list_label(reader: Reader, part: Part) -> str:
    """The button that opens a list, and the name of the list."""
    _ = reader.gettext
    return {
        Part.OPEN: "… " + reader.term("alert.not_acked"),
        # Translators: a button and the title of a list: who has confirmed an alert.
        Part.CONFIRMED: "✔ " + reader.pgettext("alert", "Confirmed"),
        # Translators: a button and the title of a list: messages Telegram has not taken.
        Part.FAILED: "✖ " + reader.pgettext("alert", "Not accepted"),
        # Translators: a button and the title of a list: to whom an alert was not sent, and why.
        Part.HELD: "⏸ " + reader.pgettext("alert", "Not sent"),
        # Translators: a button and the title of a list: telephone numbers of who does not answer.
        Part.CALL: "☎ " + _("To be called"),
    }[part]


def words_label(reader: Reader) -> str:
    """The button that opens the answers in words, and the name of that list."""
    _ = reader.gettext
    return "💬 " + _("Words and locations")


def _buttons(reader: Reader, alert: Alert, tally: Sequence[Tally], asked: Collection[str]) -> Rows:
    _ = reader.gettext
    own = _sum([each for each in tally if each.side == reader.country])
    theirs = _sum([each for each in tally if each.side in asked])
    to_call = own("missing") + own("held_unreachable") + own("held_text")
    offered = [
        (Part.OPEN, own("missing")),
        (Part.CONFIRMED, own("answered")),
        (Part.FAILED, own("failed")),
        (Part.HELD, sum(own(f"held_{each}") for each in Held if each)),
        (Part.CALL, to_call),
    ]
    lists = [
        Button(list_label(reader, part), f"alert-list:{alert.id}:{part}")
        for part, number in offered
        if number
    ]
    if theirs("worded"):
        lists.append(Button(words_label(reader), f"alert-words:{alert.id}"))
    lists.append(Button("📄 " + _("Files"), f"alert-files:{alert.id}"))
    rows = list(grid(lists))
    if alert.status == Status.ACTIVE and theirs("missing"):
        label = "🔁 " + _("Remind those missing")
        rows.append((Button(label, f"alert-remind:{alert.id}", Style.PRIMARY),))
    return tuple(rows)


def _sum(units: Sequence[Tally]) -> Count:
    return lambda name: sum(each.counts[name] for each in units)

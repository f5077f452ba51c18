"""What /alerts shows: alerts of a desk with their boards, and a reader's own with their cards."""

from collections.abc import Sequence
from datetime import datetime

from storage.alerts import Status
from views import alerts
from views.alerts import Alert
from views.forms import Choice, grid
from views.language import Reader
from views.message import Button, Message

MOST = 30  # lines and buttons that a chat shows without being unreadable


def listed(
    reader: Reader,
    own: Sequence[tuple[Alert, bool]],
    boards: Sequence[Alert] | None,
    now: datetime,
) -> Message:
    """`own`: active ones the reader was sent, and whether answered; `boards`: None for no desk."""
    _ = reader.gettext
    waiting = [alert for alert, answered in own if not answered]
    mine = waiting if boards is not None else [alert for alert, _answered in own]
    lines, choices = [], []
    for each in mine[:MOST]:
        lines.append(_own_line(reader, each, now, answered=each not in waiting))
        choices.append(Choice(f"✉ {each.number}", f"alert-mine:{each.id}"))
    for each in (boards or ())[: MOST - len(lines)]:
        lines.append(_board_line(reader, each, now))
        choices.append(Choice(f"📋 {each.number}", f"alert-open:{each.number}"))
    if (more := len(mine) + len(boards or ()) - len(lines)) > 0:
        lines.append(reader.ngettext("… and {n} more", "… and {n} more", more))
    buttons = tuple(tuple(Button(each.label, each.value) for each in row) for row in grid(choices))
    if not lines:
        active = _("There is no active alert for you.")
        recent = _("There has been no alert in the last seven days.")
        return Message(active if boards is None else recent, protected=False)
    return Message("\n".join(lines), title=title(reader), buttons=buttons)


def title(reader: Reader) -> str:
    """Of the list, and what the command is described by."""
    _ = reader.gettext
    return _("Alerts")


def _own_line(reader: Reader, alert: Alert, now: datetime, *, answered: bool) -> str:
    if answered:
        # Translators: a reader's own answer to an alert has been recorded.
        told = "✔ " + reader.pgettext("alert", "Answered")
    else:
        told = "… " + reader.term("alert.not_acked")
    return _line(reader, alert, now, told)


def _board_line(reader: Reader, alert: Alert, now: datetime) -> str:
    sign = "" if alert.status == Status.ACTIVE else "■ "
    return _line(reader, alert, now, sign + alerts.standing(reader, alert))


def _line(reader: Reader, alert: Alert, now: datetime, told: str) -> str:
    level = alerts.level(reader, alert.severity)
    parts = [level, alert.number, told, reader.both_times(alert.sent_at, now)]
    if alert.exercise:
        parts.insert(0, reader.term("alert.exercise"))
    return "• " + " · ".join(parts)

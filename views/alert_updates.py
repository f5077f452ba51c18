"""What a desk is asked when it changes an alert that has been sent."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from storage.alerts import Severity
from storage.people import SIDES
from views import alert_reasons, alerts
from views.forms import Choice, Question, grid
from views.language import Reader
from views.message import Message, Style

LEVELS = (Severity.EXTREME, Severity.SEVERE, Severity.MINOR)
# What the people of a side read and write, and how its texts are kept.
TAGS = {"RS": "sr", "RO": "ro"}


def ask_what(reader: Reader, number: str, chosen: Collection[str]) -> Question:
    """What changes; what has been changed already bears a mark."""
    _ = reader.gettext
    # Translators: buttons under "What changes?", of an alert.
    labels = {
        "texts": reader.pgettext("alert", "Text"),
        "expires_at": reader.pgettext("alert", "Valid until"),
        "severity": reader.pgettext("alert", "Level"),
    }
    choices = [
        Choice(f"{'☑ ' if each in chosen else ''}{labels[each]}", each)
        for each in alert_reasons.CHANGES
    ]
    on = Choice("👁 " + _("Show what they will see"), "review", Style.PRIMARY)
    rows = (*grid(choices, columns=1), *(((on,),) if chosen else ()))
    return Question(_("What changes?"), title=_title(reader, number), choices=rows)


def ask_text(reader: Reader, number: str, side: str) -> Question:
    """What it says now, to the people of the desk's own side."""
    _ = reader.gettext
    text = {
        "RS": _("Please write the new text in Serbian."),
        "RO": _("Please write the new text in Romanian."),
    }[side]
    return Question(text, title=_title(reader, number))


def ask_other_text(reader: Reader, number: str, side: str) -> Question:
    """The same for the people of the other side, or that its desk will write it."""
    _ = reader.gettext
    text = {
        "RS": _("Please write the same text in Serbian, or leave it to the other desk."),
        "RO": _("Please write the same text in Romanian, or leave it to the other desk."),
    }[side]
    without = Choice(_("Leave it to the other desk"), "without")
    return Question(text, title=_title(reader, number), choices=((without,),))


def ask_until(reader: Reader, number: str, times: Mapping[str, tuple[int, datetime]]) -> Question:
    """Until when it is valid; the value of each choice with its hours from now and its moment."""
    _ = reader.gettext
    choices = [
        Choice(f"+{hours} h · {reader.both_times(at)}", value)
        for value, (hours, at) in times.items()
    ]
    text = _("Until when is the alert valid?")
    return Question(text, title=_title(reader, number), choices=grid(choices, columns=1))


def ask_level(reader: Reader, number: str) -> Question:
    """How grave it is."""
    _ = reader.gettext
    choices = [Choice(alerts.level(reader, each), each) for each in LEVELS]
    text = _("How grave is it now?")
    return Question(text, title=_title(reader, number), choices=grid(choices, columns=1))


def ask_review(
    reader: Reader, number: str, shown: Mapping[str, Message], sides: Sequence[str]
) -> Question:
    """The update as each side will read it, before it goes."""
    _ = reader.gettext
    lines = [
        _("This replaces the alert for everybody who has it, and all are asked to confirm it anew.")
    ]
    for side in (each for each in SIDES if each in sides):
        lines += ["", f"▼ {side}"]
        if side in shown:
            lines += [shown[side].title, shown[side].text]
        else:
            lines.append(_("It is sent there once the other desk has written its text."))
    send = Choice(f"✅ {reader.term('ui.send')}", "send", Style.SUCCESS)
    return Question("\n".join(lines), title=_title(reader, number), choices=((send,),))


def _title(reader: Reader, number: str) -> str:
    return f"{reader.term('alert.title')} {number}"

"""An alert that a central system has sent as a draft, before the desk that decides on it."""

from storage.alerts import Status
from views import alerts
from views.alerts import Alert
from views.language import Reader
from views.message import Button, Message, Rows, Style


def card(reader: Reader, alert: Alert, *, system: str, people: int, by: str = "") -> Message:
    """What would be sent and to how many; once it is decided, what was decided and `by` whom."""
    _ = reader.gettext
    # Translators: {name} is what the operator calls the system, like MUP-112.
    title = _("Draft of an alert by a central system: {name}", name=system)
    preview = alerts.card(reader, alert, answers=False)
    lines = [preview.title, preview.text, ""]
    if alert.status == Status.DRAFT:
        lines.append(
            reader.ngettext(
                "Nothing has been sent. If you send it, {n} person gets it.",
                "Nothing has been sent. If you send it, {n} people get it.",
                people,
            )
        )
        return Message("\n".join(lines), title=title, buttons=_buttons(reader, alert))
    told = reader.both_times(alert.ended_at or alert.sent_at)
    lines.append(" · ".join(part for part in (alerts.standing(reader, alert), told, by) if part))
    return Message("\n".join(lines), title=title)


def _buttons(reader: Reader, alert: Alert) -> Rows:
    _ = reader.gettext
    return (
        (Button(_("Send the alert"), f"cap:send:{alert.id}", Style.SUCCESS),),
        (Button(_("Discard the draft"), f"cap:drop:{alert.id}"),),
    )

"""An alert that waits for a second duty officer's release, as both officers see it."""

from collections.abc import Sequence

from storage.alerts import Status
from views import alert_audiences, alerts
from views.alert_audiences import Chosen
from views.alert_forms import Draft, previews
from views.alerts import Alert
from views.language import Reader
from views.message import MAX_UNITS, Button, Message, Rows, Style, units

_ROOM = 100  # units kept free of the message for what Telegram or a mark adds


def request(
    reader: Reader, alert: Alert, sides: Sequence[str], chosen: Chosen, *, own: bool
) -> Message:
    """What each side would read, and one tap to send it; to its author, that it waits."""
    head = [_standing(reader, alert, own=own), alert_audiences.summary(reader, chosen)]
    title = alerts.named(reader, alert)
    room = MAX_UNITS - _ROOM - units("\n".join([title, *head]))
    draft = Draft(tuple((side, alert) for side in sides), (), chosen)
    lines = [*head, "", *previews(reader, draft, room)]
    buttons = _buttons(reader, alert, own=own) if alert.status == Status.DRAFT else ()
    return Message("\n".join(lines), title=title, buttons=buttons)


def _standing(reader: Reader, alert: Alert, *, own: bool) -> str:
    _ = reader.gettext
    if alert.status != Status.DRAFT:
        return f"■ {alerts.standing(reader, alert)}"
    if own:
        return "🔑 " + _("Not sent yet: it waits for another duty officer of your side.")
    return "🔑 " + _("Not sent yet: it waits for your release.")


def _buttons(reader: Reader, alert: Alert, *, own: bool) -> Rows:
    _ = reader.gettext
    # Translators: buttons of a duty officer under an alert that somebody else has written.
    send = Button("✅ " + _("Release and send"), f"alert-release:{alert.id}", Style.SUCCESS)
    drop = Button("✖ " + _("Do not send"), f"alert-discard:{alert.id}")
    return ((drop,),) if own else ((send,), (drop,))

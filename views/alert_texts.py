"""The request to a desk for an alert's text in its language, and the form it is written in."""

from storage.alerts import Status
from views import alerts
from views.alert_forms import SIDES_LANGUAGE, ask_text
from views.alerts import Alert
from views.forms import Question
from views.language import Reader
from views.message import Button, Message, Style, shown


def request(reader: Reader, alert: Alert, side: str, *, written: bool) -> Message:
    """To a desk: the text there is, and one button to write its own; settled, without it."""
    _ = reader.gettext
    over = alert.status != Status.ACTIVE
    lines = [alerts.level(reader, alert.severity)]
    if alert.exercise:
        lines.insert(0, reader.term("alert.exercise"))
    if written:
        desk = f"{reader.term('org.duty_centre')} {side}"
        lines.append("✔ " + _("The text has been written by: {desk}", desk=desk))
    elif over:
        lines.append(f"■ {alerts.standing(reader, alert)}")
    else:
        language = SIDES_LANGUAGE[side].own_name
        told = _("There is no text yet in this language: {language}", language=language)
        lines.append("▲ " + told)
    lines += ["", *(shown(text) for text in dict.fromkeys(alert.texts.values()))]
    button = Button(write_label(reader, side), f"alert-text:{alert.id}", Style.PRIMARY)
    buttons = () if written or over else ((button,),)
    return Message("\n".join(lines), title=alerts.named(reader, alert), buttons=buttons)


def write_label(reader: Reader, side: str) -> str:
    """The button that begins the text."""
    _ = reader.gettext
    # Translators: a button of a desk that writes an alert's text in its own language.
    return "✎ " + _("Write: {language}", language=SIDES_LANGUAGE[side].own_name)


def ask(reader: Reader, alert: Alert, side: str, *, limit: int) -> Question:
    """The words, below those there are."""
    asked = ask_text(reader, SIDES_LANGUAGE[side], limit=limit)
    said = "\n".join(shown(text) for text in dict.fromkeys(alert.texts.values()))
    return Question(f"{said}\n\n{asked.text}", title=alerts.named(reader, alert))


def sent(reader: Reader, alert: Alert) -> Message:
    """To whoever has written it."""
    _ = reader.gettext
    text = _("The text has been added. Whoever has waited for it gets the alert now.")
    return Message(text, title=alerts.named(reader, alert))

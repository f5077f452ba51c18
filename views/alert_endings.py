"""How a desk ends an alert or changes it, and what those who have it are told of its end."""

from storage.alerts import Status
from views import alert_reasons, alerts
from views.alerts import Alert
from views.forms import Question, back_label
from views.language import Reader
from views.message import Button, Message, Rows, Style


def buttons(reader: Reader, alert: Alert) -> Rows:
    """Under the board, at the desk of the side it comes from, while it is active."""
    if alert.status != Status.ACTIVE or reader.country != alert.side:
        return ()
    _ = reader.gettext
    return (
        (Button("✎ " + _("Update the alert"), f"alert-update:{alert.id}"),),
        (Button("✅ " + all_clear_label(reader), f"alert-clear:{alert.id}"),),
        (Button("✖ " + _("Cancel the alert"), f"alert-cancel:{alert.id}", Style.DANGER),),
    )


def all_clear_label(reader: Reader) -> str:
    """The button that says the danger is over."""
    return reader.term("alert.all_clear")


def ask_all_clear(reader: Reader, alert: Alert) -> Message:
    """Whether to give the all clear."""
    _ = reader.gettext
    text = _("Tell everybody who has this alert that the danger is over?")
    yes = Button("✅ " + all_clear_label(reader), f"alert-clear-yes:{alert.id}", Style.SUCCESS)
    return Message(text, title=alerts.named(reader, alert), buttons=((yes,), _back(reader, alert)))


def ask_reason(reader: Reader, alert: Alert) -> Message:
    """Why it is cancelled; each answer cancels it."""
    _ = reader.gettext
    text = _(
        "Why is this alert cancelled? Your answer cancels it, and everybody who has it reads it."
    )
    reasons = tuple(
        (Button(alert_reasons.label(reader, each), f"alert-cancel-as:{alert.id}:{each}"),)
        for each in alert_reasons.REASONS
    )
    own = Button("✎ " + _("In your own words"), f"alert-cancel-own:{alert.id}")
    rows = (*reasons, (own,), _back(reader, alert))
    return Message(text, title=alerts.named(reader, alert), buttons=rows)


def ask_own_reason(reader: Reader, number: str) -> Question:
    """The form for own words."""
    _ = reader.gettext
    text = _(
        "Please write in a few words why the alert is cancelled. Both sides read it as you write"
        " it."
    )
    return Question(text, title=f"{reader.term('alert.title')} {number}")


def kept(reader: Reader, alert: Alert) -> Message:
    """In place of a question that was answered with *Back*."""
    _ = reader.gettext
    return Message(_("Nothing was changed."), title=alerts.named(reader, alert))


def done(reader: Reader, alert: Alert, told: int) -> Message:
    """In place of the question, once it has ended."""
    people = reader.ngettext("{n} person is told.", "{n} people are told.", told)
    lines = [*alerts.ending(reader, alert)[:-1], people]
    return Message("\n".join(lines), title=alerts.named(reader, alert))


def over(reader: Reader, alert: Alert) -> Message:
    """To everybody who has it, so that they hear that it is over."""
    _ = reader.gettext
    sign = "✅" if alert.status == Status.ALL_CLEAR else "✖"
    title = f"{sign} {alerts.standing(reader, alert)}\n{alerts.named(reader, alert)}"
    if alert.exercise:
        title = f"{reader.term('alert.exercise')}\n{title}"
    lines = [alert_reasons.label(reader, alert.reason)] if alert.reason else []
    lines.append("🕒 " + _("The alert was sent: {time}", time=reader.both_times(alert.sent_at)))
    lines.append(f"— {reader.term('org.duty_centre')} {alert.side}")
    return Message("\n".join(lines), title=title)


def _back(reader: Reader, alert: Alert) -> tuple[Button, ...]:
    return (Button(back_label(reader), f"alert-keep:{alert.id}"),)

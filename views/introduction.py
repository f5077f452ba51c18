"""The test alarm, and the introduction in three screens for each kind of work."""

from collections.abc import Collection

from storage.people import Role
from views import menu
from views.language import Reader
from views.message import Button, Message, Style

SCREENS, END = 3, "end"


def alarm(reader: Reader) -> Message:
    """The test; a tap tells that it was heard."""
    _ = reader.gettext
    buttons = (
        (Button(heard_label(reader), "alarm-heard", Style.SUCCESS),),
        (Button(silent_label(reader), "alarm-silent"),),
    )
    return Message(
        _("This is only a test. Alerts come to this phone with the same sound."),
        title="🔔 " + _("Test alarm"),
        buttons=buttons,
    )


def heard_label(reader: Reader) -> str:
    """The button of the test alarm."""
    _ = reader.gettext
    # Translators: a button; must not tell the gender of who presses it.
    return _("I heard it")


def silent_label(reader: Reader) -> str:
    """The button beside it."""
    _ = reader.gettext
    # Translators: a button: the phone made none.
    return _("No sound")


def again_label(reader: Reader) -> str:
    """The button under the hints."""
    _ = reader.gettext
    return _("Test again")


def skip_label(reader: Reader) -> str:
    """The button that leaves the introduction."""
    return reader.term("ui.skip")


def heard(reader: Reader) -> Message:
    """The test alarm, answered."""
    _ = reader.gettext
    return Message("✅ " + _("The test alarm was heard."))


def hints(reader: Reader, *, done: bool = False) -> Message:
    """What keeps a phone silent; `done` once the test was asked for again."""
    _ = reader.gettext
    lines = [
        "1. " + _("Turn the volume up, and the silent mode and “Do Not Disturb” off."),
        "2. " + _("Android: Settings → Apps → Telegram → Notifications: allow, with sound."),
        "3. " + _("iPhone: Settings → Notifications → Telegram: allow, with sounds."),
        _("In Telegram, this chat must not be muted."),
    ]
    buttons = (
        (Button(again_label(reader), "alarm-again", Style.PRIMARY),),
        (Button(heard_label(reader), "alarm-heard"),),
    )
    return Message("\n\n".join(lines), title=silent_label(reader), buttons=() if done else buttons)


def screen(reader: Reader, roles: Collection[Role], number: int) -> Message:
    """One of the three, from 0; what it tells goes by the reader's work."""
    _ = reader.gettext
    text = (*_of_work(reader, roles), _for_all(reader))[number]
    last = number == SCREENS - 1
    onward = END if last else str(number + 1)
    # Translators: buttons of the introduction.
    label = _("Done") if last else _("Next") + " ›"
    row = [Button(label, f"intro:{onward}", Style.PRIMARY)]
    if not last:
        row.append(Button(skip_label(reader), f"intro:{END}"))
    title = _("Introduction") + f" {number + 1}/{SCREENS}"
    return Message(text, title=title, buttons=(tuple(row),))


def ended(reader: Reader) -> Message:
    """What stays of it."""
    _ = reader.gettext
    return Message(_("To see the introduction again, send /intro."))


def _of_work(reader: Reader, roles: Collection[Role]) -> tuple[str, str]:
    if Role.DUTY in roles:
        return _of_desk(reader)
    if Role.OFFICER in roles:
        return _of_patrol(reader)
    return _of_coordinator(reader) if Role.COORDINATOR in roles else _of_others(reader)


def _of_patrol(reader: Reader) -> tuple[str, str]:
    _ = reader.gettext
    label = menu.labels(reader)[menu.SIGHTING]
    return (
        _(
            "When you see something, press: {button}\nA few taps are enough: what, where, which"
            " way. Words and the exact place can follow, but need not.",
            button=label,
        ),
        _(
            "Your desk reads the report at once. The other side's desk reads it in its own"
            " language, unless you choose your own side only. You see who has taken it over."
        ),
    )


def _of_desk(reader: Reader) -> tuple[str, str]:
    _ = reader.gettext
    labels = menu.labels(reader)
    return (
        _(
            "When you start or end your duty, press: {button}\nReports come only to officers who"
            " are on duty.",
            button=labels[menu.DUTY],
        ),
        _(
            "Each report is one card that stays current. Take it over with the button under it:"
            " everybody sees that, on both sides. To see what waits for you, press: {button}",
            button=labels[menu.OPEN],
        ),
    )


def _of_coordinator(reader: Reader) -> tuple[str, str]:
    _ = reader.gettext
    return (
        _("This assistant connects the joint patrols of both countries, each in its language."),
        _("In exercises every message bears a mark, so that nobody takes it for a real event."),
    )


def _of_others(reader: Reader) -> tuple[str, str]:
    _ = reader.gettext
    return (
        _("This assistant connects the joint patrols of both countries, each in its language."),
        _("What concerns you comes to this chat. The buttons below it are all you need."),
    )


def _for_all(reader: Reader) -> str:
    _ = reader.gettext
    return "\n\n".join(
        (
            "⚠ "
            + _("Do not send names, document numbers or classified information through this chat."),
            "⌨ " + _("To bring the buttons back, send /menu."),
            "🌐 " + _("To choose another language, press: {button}", button=_language(reader)),
        )
    )


def _language(reader: Reader) -> str:
    return reader.term("ui.language")

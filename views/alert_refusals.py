"""What the refusals about alerts say, as those of `views.refusals`."""

from collections.abc import Callable, Mapping

from storage.alerts import Status
from views import alerts
from views.language import Reader

Values = Mapping[str, object]


def _nobody_to_tell(reader: Reader, _values: Values) -> str:
    _ = reader.gettext
    return _("Nobody is in this audience, so nothing was sent. Please choose a wider one.")


def _no_text(reader: Reader, _values: Values) -> str:
    _ = reader.gettext
    return _("The alert has no text, so nothing was sent. Please write what it says.")


def _not_so_long(reader: Reader, values: Values) -> str:
    return reader.ngettext(
        "An alert is valid from now on and for {n} day at most. Please choose another time.",
        "An alert is valid from now on and for {n} days at most. Please choose another time.",
        int(str(values["days"])),
    )


def _alert_over(reader: Reader, values: Values) -> str:
    _ = reader.gettext
    return _(
        "This alert is over: {number}. Nothing was changed. Please issue a new one.",
        number=values["number"],
    )


def _alert_changed(reader: Reader, values: Values) -> str:
    _ = reader.gettext
    return _(
        "Somebody was first: alert {number} now stands so: {standing}. Your tap has changed"
        " nothing; please look at its newest message.",
        number=values["number"],
        standing=alerts.status_label(reader, Status(str(values["status"]))),
    )


def _nothing_changed(reader: Reader, values: Values) -> str:
    _ = reader.gettext
    return _(
        "The update says the same as the alert does: {number}. Nothing was sent. Please change"
        " something first.",
        number=values["number"],
    )


def _newer_alert(reader: Reader, values: Values) -> str:
    _ = reader.gettext
    return _(
        "This alert has been updated: {number}. Please read and answer the newest message.",
        number=values["number"],
    )


def _no_such_alert(reader: Reader, _values: Values) -> str:
    _ = reader.gettext
    return _(
        "No alert with this number is waiting for your answer. Please press the button under the"
        " alert, or check its number."
    )


def _not_ready(reader: Reader, _values: Values) -> str:
    _ = reader.gettext
    return _(
        "The picture is still being fetched, so nothing was sent. Please press the button again in"
        " a moment, or leave the picture out."
    )


def _text_written(reader: Reader, _values: Values) -> str:
    _ = reader.gettext
    return _("Your desk has written this text already. Please read the newest message.")


def _nobody_to_release(reader: Reader, _values: Values) -> str:
    _ = reader.gettext
    return _(
        "Nothing was sent: your side has no other duty officer to release it. Please choose your"
        " own side only, or a lower level."
    )


def _own_alert(reader: Reader, _values: Values) -> str:
    _ = reader.gettext
    return _("This alert is yours. Please wait for another duty officer of your side.")


TEXTS: dict[str, Callable[[Reader, Values], str]] = {
    "NobodyToTell": _nobody_to_tell,
    "NoText": _no_text,
    "NotSoLong": _not_so_long,
    "AlertOver": _alert_over,
    "AlertChanged": _alert_changed,
    "NothingChanged": _nothing_changed,
    "NewerAlert": _newer_alert,
    "NoSuchAlert": _no_such_alert,
    "NotReady": _not_ready,
    "NobodyToRelease": _nobody_to_release,
    "OwnAlert": _own_alert,
    "TextWritten": _text_written,
}

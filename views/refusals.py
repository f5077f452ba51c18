"""What every refusal says: what happened, and what to do. Keyed by the name of its class."""

from collections.abc import Callable, Mapping

from views import alert_refusals, blanks, unreadable
from views.forms import otherwise_label
from views.language import Reader
from views.media import too_large
from views.message import cut
from views.places import distance

# Of an answer to a tap, https://core.telegram.org/bots/api#answercallbackquery
TOAST_CHARACTERS = 200

Values = Mapping[str, object]


def explain(reader: Reader, refusal: str, values: Values) -> str:
    """The text of a refusal; KeyError where it has none (a house-rule test sees to that)."""
    return TEXTS[refusal](reader, values)


def toast(text: str) -> str:
    """A text as the answer to a tap."""
    return cut(text, TOAST_CHARACTERS)


def _not_allowed(reader: Reader, _values: Values) -> str:
    _ = reader.gettext
    advice = _("If you need this permission, please contact your duty officer.")
    return reader.term("err.not_allowed") + " " + advice


def _private_only(reader: Reader, _values: Values) -> str:
    _ = reader.gettext
    return _("This assistant works in private chats only. Please write to it there.")


def _not_invited(reader: Reader, _values: Values) -> str:
    _ = reader.gettext
    return _(
        "This assistant is for invited officers. If you have an invitation, open its link or send"
        " its code here. Otherwise please contact your duty officer."
    )


def _wrong_code(reader: Reader, _values: Values) -> str:
    _ = reader.gettext
    return _("The code is not valid. Please check it and send it again.")


def _too_many_codes(reader: Reader, values: Values) -> str:
    return reader.ngettext(
        "Too many codes were tried. Please try again in {n} minute.",
        "Too many codes were tried. Please try again in {n} minutes.",
        int(str(values["minutes"])),
    )


def _used_code(reader: Reader, _values: Values) -> str:
    _ = reader.gettext
    return _(
        "This invitation has been used or withdrawn, or it has expired. Please ask your duty"
        " officer for a new one."
    )


def _foreign_contact(reader: Reader, _values: Values) -> str:
    _ = reader.gettext
    return _(
        "This is somebody else's contact. Please press the button below: it sends your own number."
    )


def _phone_by_button(reader: Reader, _values: Values) -> str:
    _ = reader.gettext
    return _(
        "The number must come from the button itself. If this device does not send it, please open"
        " this chat on your phone and press the button there."
    )


def _wrong_phone(reader: Reader, _values: Values) -> str:
    _ = reader.gettext
    return _(
        "This phone number is not the one in the roster. Please contact your duty officer: your"
        " invitation stays valid."
    )


def _bound_account(reader: Reader, _values: Values) -> str:
    _ = reader.gettext
    return _(
        "This Telegram account already belongs to another person of the roster. Please contact your"
        " duty officer."
    )


def _waits_for_approval(reader: Reader, _values: Values) -> str:
    _ = reader.gettext
    advice = _("Please wait: the answer comes to this chat.")
    return reader.term("enrol.waiting") + " " + advice


def _access_refused(reader: Reader, _values: Values) -> str:
    return reader.term("enrol.refused")


def _already_decided(reader: Reader, values: Values) -> str:
    _ = reader.gettext
    return _(
        "The decision has already been made: {name}. Please speak to each other if something is"
        " wrong.",
        name=values["name"],
    )


def _revoked(reader: Reader, _values: Values) -> str:
    _ = reader.gettext
    advice = _("If you have questions, please contact your duty officer.")
    return reader.term("enrol.revoked") + " " + advice


def _stale(reader: Reader, _values: Values) -> str:
    _ = reader.gettext
    advice = _("Please use the latest message in this chat, or send /menu.")
    return reader.term("err.stale") + " " + advice


def _file_too_large(reader: Reader, _values: Values) -> str:
    return too_large(reader)


def _heic_unread(reader: Reader, _values: Values) -> str:
    _ = reader.gettext
    return _("Pictures in the HEIC format cannot be read here. Please send it as a photo.")


def _no_such_file(reader: Reader, _values: Values) -> str:
    _ = reader.gettext
    return _(
        "Only photos, videos and voice messages can go with a report. Please send one of these, or"
        " type a text."
    )


def _too_many_files(reader: Reader, values: Values) -> str:
    _ = reader.gettext
    return _(
        "Photos, videos and voice messages of one report: {n} at most. Please describe the rest in"
        " words.",
        n=str(values["n"]),
    )


def _not_here(reader: Reader, _values: Values) -> str:
    _ = reader.gettext
    return _(
        "Messages of this kind are not accepted here, and yours was not passed on. Please use text"
        " or the buttons."
    )


def _too_long(reader: Reader, values: Values) -> str:
    return reader.ngettext(
        "The text is too long: at most {n} character fits. Please shorten it and send it again.",
        "The text is too long: at most {n} characters fit. Please shorten it and send it again.",
        int(str(values["limit"])),
    )


def _not_understood(reader: Reader, _values: Values) -> str:
    _ = reader.gettext
    return _("This answer was not understood. Please press one of the buttons.")


def _no_such_place(reader: Reader, _values: Values) -> str:
    _ = reader.gettext
    return _(
        "There is no such place: latitude goes from -90 to 90, longitude from -180 to 180. Please"
        " send the coordinates again, for example: {example}",
        example="44.8231, 21.3359",
    )


def _unreadable_place(reader: Reader, values: Values) -> str:
    return unreadable.explain(reader, str(values["fault"]))


def _no_such_marker(reader: Reader, values: Values) -> str:
    _ = reader.gettext
    return _(
        "This border marker is not known here: {number}. Please check the number, or give the place"
        " in another way.",
        number=values["number"],
    )


def _already_handled(reader: Reader, values: Values) -> str:
    _ = reader.gettext
    return _(
        "The state of the report has already been changed: {name}. Please look at the message"
        " again before you go on.",
        name=values["name"],
    )


def _already_written(reader: Reader, values: Values) -> str:
    _ = reader.gettext
    return _(
        "This text has just been written by: {name}. Please look at the bulletin again before you"
        " go on.",
        name=values["name"],
    )


def _photo_only(reader: Reader, _values: Values) -> str:
    _ = reader.gettext
    return _("Only a photo can go with a bulletin. Please send it as a photo.")


def _too_many_notes(reader: Reader, values: Values) -> str:
    _ = reader.gettext
    return _(
        "Notes to one bulletin: {n} at most. Please correct one of the texts, or publish a new"
        " bulletin.",
        n=str(values["n"]),
    )


def _no_such_bearing(reader: Reader, _values: Values) -> str:
    _ = reader.gettext
    return _(
        "There is no such bearing: it goes from 0° (north) over 90° (east) to 360°. Please type it"
        " again, or press a direction."
    )


def _distance_out_of_range(reader: Reader, values: Values) -> str:
    _ = reader.gettext
    return _(
        "The distance must be from {least} to {most}. Please type it again, or press one. For"
        " something farther away, choose: {button}",
        least=distance(reader, float(str(values["least"]))),
        most=distance(reader, float(str(values["most"]))),
        button=otherwise_label(reader),
    )


def _people_out_of_range(reader: Reader, values: Values) -> str:
    _ = reader.gettext
    return _(
        "The number must be from {least} to {most}. Please type it again, or press an answer.",
        least=reader.number(float(str(values["least"]))),
        most=reader.number(float(str(values["most"]))),
    )


def _only_added_to(reader: Reader, _values: Values) -> str:
    _ = reader.gettext
    return _(
        "Every desk has closed this report, so it stays as it is. Please add a note to it instead:"
        " the desks will see it."
    )


def _already_closed(reader: Reader, _values: Values) -> str:
    _ = reader.gettext
    return _(
        "Every desk has closed this report; it can no longer be withdrawn. To add something, please"
        " press the button under your report."
    )


def _blank_unread(reader: Reader, values: Values) -> str:
    return blanks.wanted(reader, blanks.Kind(str(values["kind"])))


def _blank_empty(reader: Reader, values: Values) -> str:
    _ = reader.gettext
    return _(
        "A blank of the text is still empty: {blank}. Please fill it in first.",
        blank=blanks.label(reader, blanks.Kind(str(values["kind"]))),
    )


def _no_such_blank(reader: Reader, _values: Values) -> str:
    _ = reader.gettext
    return _(
        "Brackets hold the name of a blank and nothing else, for example: {example}. Please write"
        " the text again.",
        example=blanks.readable(reader, f"{{{blanks.Kind.PLACE}}}"),
    )


def _blanks_differ(reader: Reader, values: Values) -> str:
    _ = reader.gettext
    wanted = values["blanks"] if isinstance(values["blanks"], list) else []
    told = " ".join(blanks.readable(reader, f"{{{each}}}") for each in wanted)
    return _(
        "Both languages need the same blanks. Please write the text again with exactly these:"
        " {blanks}",
        blanks=told or "–",
    )


def _serbian_in_latin(reader: Reader, _values: Values) -> str:
    _ = reader.gettext
    return _(
        "Please write the Serbian text in Cyrillic letters: the Latin ones are made from it, and"
        " not the other way round."
    )


def _already_asked(reader: Reader, _values: Values) -> str:
    _ = reader.gettext
    return _(
        "Your desk has already asked this. Please wait for the answer: it appears on the card of"
        " the report."
    )


def _already_answered(reader: Reader, _values: Values) -> str:
    _ = reader.gettext
    return _("This question has already been answered. Please call the desk to add something.")


def _no_such_time(reader: Reader, _values: Values) -> str:
    _ = reader.gettext
    return _(
        "This is not a time of day. Please write it like this: {example}", example="/duty 19:00"
    )


def _not_on_duty(reader: Reader, values: Values) -> str:
    _ = reader.gettext
    return _(
        "This officer is not on duty now: {name}. Please choose somebody else.",
        name=values["name"],
    )


def _first_on_duty(reader: Reader, _values: Values) -> str:
    _ = reader.gettext
    return _("Please go on duty first, then take over.")


def _taken_over(reader: Reader, values: Values) -> str:
    _ = reader.gettext
    return _(
        "The shift has already been taken over: {name}. Please speak to them if anything is still"
        " open.",
        name=values["name"],
    )


def _sos_taken(reader: Reader, values: Values) -> str:
    _ = reader.gettext
    return _(
        "This call for help has already been taken over: {name}. Please call this officer if you"
        " can help.",
        name=values["name"],
    )


TEXTS: dict[str, Callable[[Reader, Values], str]] = {
    "NotAllowed": _not_allowed,
    "PrivateOnly": _private_only,
    "NotInvited": _not_invited,
    "WrongCode": _wrong_code,
    "TooManyCodes": _too_many_codes,
    "UsedCode": _used_code,
    "ForeignContact": _foreign_contact,
    "PhoneByButton": _phone_by_button,
    "WrongPhone": _wrong_phone,
    "BoundAccount": _bound_account,
    "WaitsForApproval": _waits_for_approval,
    "AccessRefused": _access_refused,
    "AlreadyDecided": _already_decided,
    "Revoked": _revoked,
    "Stale": _stale,
    "NotHere": _not_here,
    "FileTooLarge": _file_too_large,
    "HeicUnread": _heic_unread,
    "NoSuchFile": _no_such_file,
    "TooManyFiles": _too_many_files,
    "TextTooLong": _too_long,
    "NotUnderstood": _not_understood,
    "NoSuchPlace": _no_such_place,
    "UnreadablePlace": _unreadable_place,
    "NoSuchMarker": _no_such_marker,
    "BlankUnread": _blank_unread,
    "BlankEmpty": _blank_empty,
    "NoSuchBlank": _no_such_blank,
    "BlanksDiffer": _blanks_differ,
    "SerbianInLatin": _serbian_in_latin,
    "AlreadyAsked": _already_asked,
    "AlreadyAnswered": _already_answered,
    "AlreadyHandled": _already_handled,
    "AlreadyWritten": _already_written,
    "PhotoOnly": _photo_only,
    "TooManyNotes": _too_many_notes,
    "NoSuchBearing": _no_such_bearing,
    "DistanceOutOfRange": _distance_out_of_range,
    "PeopleOutOfRange": _people_out_of_range,
    "OnlyAddedTo": _only_added_to,
    "AlreadyClosed": _already_closed,
    "NoSuchTime": _no_such_time,
    "NotOnDuty": _not_on_duty,
    "FirstOnDuty": _first_on_duty,
    "TakenOver": _taken_over,
    "SosTaken": _sos_taken,
    **alert_refusals.TEXTS,
}

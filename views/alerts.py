"""An alert as the people it is for read it, and what their taps are answered with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from geography.point import Point
from storage.alert_recipients import Answer
from storage.alerts import Severity, Status
from storage.organisation import SectorRow
from views import alert_reasons, places
from views.language import Language, Reader, fold
from views.message import (
    MAX_CAPTION_UNITS,
    Attachment,
    Button,
    FileKind,
    Message,
    Rows,
    Style,
    shown,
    units,
)
from views.sightings import sector_name

# The answers that stand in a second row, where the author of an alert has asked for them.
MORE = (Answer.ON_MY_WAY, Answer.CANNOT, Answer.NEED_DETAILS)


@dataclass(frozen=True)
class Alert:
    """An edition of an alert as everybody it is for may know it. Metres, UTC."""

    id: int
    number: str
    side: str
    severity: Severity
    texts: Mapping[str, str]
    sent_at: datetime
    expires_at: datetime
    edition: int = 1
    status: Status = Status.ACTIVE
    ended_at: datetime | None = None
    exercise: bool = False
    point: Point | None = None
    radius: float | None = None
    sector: SectorRow | None = None
    replies: bool = False
    reason: str = ""
    changed: Sequence[str] = ()
    file_key: str | None = None
    file_kind: str | None = None
    file_name: str | None = None


@dataclass(frozen=True)
class Own:
    """What its reader has answered last, and when first."""

    answer: Answer
    at: datetime


def reader_at(reader: Reader, side: str) -> Reader:
    """How somebody of that side reads: as the reader does, at their own."""
    own = side == reader.country and reader.language != Language.EN
    usual = {"RS": Language.SR_CYRL, "RO": Language.RO}
    return reader if own else Reader(usual[side], side)


def is_routine(severity: str) -> bool:
    """What need not reach anybody who is off duty."""
    return severity not in {Severity.EXTREME, Severity.SEVERE}


def text_for(texts: Mapping[str, str], language: Language) -> str | None:
    """What an alert says in a language; Serbian as typed where it was not derived.

    Readers of English get whichever language there is.
    """
    base = language.partition("-")[0]
    if language in texts or base in texts:
        return texts.get(language) or texts[base]
    for tag in sorted(texts):
        if tag.startswith(base):
            return texts[tag]
    return next(iter(texts.values()), None) if language == Language.EN else None


@dataclass(frozen=True)
class Earlier:
    """What went before with its reader: how often they were reminded, and the former edition."""

    reminded: int = 0
    confirmed: bool = False


def card(
    reader: Reader,
    alert: Alert,
    *,
    own: Own | None = None,
    answers: bool = True,
    earlier: Earlier | None = None,
) -> Message:
    """To somebody it is for: what it says, where, since and until when, and how to answer.

    Without `answers`, as a preview. With a file it is the file's caption, where that fits.
    """
    offered = answers and alert.status == Status.ACTIVE
    before = _earlier(reader, alert, earlier) if earlier and offered and not own else []
    message = Message(
        "\n".join([*before, *_lines(reader, alert, own)]),
        title=_title(reader, alert, earlier.reminded if earlier and offered else 0),
        buttons=_buttons(reader, alert, own) if offered else (),
    )
    attachment = attached(alert)
    whole = units(f"{message.title}\n{message.text}")
    fits = attachment is not None and whole <= MAX_CAPTION_UNITS
    return replace(message, attachment=attachment) if fits else message


def attached(alert: Alert) -> Attachment | None:
    """The file of an alert."""
    if not alert.file_key or not alert.file_kind:
        return None
    return Attachment(FileKind(alert.file_kind), alert.file_key, alert.file_name or alert.number)


def level(reader: Reader, severity: Severity) -> str:
    """How grave it is, by a sign and a word."""
    if severity == Severity.EXTREME:
        return "‼ " + reader.term("alert.severity_extreme")
    if severity == Severity.SEVERE:
        return "⚠ " + reader.term("alert.severity_serious")
    return "ℹ " + reader.term("prio.info")


def named(reader: Reader, alert: Alert) -> str:
    """`Alert RS-26-0417`, with its edition where that is not the first."""
    _ = reader.gettext
    name = f"{reader.term('alert.title')} {alert.number}"
    if alert.edition == 1:
        return name
    # Translators: of an alert that was changed after it was sent, with how often.
    return name + " · " + _("update {n}", n=alert.edition - 1)


def standing(reader: Reader, alert: Alert) -> str:
    """Where it stands, in a word."""
    return status_label(reader, alert.status)


def status_label(reader: Reader, status: Status) -> str:
    """A standing of alerts, in a word."""
    _ = reader.gettext
    return {
        Status.DRAFT: reader.term("alert.draft"),
        Status.ACTIVE: reader.term("alert.active"),
        # Translators: of an alert, in whose place a newer one has come.
        Status.SUPERSEDED: _("Replaced by a newer alert"),
        Status.CANCELLED: reader.term("alert.cancelled"),
        Status.ALL_CLEAR: reader.term("alert.all_clear"),
        Status.EXPIRED: reader.term("alert.expired"),
        # Translators: of a draft of an alert that was not sent.
        Status.DROPPED: reader.pgettext("alert", "Discarded"),
    }[status]


def answer_label(reader: Reader, answer: Answer) -> str:
    """An answer, in a word."""
    _ = reader.gettext
    return {
        Answer.RECEIVED: reader.term("alert.ack_button"),
        Answer.ON_MY_WAY: reader.term("alert.on_my_way"),
        Answer.CANNOT: reader.term("alert.cannot"),
        # Translators: an answer to an alert: I need to know more.
        Answer.NEED_DETAILS: _("I need details"),
        # Translators: an answer to an alert, given in somebody's own words.
        Answer.WORDS: _("Answer in words"),
        # Translators: an answer to an alert: where somebody is.
        Answer.PLACE: _("Location sent"),
    }[answer]


def recorded(reader: Reader, answer: Answer) -> str:
    """The toast of an answer."""
    _ = reader.gettext
    return _("Recorded: {answer}", answer=answer_label(reader, answer))


def recorded_late(reader: Reader) -> str:
    """The toast of an answer after its end: nothing is lost, but it asks for nothing any more."""
    _ = reader.gettext
    return _("This alert is over. Your answer has been kept; nothing more is needed.")


def said(reader: Reader, alert: Alert, text: str) -> Message:
    """To whoever answered in words."""
    return Message(text, title=named(reader, alert))


def read_by(reader: Reader, alert: Alert) -> str:
    """Who reads an answer in words, or where somebody is."""
    _ = reader.gettext
    if alert.side == reader.country:
        return _("Your desk reads this answer.")
    return _(
        "Your desk reads this answer, and so does the desk that sent the alert, without your name."
    )


def which(reader: Reader, alerts: Sequence[Alert]) -> Message:
    """Several wait for an answer: which one is meant."""
    _ = reader.gettext
    buttons = tuple(
        (Button(f"✔ {each.number}", f"alert:{each.id}:{Answer.RECEIVED}"),) for each in alerts
    )
    lines = [f"{level(reader, each.severity)} · {each.number}" for each in alerts]
    return Message("\n".join(lines), title=_("Which alert have you received?"), buttons=buttons)


def confirms(text: str) -> bool:
    """Whether a text that stands alone is the bare word by which an alert is confirmed."""
    return fold(text).strip(" .!") in _words()


def _title(reader: Reader, alert: Alert, repeated: int) -> str:
    lines = [level(reader, alert.severity), named(reader, alert)]
    if repeated:
        lines.insert(0, "🔁 " + reader.term("alert.repeat", n=repeated))
    if alert.exercise:
        lines.insert(0, reader.term("alert.exercise"))
    return "\n".join(lines)


def _lines(reader: Reader, alert: Alert, own: Own | None) -> list[str]:
    _ = reader.gettext
    lines = ending(reader, alert)
    text = text_for(alert.texts, reader.language)
    if text is None:
        lines += [f"▲ {reader.term('alert.untranslated')}", *map(shown, _foreign(alert.texts))]
    else:
        lines.append(shown(text))
    lines += ["", *_where(reader, alert)]
    lines.append("🕒 " + _("Sent: {time}", time=reader.both_times(alert.sent_at)))
    until = reader.both_times(alert.expires_at, alert.sent_at)
    lines.append("⌛ " + reader.term("alert.valid_until", time=until))
    lines.append(f"— {reader.term('org.duty_centre')} {alert.side}")
    if own:
        told = f"{answer_label(reader, own.answer)} · {reader.both_times(own.at)}"
        lines += ["", f"✔ {told}"]
    return lines


def ending(reader: Reader, alert: Alert) -> list[str]:
    """That it is over, since when and why; nothing of one that is not."""
    if alert.status in {Status.ACTIVE, Status.DRAFT}:
        return []
    lines = [f"■ {standing(reader, alert)}{_ended(reader, alert)}"]
    if alert.reason:
        lines.append(alert_reasons.label(reader, alert.reason))
    return [*lines, ""]


def _earlier(reader: Reader, alert: Alert, earlier: Earlier) -> list[str]:
    _ = reader.gettext
    lines = []
    if alert.changed:
        lines.append("✎ " + alert_reasons.changed(reader, alert.changed))
    if earlier.confirmed:
        told = _("You have confirmed the earlier version. Please confirm this one as well.")
        lines.append("✔ " + told)
    return [*lines, ""] if lines else []


def _foreign(texts: Mapping[str, str]) -> list[str]:
    """One text for each language; Serbian in the letters that its neighbours read."""
    found = {tag.partition("-")[0]: texts[tag] for tag in sorted(texts)}  # Latin after Cyrillic
    return list(found.values())


@cache
def _words() -> frozenset[str]:
    readers = [Reader(language, "") for language in Language]
    return frozenset(fold(answer_label(each, Answer.RECEIVED)) for each in readers) | {"ok"}


def _ended(reader: Reader, alert: Alert) -> str:
    return f" · {reader.both_times(alert.ended_at)}" if alert.ended_at else ""


def _where(reader: Reader, alert: Alert) -> list[str]:
    _ = reader.gettext
    lines = places.lines(reader, alert.point) if alert.point else []
    if alert.radius:
        lines.append("◯ " + _("Radius: {distance}", distance=places.distance(reader, alert.radius)))
    if alert.sector:
        lines.append(f"{reader.term('place.sector')}: {sector_name(reader, alert.sector)}")
    return lines


def _buttons(reader: Reader, alert: Alert, own: Own | None) -> Rows:
    def button(answer: Answer, style: Style = Style.PLAIN) -> Button:
        given = own is not None and own.answer == answer
        label = ("✔ " if given else "") + answer_label(reader, answer)
        return Button(label, f"alert:{alert.id}:{answer}", Style.PLAIN if given else style)

    first = (button(Answer.RECEIVED, Style.SUCCESS),)
    if not alert.replies:
        return () if own else (first,)
    return (first, *((button(each),) for each in MORE))

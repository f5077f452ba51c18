"""The ledger of an alert as files: the reader's own people by name, the others by number."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from storage.alert_recipients import Answer, Held
from views import alert_boards, alerts, times
from views.alerts import Alert
from views.digest_files import Cell, Table, Workbook, both, clocks, moments
from views.language import Reader
from views.message import Attachment, FileKind, Message

ENDINGS = ("csv", "xlsx", "json")
# Of all that is counted, in this order.
COUNTED = ("recipients", "accepted", "failed", "answered", "late", "missing", "silent", "reminded")


@dataclass(frozen=True)
class Entry:
    """One of the reader's own people, as the ledger has them. UTC, degrees WGS 84."""

    name: str
    unit: str
    held: str
    queued_at: datetime | None
    accepted_at: datetime | None
    failed: str | None
    answer: str | None
    answered_at: datetime | None
    late: bool
    reminded: int
    silent: bool


@dataclass(frozen=True)
class Worded:
    """An answer in words or a place; without a name where it is of the other side."""

    side: str
    name: str
    at: datetime
    words: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class Ledger:
    """What the desk of a side may have of a ledger; `counts` by side, and in each by name."""

    side: str
    number: str
    edition: int
    severity: str
    status: str
    exercise: bool
    sent_at: datetime
    expires_at: datetime
    counts: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    entries: tuple[Entry, ...]
    worded: tuple[Worded, ...]


@dataclass(frozen=True)
class LedgerFile:
    """A ledger in one of the `ENDINGS`."""

    ledger: Ledger
    ending: str


def document(alert: Alert, of: LedgerFile, file: str) -> Message:
    """One of the files. It can be saved, for that is what it is made for."""
    name = f"{alert.number}-{of.ledger.side}.{of.ending}"
    return Message("", protected=False, attachment=Attachment(FileKind.DOCUMENT, file, name))


def not_made(reader: Reader, alert: Alert) -> Message:
    """Instead of the files, where they cannot be made."""
    _ = reader.gettext
    text = _("The files could not be made. Please press the button again later.")
    return Message(text, title=alerts.named(reader, alert))


def workbook(ledger: Ledger) -> Workbook:
    """The figures, then every one of the reader's own people."""
    figures = Table(both(lambda reader: reader.pgettext("digest", "Figures")), _figures(ledger))
    listed = Table(both(lambda reader: reader.gettext("Recipients")), _people(ledger))
    return Workbook((figures, listed))


def as_json(ledger: Ledger) -> bytes:
    """For programs: names of keys in English, moments in UTC and by both clocks."""
    told = {
        "alert": ledger.number,
        "edition": ledger.edition,
        "severity": ledger.severity,
        "status": ledger.status,
        "exercise": ledger.exercise,
        "sent": _moment(ledger.sent_at),
        "expires": _moment(ledger.expires_at),
        "side": ledger.side,
        "counts": {side: dict(counts) for side, counts in ledger.counts},
        "recipients": [_told(vars(each)) for each in ledger.entries],
        "answers_in_words": [_told(vars(each)) for each in ledger.worded],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _told(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name.removesuffix("_at"): _moment(value) if isinstance(value, datetime) else value
        for name, value in values.items()
    }


def _moment(at: datetime) -> dict[str, str]:
    local = {side: times.local(at, side).isoformat(timespec="seconds") for side in times.CLOCKS}
    return {"utc": at.astimezone(UTC).isoformat(timespec="seconds")} | local


def _figures(ledger: Ledger) -> tuple[tuple[Cell, ...], ...]:
    rows: list[tuple[Cell, ...]] = [
        (both(lambda reader: reader.term("alert.title")), ledger.number),
        (both(lambda reader: reader.pgettext("digest", "Side")), ledger.side),
    ]
    if ledger.exercise:
        rows.append((both(lambda reader: reader.term("alert.exercise")), ""))
    for side, counts in ledger.counts:
        rows += [(), (side, None)]
        rows += [(_heading(name), number) for name, number in counts]
    for each in ledger.worded:
        here = (each.latitude, each.longitude) if each.latitude is not None else ()
        rows += [(), (each.side, each.name, _utc(each.at), *moments(each.at), each.words, *here)]
    return tuple(rows)


def _heading(name: str) -> str:
    """What is counted, in both languages."""
    if name.startswith("held_"):
        return both(lambda reader: alert_boards.held_label(reader, Held(name[5:])))
    if name.startswith("said_"):
        return both(lambda reader: alerts.answer_label(reader, Answer(name[5:])))
    if name == "missing":
        return both(lambda reader: reader.term("alert.not_acked"))
    return {
        "recipients": both(lambda reader: reader.gettext("Recipients")),
        "accepted": both(lambda reader: reader.gettext("Accepted by Telegram")),
        "failed": both(lambda reader: reader.pgettext("alert", "Not accepted")),
        "answered": both(lambda reader: reader.pgettext("alert", "Confirmed")),
        "late": both(lambda reader: reader.pgettext("alert", "Late")),
        "silent": both(lambda reader: reader.gettext("Sent without sound")),
        "reminded": both(lambda reader: reader.gettext("Reminders")),
    }[name]


def _people(ledger: Ledger) -> tuple[tuple[Cell, ...], ...]:
    headings = (
        "№",
        both(lambda reader: reader.gettext("Name")),
        both(lambda reader: reader.gettext("Unit")),
        both(lambda reader: reader.pgettext("alert", "Not sent")),
        *_three(both(lambda reader: reader.pgettext("alert", "Sent"))),
        *_three(both(lambda reader: reader.gettext("Accepted by Telegram"))),
        both(lambda reader: reader.pgettext("alert", "Not accepted")),
        both(lambda reader: reader.pgettext("alert", "Answer")),
        *_three(both(lambda reader: reader.pgettext("alert", "Confirmed"))),
        both(lambda reader: reader.pgettext("alert", "Late")),
        both(lambda reader: reader.gettext("Reminders")),
        both(lambda reader: reader.gettext("Sent without sound")),
    )
    rows = [_person(number, each) for number, each in enumerate(ledger.entries, 1)]
    return (headings, *rows)


def _person(number: int, entry: Entry) -> tuple[Cell, ...]:
    held, answer, failed = entry.held, entry.answer, entry.failed
    return (
        number,
        entry.name,
        entry.unit,
        both(lambda reader: alert_boards.held_label(reader, Held(held))) if held else "",
        *_all_clocks(entry.queued_at),
        *_all_clocks(entry.accepted_at),
        both(lambda reader: alert_boards.failed_label(reader, failed or "")) if failed else "",
        both(lambda reader: alerts.answer_label(reader, Answer(answer))) if answer else "",
        *_all_clocks(entry.answered_at),
        int(entry.late),
        entry.reminded,
        int(entry.silent),
    )


def _three(heading: str) -> list[str]:
    return [f"{heading} (UTC)", *clocks(lambda _reader: heading)]


def _all_clocks(at: datetime | None) -> list[Cell]:
    return [_utc(at), *moments(at)]


def _utc(at: datetime | None) -> datetime | None:
    return at.astimezone(UTC).replace(tzinfo=None) if at else None

"""Screens of the boards of alerts, of their lists, and of /alerts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from storage.alert_ledger import Line, Part, Said, Tally
from storage.alert_recipients import Answer, Answered, Held, Recipient
from storage.alerts import Severity, Status
from storage.duty import Matter
from tests.views.alert_screens import ALERT, SENT
from views import alert_boards, alert_files, alert_lists, alert_overview, open_items
from views.alert_boards import Counted
from views.alert_lists import Page
from views.language import Reader
from views.message import Message

_NAMES = [
    *("recipients", "accepted", "failed", "answered", "late", "missing", "silent", "reminded"),
    *("worded", *(f"held_{each}" for each in Held if each), *(f"said_{each}" for each in Answer)),
]
_MINUTE = timedelta(minutes=1)


def steps(reader: Reader) -> Iterator[tuple[str, Message]]:
    """Every screen of a board by what it is."""
    asked = ("RS", "RO")
    yield "board of an alert", alert_boards.board(reader, ALERT, _counted(), asked=asked)
    routine = replace(ALERT, severity=Severity.MINOR, exercise=True, status=Status.EXPIRED)
    quiet = _tally("RO", "Socol", recipients=7, accepted=4, silent=3, missing=4, held_over=1)
    night = Counted((replace(quiet, counts=quiet.counts | {"held_off_duty": 2}),), (), 60 * _MINUTE)
    yield (
        "board of a routine alert at night",
        alert_boards.board(reader, routine, night, asked=asked),
    )
    for part in Part:
        page = Page(1, 3, 47)
        yield f"list of an alert, {part}", alert_lists.listed(reader, ALERT, part, _lines(), page)
    nobody = alert_lists.listed(reader, ALERT, Part.OPEN, [], Page(0, 1, 0))
    yield "list of an alert, with nobody", nobody
    yield "answers in words", alert_lists.worded(reader, ALERT, _said(), Page(0, 1, 2))
    toasts = [
        *(alert_lists.reminded(reader, number) for number in (1, 2, 7)),
        alert_lists.reminded_just_now(reader),
        alert_lists.nobody_missing(reader),
        alert_lists.files_asked(reader),
    ]
    yield "what the buttons of a board are answered with", Message("\n".join(toasts))
    over = replace(ALERT, id=18, number="RO-26-2011", status=Status.ALL_CLEAR)
    later = SENT + timedelta(hours=30)
    desk = alert_overview.listed(reader, [(ALERT, False)], [ALERT, over], later)
    yield "alerts of a desk", desk
    yield "files of a ledger not made", alert_files.not_made(reader, ALERT)
    matter = Matter("alert", "RS-26-0417", "alert.title", "alert.not_acked", SENT, exercise=True)
    yield "alert among what is open", open_items.listed(reader, [matter])
    own = [(ALERT, False), (replace(over, status=Status.ACTIVE), True)]
    yield "an officer's own alerts", alert_overview.listed(reader, own, None, later)
    yield "no alert for an officer", alert_overview.listed(reader, [], None, later)
    yield "no alert at a desk", alert_overview.listed(reader, [], [], later)


def _tally(side: str, unit: str, **counts: int) -> Tally:
    return Tally(side, unit, dict.fromkeys(_NAMES, 0) | counts)


def _counted() -> Counted:
    ours = _tally("RS", "СГП Велико Градиште", recipients=21, accepted=18, answered=12, failed=2)
    ours.counts.update(said_received=8, said_on_my_way=3, said_words=1, late=2, missing=8)
    ours.counts.update(held_unreachable=1, reminded=3, worded=1)
    second = _tally("RS", "", recipients=2, accepted=2, missing=2)
    theirs = _tally("RO", "Socol", recipients=8, held_text=5, held_off_duty=2, held_revoked=1)
    refused = ("Forbidden: bot was blocked by the user", "Bad Request: chat not found")
    failures = [("RS", reason, 1) for reason in (*refused, "expired", "access withdrawn", "x")]
    return Counted((theirs, ours, second), tuple(failures), 10 * _MINUTE)


def _lines() -> list[Line]:
    line = Recipient(17, 1, "RS", "СГП Велико Градиште", "unreachable", queued_at=SENT, reminded=2)
    line = replace(line, failed="expired", answer="on_my_way", answered_at=SENT + 3 * _MINUTE)
    bare = replace(line, unit="", reminded=0, failed=None, held="off_duty", answer="received")
    return [
        Line(line, "Мила Јовановић", "+381641234567", on_duty=True),
        Line(bare, "Мила Јовановић", "+381641234568", on_duty=False),
    ]


def _said() -> list[Said]:
    words = Answered(17, 1, "words", SENT + _MINUTE, "Чамац без светала, <три> лица & терет.")
    place = Answered(17, 2, "place", SENT + 2 * _MINUTE, "", 44.8231, 21.3359)
    return [
        Said(words, "RS", "Мила Јовановић", "СГП Велико Градиште"),
        Said(place, "RO", "Ion", "Socol"),
    ]

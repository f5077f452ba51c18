"""Screens of alerts: to those they are for, and at the desks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from geography.point import Point
from storage.alert_recipients import Answer
from storage.alerts import Severity, Status
from storage.organisation import SectorRow
from views import alerts
from views.alerts import Alert, Own
from views.language import Reader
from views.message import Message

SENT = datetime(2026, 7, 14, 19, 5, tzinfo=UTC)
ALERT = Alert(
    id=17,
    number="RS-26-0417",
    side="RS",
    severity=Severity.SEVERE,
    texts={
        "sr-Cyrl": "Бели комби ка граници.",
        "sr-Latn": "Beli kombi ka granici.",
        "ro": "Dubă albă spre frontieră.",
        "en": "A white van towards the border.",
    },
    sent_at=SENT,
    expires_at=SENT + timedelta(hours=8),
    point=Point(44.8231, 21.3359),
    radius=5000,
    sector=SectorRow(code="BC-2", country="RS", sr_cyrl="Бела Црква 2", ro="Biserica Albă 2"),
)


def steps(reader: Reader) -> Iterator[tuple[str, Message]]:
    """Every screen of an alert by what it is."""
    answered = Own(Answer.ON_MY_WAY, SENT + timedelta(minutes=2))
    yield "alert", alerts.card(reader, ALERT)
    yield "alert, with more answers", alerts.card(reader, replace(ALERT, replies=True))
    replying = replace(ALERT, replies=True, edition=2, exercise=True, point=None)
    yield "alert of an exercise, updated and answered", alerts.card(reader, replying, own=answered)
    foreign = replace(ALERT, severity=Severity.EXTREME, texts={"hu": "Lövések."}, sector=None)
    yield "alert in another language", alerts.card(reader, foreign)
    for status in (Status.SUPERSEDED, Status.CANCELLED, Status.ALL_CLEAR, Status.EXPIRED):
        over = replace(ALERT, status=status, ended_at=SENT + timedelta(hours=1))
        yield f"alert, {status}", alerts.card(reader, over, own=answered)
    yield "which alert", alerts.which(reader, [ALERT, replace(ALERT, number="RO-26-2011")])
    told = alerts.recorded(reader, Answer.RECEIVED)
    yield "alert answered in words", alerts.said(reader, ALERT, told)
    reminded = alerts.card(reader, ALERT, earlier=alerts.Earlier(2))
    yield "alert, reminded of", reminded
    worded = f"{alerts.recorded(reader, Answer.WORDS)}\n{alerts.read_by(reader, ALERT)}"
    yield "alert answered in words, and who reads them", alerts.said(reader, ALERT, worded)

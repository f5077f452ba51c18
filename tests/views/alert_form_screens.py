"""Screens of the form in which a desk writes an alert."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from geography.point import Point
from services import alert_template_bank
from storage.alerts import Severity, Status
from storage.organisation import SectorRow
from storage.people import Role
from views import alert_audiences, alert_forms, alert_options, alert_releases, alert_texts
from views.alert_audiences import Chosen, Reach
from views.alert_forms import Draft
from views.alerts import Alert
from views.blanks import Kind
from views.forms import Question
from views.language import Language, Reader
from views.media import Item
from views.message import Message

NOW = datetime(2026, 7, 14, 19, 5, tzinfo=UTC)
SECTOR = SectorRow(code="BC-2", country="RS", sr_cyrl="Бела Црква 2", ro="Biserica Albă 2")
ALERT = Alert(
    id=0,
    number="…",
    side="RS",
    severity=Severity.SEVERE,
    texts={"sr-Cyrl": "Бели комби.", "sr-Latn": "Beli kombi.", "ro": "Dubă albă."},
    sent_at=NOW,
    expires_at=NOW + timedelta(hours=8),
    status=Status.DRAFT,
    sector=SECTOR,
)
ALL = Chosen(("RS", "RO"), (Role.OFFICER, Role.DUTY), on_duty=False)
SOME = Chosen(("RS",), (Role.DUTY,), on_duty=True, sectors=[SECTOR], units=[("RO", "Socol")])
REACHED = [
    Reach("RS", 21, unreachable=2, names=("M. J.", "D. I.")),
    Reach("RO", 8, unreachable=1, off_duty=3, without_text=4),
]
MANY = [Reach("RS", 1200, unreachable=10, names=tuple("ABCDEFGHIJ"))]


def steps(reader: Reader) -> Iterator[tuple[str, Message | Question]]:
    """Every screen of the form by what it is."""
    bank = list(alert_template_bank.shipped().values())
    yield "alert form, template", alert_forms.ask_template(reader, bank, page=0)
    yield "alert form, last templates", alert_forms.ask_template(reader, bank, page=3)
    yield "alert form, level", alert_forms.ask_level(reader)
    yield "alert form, text", alert_forms.ask_text(reader, Language.RO, limit=2000)
    blanks = {each.kind: (template, each) for template in bank for each in template.blanks}
    for kind in Kind:
        template, blank = blanks[kind]
        offered = alert_forms.offered(reader, kind)
        yield f"alert form, blank {kind}", alert_forms.ask_blank(reader, template, blank, offered)
    yield from _reviews(reader)
    yield from _requests(reader)
    yield "alert form, audience", alert_audiences.ask(reader, ALL, REACHED)
    yield "alert form, part of the audience", alert_audiences.ask(reader, SOME, MANY)
    sectors = alert_audiences.ask_sectors(reader, SOME, [SECTOR], MANY)
    yield "alert form, sectors", sectors
    units = [("RO", f"Socol {number}") for number in range(11)]
    yield "alert form, units", alert_audiences.ask_units(reader, SOME, units, MANY, page=0)
    yield "alert form, until", alert_options.ask_until(reader)
    yield "alert form, place", alert_options.ask_place(reader, [SECTOR], is_there=True)
    yield "alert form, radius", alert_options.ask_radius(reader, Point(44.8231, 21.3359))
    more = alert_options.ask_more(reader, replies=True, has_file=True, language=Language.RO)
    yield "alert form, more", more


def _reviews(reader: Reader) -> Iterator[tuple[str, Question]]:
    draft = Draft((("RS", ALERT), ("RO", ALERT)), REACHED, ALL, media=[Item("photo", "x")])
    yield "alert form, review", alert_forms.review(reader, draft)
    waiting = replace(draft, sides=draft.sides[:1], waits_for_text=("RO",))
    yield "alert form, review, one text", alert_forms.review(reader, waiting)
    danger = replace(ALERT, severity=Severity.EXTREME, texts={"hu": "Lövések."})
    both = Draft((("RS", danger), ("RO", danger)), REACHED, SOME, needs_release=True)
    yield "alert form, review, danger", alert_forms.review(reader, both)
    own = replace(waiting, waits_for_text=(reader.country,))
    yield "alert form, review, no text for the own side", alert_forms.review(reader, own)


def _requests(reader: Reader) -> Iterator[tuple[str, Message | Question]]:
    danger = replace(ALERT, number="RS-26-0417", severity=Severity.EXTREME)
    for who, own in (("another officer", False), ("its author", True)):
        waits = alert_releases.request(reader, danger, ("RS", "RO"), ALL, own=own)
        yield f"alert to be released, to {who}", waits
    gone = replace(danger, status=Status.DROPPED)
    dropped = alert_releases.request(reader, gone, ("RS", "RO"), ALL, own=False)
    yield "alert that was not released", dropped
    lacking = replace(ALERT, number="RS-26-0417", status=Status.ACTIVE, texts={"hu": "Lövések."})
    yield "text of an alert", alert_texts.request(reader, lacking, "RO", written=False)
    training = replace(lacking, exercise=True)
    yield "text of an alert, written", alert_texts.request(reader, training, "RO", written=True)
    over = replace(lacking, status=Status.EXPIRED)
    yield "text of an alert, too late", alert_texts.request(reader, over, "RO", written=False)
    yield "alert form, the other text", alert_texts.ask(reader, lacking, "RO", limit=2000)
    yield "text of an alert, sent", alert_texts.sent(reader, lacking)

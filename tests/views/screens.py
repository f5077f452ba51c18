"""Every screen of the assistant, filled in as on a working day, for its readers to read.

`python -m tests.views.screens` writes them to `tests/views/texts/`, a file a language: `**bold**`,
`[buttons]` under a message, `<large keys>`. Read the difference as an officer would, then commit.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from geography import names
from geography.point import Point
from geography.readings import Fault
from services import alert_template_bank, policy
from services import phrases as phrase_bank
from storage.alert_templates import TemplateRow
from storage.approvals import ApprovalRow, Reason, State
from storage.confirmations import State as Decided
from storage.duty import Handover, Matter, Standing
from storage.organisation import SectorRow
from storage.outage import Blind
from storage.people import Person, Role
from storage.sighting_details import Details
from storage.sightings import Handling, Sharing
from storage.sos import State as SosState
from storage.telephones import TelephoneRow
from tests.views import (
    alert_board_screens,
    alert_ending_screens,
    alert_form_screens,
    alert_screens,
    bulletin_screens,
    cap_screens,
)
from views import (
    alert_templates,
    approvals,
    blanks,
    callers,
    categories,
    confirmations,
    corrections,
    details,
    digests,
    duplicates,
    duty,
    enrolment,
    faults,
    forms,
    handover,
    handover_sheets,
    introduction,
    invitations,
    judgements,
    maps,
    media,
    menu,
    nearby,
    observers,
    open_items,
    outage,
    own_sightings,
    phrases,
    places,
    reach,
    refusals,
    releases,
    repeats,
    search,
    seen,
    sightings,
    sos,
    telephones,
    unheard,
    unreadable,
    withdrawals,
)
from views import questions as desk_questions
from views.blanks import Kind
from views.confirmations import Decision, Line, Request
from views.corrections import Change, Spot
from views.forms import Question
from views.language import Language, Reader, latin
from views.message import Message
from views.sightings import Report, Stand, Step

TEXTS = Path(__file__).parent / "texts"
HEADING = "=== "

READERS = {
    Language.SR_CYRL: Reader(Language.SR_CYRL, "RS"),
    Language.SR_LATN: Reader(Language.SR_LATN, "RS"),
    Language.RO: Reader(Language.RO, "RO"),
    Language.EN: Reader(Language.EN, "RO"),
}

SEEN = datetime(2026, 7, 14, 21, 50, tzinfo=UTC)  # 23:50 in Serbia, the next day in Romania
NERA = Point(44.8231, 21.3359)
FAR = Point(45.25, 20.35)
HUNGARY = Point(46.2530, 20.1414)
DAM = Point(44.6720, 22.5300)
SECTOR = SectorRow(code="dunav-1", country="RS", sr_cyrl="Дунав 1", ro="Dunărea 1")

MILA = Person(
    id=1,
    service_number="RS-1001",
    name="Мила Јовановић",
    country="RS",
    service="Гранична полиција",
    unit="СГП Велико Градиште",
    language="sr-Cyrl",
    roles=frozenset({Role.OFFICER}),
)
ION = Person(
    id=2,
    service_number="RO-2002",
    name="Ion Popescu",
    country="RO",
    service="Poliția de Frontieră",
    unit="SPF Moldova Veche",
    language="ro",
    on_duty_since=SEEN,
    roles=frozenset({Role.OFFICER, Role.DUTY}),
)
DRAGAN = replace(MILA, id=3, name="Драган Илић")
BACK = (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
FORWARD = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
MATTERS = (
    Matter("sighting", "RS-26-4711", "cat.suspicious_vessel", "report.new", SEEN),
    Matter("sighting", "RO-26-0815", "cat.drone", "report.in_progress", SEEN, exercise=True),
)
TELEPHONES = [
    TelephoneRow(side="RS", number="+38112555001", sr_cyrl="дежурни", ro="dispecer", en="desk"),
    TelephoneRow(side="RO", number="+40256555002", sr_cyrl="дежурни", ro="dispecer", en="desk"),
    TelephoneRow(side="PCC", number="+38113555003"),
]
CALLS = Matter("sos", "RS-26-3141", "sos.title", "", SEEN, exercise=True)
ASKED = Matter("answer", "9", what="", state="", since=SEEN, label="RS-26-4711")
TO_WRITE = Matter("bulletin", "RS-26-0815", what="", state="", since=SEEN, exercise=True)
PEOPLE = Matter("confirmation", "3", what="", state="", since=SEEN, label="12")
ACCESS = Matter("approval", "4", what="", state="", since=SEEN, label="RS-1001")
PARTICIPANT, ADMINISTRATOR = frozenset({Role.PARTICIPANT}), frozenset({Role.ADMIN})
NOTES = {
    "RS": "Чамац без светала, <три> лица & терет.",
    "RO": "Barcă fără lumini, „două” persoane.",
}
SAID = Details(
    people_least=2,
    people_most=5,
    minors="yes",
    armed="unknown",
    vehicle_make="Dacia",
    vehicle_colour="white",
    plate="VŠ 012-AB",
    vessel="inflatable",
    equipment="6 <canistre> & 2 colaci",
    measures="observing",
    certainty="colleague",
    support="dog",
)
VALUES = {
    "n": 20,
    "limit": 2000,
    "minutes": 60,
    "days": 7,
    "name": "Драган Илић",
    "least": 10,
    "most": 30_000,
    "fault": Fault.MINUTES,
    "number": "102/1",
    "kind": Kind.PLATE,
    "blanks": ["place", "time", "place2"],
    "status": "cancelled",
}

Screen = Message | Question | str


@dataclass(frozen=True)
class Desk:
    """A reader at the desk of one side, and what they can be shown."""

    reader: Reader

    @property
    def own(self) -> str:
        return self.reader.country

    @property
    def other(self) -> str:
        return "RO" if self.own == "RS" else "RS"

    def report(self, side: str, **known: object) -> Report:
        values = {
            "side": side,
            "sides": (side, "RO" if side == "RS" else "RS"),
            "category": "cat.suspicious_vessel",
            "direction": "to_romania",
            "seen_at": SEEN,
            "reported_at": SEEN + timedelta(minutes=12),
            "point": NERA,
            "accuracy": 12.4,
            "note": NOTES[side],
        }
        return Report(**(values | known))  # type: ignore[arg-type]  # a test names its fields itself

    def exercise(self, **known: object) -> Report:
        values: dict[str, object] = {
            "sides": (self.own,),
            "category": "cat.drone",
            "direction": "unknown",
            "point": None,
            "accuracy": None,
            "sector": SECTOR,
            "note": "",
            "exercise": True,
        }
        return self.report(self.own, **(values | known))

    def card(
        self,
        report: Report,
        *stands: Stand,
        reporter: Person | None = None,
        history: Sequence[Step] = (),
        changes: Sequence[Change] = (),
        likeness: duplicates.Likeness | None = None,
        **more: Any,
    ) -> Message:
        person = reporter or (MILA if report.side == "RS" else ION)
        who = sightings.reporter(self.reader, person, named=report.side == self.own)
        number = f"{report.side}-26-4711"
        return sightings.card(
            self.reader,
            number,
            report,
            stands=stands,
            reporter=who,
            history=history,
            changes=corrections.lines(self.reader, changes, report.reported_at or SEEN),
            likeness=likeness,
            **more,
        )


def of(language: Language) -> dict[str, Screen]:
    """Every screen by what it is, as one reader of the language reads it."""
    reader = READERS[language]
    return dict(
        [
            *_report(Desk(reader)),
            *_at_desk(Desk(reader)),
            *_media(Desk(reader)),
            *_over_there(Desk(reader)),
            *_from_a_caller(Desk(reader)),
            *_added(Desk(reader)),
            *_corrected(Desk(reader)),
            *_unheard(Desk(reader)),
            *_closed(Desk(reader)),
            *_maps(Desk(reader)),
            *_duplicates(Desk(reader)),
            *_search(Desk(reader)),
            *_releases(Desk(reader)),
            *_judgements(Desk(reader)),
            *_nearby(Desk(reader)),
            *_questions(reader),
            *_forms(reader),
            *_menu(reader),
            *_joining(reader),
            *_confirmations(reader),
            *_duty(reader),
            *_handover(reader),
            *_blanks(reader),
            *_templates(reader),
            *_phrases(reader),
            *_troubles(reader),
            *_sos(Desk(reader)),
            *_outage(reader),
            *alert_screens.steps(reader),
            *bulletin_screens.steps(reader),
            *cap_screens.steps(reader),
            *alert_form_screens.steps(reader),
            *alert_board_screens.steps(reader),
            *alert_ending_screens.steps(reader),
        ]
    )


def _outage(reader: Reader) -> Iterator[tuple[str, Screen]]:
    blind = Blind(SEEN - timedelta(minutes=11), SEEN)
    yield "outage, to a desk", outage.over(reader, blind, SEEN)
    days = replace(blind, since=SEEN - timedelta(hours=25))
    yield "outage of more than a day, to a desk", outage.over(reader, days, SEEN)
    again = introduction.alarm(reader)
    yield "asked again", repeats.asked_again(reader, again, blind, SEEN)
    yield "off duty, noticed late", duty.off(reader, alone=True, late=timedelta(minutes=61))


def _sos(desk: Desk) -> Iterator[tuple[str, Screen]]:
    reader, number = desk.reader, f"{desk.own}-26-0417"
    keys = menu.keys(reader, MILA.roles)
    caller = replace(MILA, phone="+381641234567")
    call = sos.Call(number, caller, SosState.OPEN, SEEN)
    known = replace(call, point=NERA, located_at=SEEN - timedelta(minutes=21))
    placed = replace(known, accuracy=12.4, located_at=SEEN, sent=True, exercise=True)
    takers = [sos.Taker(desk.own, "Драган Илић"), sos.Taker(desk.other)]
    mistaken = replace(placed, state=SosState.BY_MISTAKE)
    closed = replace(placed, state=SosState.CLOSED)

    yield "sos, to a desk", sos.card(reader, call, [])
    yield "sos, to a desk, last known place", sos.card(reader, known, takers[1:])
    yield "sos, to a desk, taken over, in an exercise", sos.card(reader, placed, takers)
    yield "sos, to a desk, live location", sos.card(reader, replace(placed, live=True), takers)
    yield "sos, to a desk, live location ended", sos.card(reader, replace(placed, live=False), [])
    yield "sos, to a desk, by mistake", sos.card(reader, mistaken, takers)
    yield "sos, to its caller", sos.own_card(reader, call, [], unreached=[desk.other])
    yield "sos, to its caller, closed", sos.own_card(reader, closed, takers)
    yield "sos, by mistake?", sos.sure(reader, call)
    yield "sos, sent", sos.raised(reader, keys=keys)
    yield "sos, sent already", sos.already(reader, located=False, keys=keys)
    yield "sos, place added", sos.located(reader, keys=keys)
    asked = sightings.place_keys(reader)
    waits = sos.located(reader, keys=asked, form_waits=True)
    yield "sos, place added while a form asks for one", waits
    yield "sos, stays", sos.kept(reader)
    yield "sos, withdrawn", sos.withdrawn(reader, keys=keys)
    yield "sos, yours already", sos.yours_already(reader)
    yield "sos, news to its caller", sos.news(reader, call, takers[1:])
    yield "sos, withdrawn, to a desk", sos.news(reader, mistaken, takers)
    yield "sos, nobody has it", sos.unheard(reader, call)
    late = timedelta(minutes=21)
    yield "sos, nobody has it, noticed late", sos.unheard(reader, call, late=late)
    yield "sos, to a desk, noticed late", sos.card(reader, call, [], late=late)


def _report(desk: Desk) -> Iterator[tuple[str, Screen]]:
    reader, number = desk.reader, f"{desk.own}-26-4711"
    new = (Stand(desk.own, Handling.NEW, 1), Stand(desk.other, Handling.NEW, 1))
    taken = Stand(desk.other, Handling.IN_PROGRESS, 2)
    done = Stand(desk.own, Handling.RESOLVED, 3, "Драган Илић")
    report = desk.report(desk.own)
    ready = desk.report(desk.own, reported_at=None)
    keys = menu.keys(reader, MILA.roles)

    sides = (desk.own, desk.other)

    def thanks(*unattended: str) -> Message:
        return sightings.thanks(reader, number, sides, unattended=unattended, keys=keys)

    yield "review, for both sides", sightings.review(reader, ready, Sharing.BOTH)
    own_only = desk.report(desk.own, sides=(desk.own,), reported_at=None, point=FAR, note="")
    yield "review, for our side only, far away", sightings.review(reader, own_only, Sharing.OWN)
    exercise = desk.exercise(reported_at=None)
    yield "review in an exercise", sightings.review(reader, exercise, Sharing.OWN)
    yield "receipt", sightings.receipt(reader, number, report, new)
    yield "receipt, later", sightings.receipt(reader, number, report, (done, taken))
    yield "thanks", thanks()
    yield "thanks with nobody on duty", thanks(desk.own, desk.other)
    yield (
        "thanks in an exercise, with nobody to be reached at the other desk",
        sightings.thanks(
            reader, number, sides, unattended=(), unreached=(desk.other,), keys=keys, exercise=True
        ),
    )
    yield "progress: taken over by the other side", sightings.progress(reader, number, taken)
    yield "progress: resolved by our side", sightings.progress(reader, number, done)
    yield "progress in an exercise", sightings.progress(reader, number, taken, exercise=True)


def _media(desk: Desk) -> Iterator[tuple[str, Screen]]:
    """Photos and the like: sent with a form, after a report, alone; shown; not kept."""
    reader, number = desk.reader, f"{desk.own}-26-4711"
    photos = (media.Item("photo", "a"), media.Item("photo", "b"), media.Item("voice", "c"))
    report = desk.report(desk.own, media=photos)
    yield (
        "review with files",
        sightings.review(reader, replace(report, reported_at=None), Sharing.BOTH),
    )
    yield "card with files", desk.card(report, *_new(desk))
    yield "receipt with files", sightings.receipt(reader, number, report, _new(desk))
    yield "files: with the form", media.in_form(reader, photos)
    yield "files: to a report", media.attached(reader, number, photos)
    own = ((number, "cat.suspicious_vessel"), (f"{desk.own}-26-0815", "cat.drone"))
    yield "files: to which report?", media.which(reader, 7, photos, own)
    yield "files: to which report? there is none", media.which(reader, 7, photos[:1], ())
    yield "files: dropped", media.dropped(reader)
    title = sightings.titled(reader, number, exercise=False)
    for at, message in enumerate(media.shown(title, number, photos)):
        yield f"files: shown, {at}", message
    for why in sorted(media.REASONS):
        yield f"files: lost, {why}", media.lost(reader, photos[0], why, number)


def _at_desk(desk: Desk) -> Iterator[tuple[str, Screen]]:
    own, other = Stand(desk.own, Handling.NEW, 1), Stand(desk.other, Handling.NEW, 1)
    taken = Stand(desk.own, Handling.IN_PROGRESS, 2, "Драган Илић")
    done = Stand(desk.own, Handling.RESOLVED, 3, "Драган Илић")
    theirs = Stand(desk.other, Handling.IN_PROGRESS, 2)
    yield "card of our side's report", desk.card(desk.report(desk.own), own, other)
    yield "card of the other side's report", desk.card(desk.report(desk.other), other, own)
    yield "card taken over by both", desk.card(desk.report(desk.own), taken, theirs)
    yield "card resolved here", desk.card(desk.report(desk.other), theirs, done)
    yield "card of our side only, in an exercise", desk.card(desk.exercise(), taken)


def _over_there(desk: Desk) -> Iterator[tuple[str, Screen]]:
    reader, here = desk.reader, NERA.destination(225, 800)
    yield "over there: from where", observers.ask_here(reader)
    yield "over there: which way", observers.ask_bearing(reader)
    yield "over there: how far", observers.ask_distance(reader)
    both = (desk.own, desk.other)
    for name, sides in {"our side": (desk.own,), "both sides": both}.items():
        report = desk.report(desk.own, observer=here, observer_sides=sides)
        ready = replace(report, reported_at=None, accuracy=400)
        yield (
            f"over there: review, own place for {name}",
            sightings.review(reader, ready, Sharing.BOTH),
        )
        yield f"over there: card, own place for {name}", desk.card(report, *_new(desk))


def _from_a_caller(desk: Desk) -> Iterator[tuple[str, Screen]]:
    reader = desk.reader
    yield "told by", callers.ask_way(reader)
    yield "told by whom", callers.ask_caller(reader, "", [])
    yield "told by whom, found", callers.ask_caller(reader, "ion", [ION, MILA])
    yield "told by whom, not found", callers.ask_caller(reader, "<Pop>", [])
    told = desk.report(desk.own, told_by="telephone", caller=MILA.name)
    ready = replace(told, reported_at=None)
    yield "review at a desk", sightings.review(reader, ready, Sharing.BOTH, may_enter=True)
    yield "card of what our desk was told", desk.card(told, *_new(desk))
    theirs = desk.report(desk.other, told_by="radio")
    yield "card of what the other desk was told", desk.card(theirs, *_new(desk))


def _added(desk: Desk) -> Iterator[tuple[str, Screen]]:
    reader = desk.reader
    yield "details: menu", details.ask_group(reader, "cat.suspicious_vehicle", Details())
    yield "details: menu, all said", details.ask_group(reader, "cat.fire", SAID)
    for fields in details.GROUPS.values():
        for at, field in enumerate(fields):
            remaining = fields[at + 1 :]
            yield f"details: {field}", details.ask_field(reader, field, Details(), remaining)
    yield "details: people, said", details.ask_field(reader, "people", SAID, ["minors"])
    report = desk.report(desk.own, details=SAID)
    ready = replace(report, reported_at=None)
    yield "details: review", sightings.review(reader, ready, Sharing.BOTH)
    number = f"{desk.own}-26-4711"
    yield "details: receipt", sightings.receipt(reader, number, report, _new(desk))
    many = Details(people_least=1200, people_most=1200, certainty="sensor")
    theirs = desk.report(desk.other, details=many, note="")
    yield "details: card", desk.card(theirs, *_new(desk))
    band = replace(many, people_least=21, people_most=None)
    yield "details: card, more than a band", desk.card(replace(theirs, details=band), *_new(desk))


LATER = SEEN + timedelta(minutes=20)
CHANGES = (
    Change("direction", LATER, "to_romania", "along_border"),
    Change("vehicle_make", LATER, None, "Dacia"),
    Change("place", LATER, Spot(NERA, None), Spot(None, SECTOR)),
    Change("observer", LATER, [44.8, 21.3], None),
    Change("people", LATER, [2, 5], [21, None]),
    Change("seen_at", LATER, SEEN.isoformat(), (SEEN - timedelta(minutes=15)).isoformat()),
    Change("note", LATER, "Canal", "Canal\nBaraj"),
    Change("note", LATER, "Canal\nBaraj", "Dig " * 500),
)


def _corrected(desk: Desk) -> Iterator[tuple[str, Screen]]:
    reader, number, report = desk.reader, f"{desk.own}-26-4711", desk.report(desk.own)
    keys = menu.keys(reader, MILA.roles)
    vessel = "cat.suspicious_vessel"
    what = corrections.ask_what(reader, number, vessel, SAID, has_note=True)
    yield "correct what", what
    bare = corrections.ask_what(reader, number, vessel, Details(), has_note=False)
    yield "correct what, nothing noted yet", bare
    yield "add a note", corrections.ask_addition(reader, number, closed=False)
    yield "add a note to what is closed", corrections.ask_addition(reader, number, closed=True)
    yield "corrected", corrections.done(reader, number, keys)
    yield "nothing corrected", corrections.unchanged(reader, number, keys)
    yield "correction chosen", corrections.so_far(reader, number)
    sent = report.reported_at or SEEN
    told = corrections.to_desk(reader, number, CHANGES[:5], sent, exercise=False)
    yield "corrected, to a desk", told
    noted = corrections.to_desk(reader, number, CHANGES[5:], sent, exercise=True)
    yield "corrected, to a desk in an exercise", noted
    lines = corrections.lines(reader, CHANGES, sent)
    yield "receipt, corrected", sightings.receipt(reader, number, report, _new(desk), lines)
    taken = Stand(desk.own, Handling.IN_PROGRESS, 2, "Драган Илић")
    steps = [Step(taken, LATER)]
    done = Stand(desk.own, Handling.RESOLVED, 3, "Драган Илић")
    yield "card, corrected", desk.card(report, done, history=steps, changes=CHANGES[:2])
    many = [
        (Handling.NEW, Handling.IN_PROGRESS),
        (Handling.RESOLVED, Handling.WITHDRAWN),
        (Handling.UNCONFIRMED, Handling.HANDED_OVER),
    ]
    entries = [
        own_sightings.Entry(
            f"{desk.own}-26-471{at}",
            vessel,
            SEEN - timedelta(days=at),
            ((desk.own, own), (desk.other, other)),
            exercise=at == 2,
        )
        for at, (own, other) in enumerate(many)
    ]
    yield "my reports", own_sightings.listed(reader, entries, SEEN, page=1, older=True)
    yield "my reports, none", own_sightings.listed(reader, [], SEEN, page=0, older=False)


def _unheard(desk: Desk) -> Iterator[tuple[str, Screen]]:
    reader, number = desk.reader, f"{desk.own}-26-4711"

    def waited(minutes: int) -> unheard.Wait:
        return unheard.Wait(SEEN, minutes, timedelta(minutes=minutes - 10))

    def reporter(minutes: int, *sides: str, unreached: tuple[str, ...] = ()) -> Message:
        return unheard.to_reporter(
            reader,
            number,
            wait=waited(minutes),
            reminded=sides,
            all_officers=len(sides) > 1,
            unreached=unreached,
            exercise=minutes > 60,
        )

    yield (
        "not taken over, at a desk",
        unheard.to_desk(reader, number, wait=waited(3), exercise=False),
    )
    late = unheard.to_desk(reader, number, wait=waited(61), exercise=True)
    yield "not taken over, at a desk, late in an exercise", late
    yield "not taken over, to its reporter", reporter(3, desk.own)
    yield "not taken over, later, to its reporter", reporter(10, desk.own, desk.other)
    yield "not taken over and nobody reached", reporter(61, unreached=(desk.own,))


def _closed(desk: Desk) -> Iterator[tuple[str, Screen]]:
    reader, number = desk.reader, f"{desk.own}-26-4711"
    report, name = desk.report(desk.own), "Драган Илић"
    taken = Stand(desk.own, Handling.IN_PROGRESS, 2, name)
    steps = [Step(taken, SEEN + timedelta(minutes=14))]
    for state in (Handling.UNCONFIRMED, Handling.HANDED_OVER, Handling.WITHDRAWN):
        own, other = Stand(desk.own, state, 3, name), Stand(desk.other, state, 2)
        yield f"card {state}", desk.card(report, own, other, history=steps)
        yield f"receipt {state}", sightings.receipt(reader, number, report, (own, other))
    yield "withdraw?", withdrawals.ask(reader, number)
    yield "withdrawn", withdrawals.done(reader, number)
    yield "not withdrawn", withdrawals.kept(reader, number)
    told = withdrawals.to_desk(reader, number, exercise=True)
    yield "withdrawn, to a desk in an exercise", told


def _maps(desk: Desk) -> Iterator[tuple[str, Screen]]:
    """The words below the pictures, and those on them."""
    reader, number = desk.reader, f"{desk.own}-26-4711"
    report, exercise = desk.report(desk.own), desk.exercise()
    yield "map beside a card", maps.caption(reader, exercise=False)
    yield "map beside a card in an exercise", maps.caption(reader, exercise=True)
    new, taken = Stand(desk.own, Handling.NEW, 1), Stand(desk.own, Handling.IN_PROGRESS, 2, "Ана")
    entries = [
        maps.Entry(number, report, new),
        maps.Entry(f"{desk.other}-26-0815", desk.report(desk.other), taken),
        maps.Entry(f"{desk.own}-26-0042", exercise, Stand(desk.own, Handling.RESOLVED, 3)),
    ]
    yield "map of the day", maps.legend(reader, entries)
    yield "map of the day, more than it holds", maps.legend(reader, entries, 12)
    yield "map of the day, nothing", maps.nothing(reader)
    seen_from = desk.report(desk.own, observer=FAR)
    resolved = maps.Entry(number, report, Stand(desk.own, Handling.RESOLVED, 3))
    titles, signs = list[str](), dict[str, str]()
    for scene in (maps.of_report(reader, number, seen_from), maps.of_day(reader, [resolved])):
        assert scene is not None
        titles.append(scene.words.title)
        signs |= dict(scene.words.legend)
    yield "on the map", "\n".join([*titles, *signs.values()])


def _duplicates(desk: Desk) -> Iterator[tuple[str, Screen]]:
    reader, number, earlier = desk.reader, f"{desk.own}-26-4711", f"{desk.other}-26-0815"
    near = duplicates.Alike(earlier, "cat.suspicious_vessel", 320.0, timedelta(minutes=21))
    sector = duplicates.Alike(f"{desk.own}-26-2342", "cat.drone", None, timedelta(minutes=1))
    report, new = desk.report(desk.own), _new(desk)
    for name, likeness in (
        ("may be the same", duplicates.Likeness(alike=(near, sector))),
        ("part of another", duplicates.Likeness(into=earlier)),
        ("of several", duplicates.Likeness(merged=(f"{desk.own}-26-2342", earlier))),
    ):
        yield f"card, {name}", desk.card(report, *new, likeness=likeness)
    yield "merge with which?", duplicates.ask(reader, number, (near, sector))
    yield "merged", duplicates.merged(reader, number, earlier)
    yield "not merged", duplicates.not_merged(reader, number)
    for together in (True, False):
        told = duplicates.to_reporter(reader, number, desk.own, together=together)
        yield f"to its reporter, together: {together}", told


def _nearby(desk: Desk) -> Iterator[tuple[str, Screen]]:
    report = desk.report(desk.other)
    here = Point(44.86, 21.39)
    yield "reported nearby", nearby.notice(desk.reader, report, here)
    in_sector = replace(report, point=None, accuracy=None, sector=SECTOR, exercise=True)
    yield "reported in one's sector, in an exercise", nearby.notice(desk.reader, in_sector, None)


def _judgements(desk: Desk) -> Iterator[tuple[str, Screen]]:
    reader, number = desk.reader, f"{desk.own}-26-4711"
    made = judgements.Assessment(desk.own, "B", "2", "medium")
    theirs = judgements.Assessment(desk.other, "X", "4", "high")
    report = replace(desk.report(desk.own), assessments=(made, theirs))
    why = Stand(desk.own, Handling.CONFIRMED, 3, "Драган Илић", "patrol")
    not_so = Stand(desk.other, Handling.UNCONFIRMED, 2, reason="nothing")
    yield "card, confirmed and assessed", desk.card(report, why, not_so)
    kept = releases.buttons(reader, number, replace(report, sides=(desk.own,)))
    for state in (Handling.NEW, Handling.CONFIRMED, Handling.RESOLVED):
        yield f"more, {state}", judgements.more(reader, number, state, 2, kept)
    for state, reasons in judgements.REASONS.items():
        yield f"why {state}?", judgements.ask_reason(reader, number, state, 2)
        for each in reasons:
            yield f"reason {each}", judgements.reason_noted(reader, number, each)
    yield "why, in own words, of a judgement?", judgements.ask_own_reason(reader, number)
    yield "how sure?", judgements.ask_grade(reader, number)
    yield "how grave?", judgements.ask_impact(reader, number, "B2")
    for impact in ("low", "medium", "high"):
        yield (
            f"assessed, {impact}",
            judgements.assessed(reader, number, replace(made, impact=impact)),
        )


def _releases(desk: Desk) -> Iterator[tuple[str, Screen]]:
    reader, number = desk.reader, f"{desk.own}-26-4711"
    kept = replace(desk.report(desk.own), sides=(desk.own,))
    partly = replace(
        desk.report(desk.other), point=None, accuracy=None, note="", observer=None, in_part=True
    )
    sent = replace(kept, sides=(desk.own, desk.other), released=("sector", "note"))
    for name, report in (("kept", kept), ("in part, here", partly), ("in part, there", sent)):
        lines = releases.lines(reader, report)
        yield f"card, {name}", desk.card(report, *_new(desk), notes=lines)
    there = policy.RELEASABLE
    yield "release what?", releases.ask_fields(reader, number, there, {"sector"}, released=True)
    yield "release why?", releases.ask_reason(reader, number)
    card = desk.card(partly, *_new(desk), notes=releases.lines(reader, partly))
    for why in (*releases.REASONS, "Nera: 2"):
        yield f"released for {why}?", releases.ask_review(reader, number, card, why)
    yield "withdraw what is released?", releases.ask_withdrawal(reader, number)
    yield "released", releases.done(reader, number, desk.other, ("sector", "note"), SEEN)
    yield "released, nothing else", releases.done(reader, number, desk.other, (), SEEN)
    yield "release withdrawn", releases.withdrawn(reader, number, desk.other)
    yield "release withdrawn, there", releases.taken_away(reader, number, desk.other)
    some = ("place", "photos")
    yield "some withdrawn, there", releases.fields_withdrawn(reader, number, desk.other, some)
    yield "corrected, to be released again", releases.held_back(reader, number, some)


def _search(desk: Desk) -> Iterator[tuple[str, Screen]]:
    reader, number = desk.reader, f"{desk.own}-26-4711"
    own = Stand(desk.own, Handling.IN_PROGRESS, 2, "Драган Илић")
    found = search.Page(
        search_id=7,
        words="Čamac „Nera“ 7 dana",
        results=(
            search.Result(number, desk.report(desk.own), own),
            search.Result(f"{desk.other}-26-0815", desk.report(desk.other), None),
        ),
        found=21,
        more=True,
        page=1,
        pages=3,
        days=30,
        periods=(30, 365, 0),
    )
    yield "what is sought?", search.ask_words(reader)
    yield "found", search.results(reader, found)
    nothing = replace(found, results=(), found=0, more=False, page=0, pages=0, days=0)
    yield "nothing found", search.results(reader, nothing)
    yield "why a report of the other side?", search.ask_reason(reader, 7, number)
    yield "why, in own words?", search.ask_own_reason(reader, number)
    yield "the reason is noted", search.reason_noted(reader, number)


def _new(desk: Desk) -> tuple[Stand, Stand]:
    return Stand(desk.own, Handling.NEW, 1), Stand(desk.other, Handling.NEW, 1)


def _questions(reader: Reader) -> Iterator[tuple[str, Screen]]:
    yield "question: group", sightings.ask_group(reader, tuple(categories.GROUPS))
    for group, members in categories.GROUPS.items():
        if len(members) > 1:
            yield f"question: category of {group}", sightings.ask_category(reader, members)
    yield "question: place", sightings.ask_place(reader, "cat.suspicious_vessel")
    yield "question: place otherwise", sightings.ask_place_otherwise(reader, [SECTOR])
    yield "question: place otherwise, no sectors", sightings.ask_place_otherwise(reader, [])
    yield "question: which place", sightings.ask_which_place(reader, [NERA, Point(20.35, 45.25)])
    for typed in ("Вршац", "Izvoarele", "Ушће Нере"):
        named = [each.point for each in names.search(typed)]
        offered = sightings.ask_which_place(reader, named, may_be_none=True)
        yield f"question: which place, {latin(typed)}", offered
    yield "question: which place, abroad", sightings.ask_which_place(reader, [HUNGARY])
    yield "place beside a crossing", "\n".join(places.lines(reader, DAM))
    warnings = places.zone_warning(reader, FAR)
    yield "question: direction, far away", sightings.ask_direction(reader, warnings)
    yield from _when(reader)
    yield "question: note", sightings.ask_note(reader)
    answered = {"category": "cat.suspicious_vessel"}
    yield "question answered", sightings.so_far(reader, answered)
    yield "question answered before the category", sightings.so_far(reader, {})


def _when(reader: Reader) -> Iterator[tuple[str, Screen]]:
    yield "question: when", seen.ask(reader)
    yield "question: when, not understood", seen.ask(reader, unread=NOTES["RS"])
    ago = SEEN - timedelta(minutes=20)
    yield "time understood", seen.confirm(reader, "23:30", [ago], "", SEEN)
    days = [SEEN - timedelta(days=21)]
    yield "time understood, of long ago", seen.confirm(reader, "23. 6. 23:50", days, "", SEEN)
    several = [ago, ago - timedelta(hours=12)]
    for doubt in ("several", "hour"):
        yield f"time in doubt: {doubt}", seen.confirm(reader, "23. 6.", several, doubt, SEEN)
        yield "time in doubt: twice", seen.confirm(reader, "02:30", BACK[::-1], "twice", BACK[1])
    yield "time in doubt: skipped", seen.confirm(reader, "02:30", [FORWARD], "skipped", FORWARD)
    yield "time in doubt: no time", seen.confirm(reader, "23. 6.", [], "no_time", SEEN)
    yield "time in doubt: future", seen.confirm(reader, "31. 12.", [], "future", SEEN)
    noon = SEEN - timedelta(hours=12)
    before = [noon - timedelta(hours=23)]
    yield "time in doubt: of yesterday?", seen.confirm(reader, "12:50", before, "future", noon)


def _forms(reader: Reader) -> Iterator[tuple[str, Screen]]:
    typed = NOTES["RS"]

    def meant(label: str) -> Question:
        return forms.what_is_meant(reader, typed, note_label=label)

    left = forms.left_buttons(reader, 3)
    yield "text within a form", meant(forms.note_label(reader))
    yield "text alone", meant(forms.report_with_text_label(reader))
    yield "text of somebody who does not report", meant("")
    yield "text settled", forms.text_settled(reader, typed)
    yield "form dropped", Message(forms.dropped(reader), buttons=left)
    yield "form set aside", Message(forms.set_aside(reader), buttons=left)
    yield "form still open", Message(forms.still_open(reader), buttons=left)
    yield "no open form", forms.nothing_open(reader)
    yield "question answered twice", forms.answered(reader)
    yield "buttons under a question", f"{forms.back_label(reader)} {forms.cancel_label(reader)}"


def _menu(reader: Reader) -> Iterator[tuple[str, Screen]]:
    yield "menu of an officer", menu.menu(reader, MILA.roles)
    yield "menu at a desk", menu.menu(reader, ION.roles)
    yield "menu of a participant", menu.menu(reader, PARTICIPANT)
    yield "menu at the joint contact point", menu.menu(reader, {Role.PCC})
    yield (
        "page for the official channel",
        handover_sheets.caption(reader, "RS-26-0417", "key", exercise=True),
    )
    entries = tuple(
        digests.Entry("RS-26-0417", Desk(reader).report("RS", category=each), state, minutes)
        for each, state, minutes in (
            ("cat.tobacco", Handling.IN_PROGRESS, 4),
            ("cat.tobacco", Handling.RESOLVED, 9),
            ("cat.fire", Handling.NEW, None),
        )
    )
    day = digests.Digest("RS", SEEN.date(), entries, exercise=True)
    yield "digest of a day", digests.overview(reader, day, late=timedelta(minutes=5))
    today = digests.Digest("RO", SEEN.date(), (), so_far=True)
    yield "digest of nothing", digests.overview(reader, today, late=timedelta())
    yield "no page for the official channel", handover_sheets.not_made(reader, "RS-26-0417")
    yield "instructions of an officer", menu.instructions(reader, MILA.roles)
    yield "instructions at a desk", menu.instructions(reader, ION.roles)
    yield "instructions of a participant", menu.instructions(reader, PARTICIPANT)
    yield "instructions of an administrator", menu.instructions(reader, ADMINISTRATOR)
    yield "languages", menu.choose_language(reader)
    yield "language chosen", menu.language_chosen(reader, MILA.roles)
    yield "whoami of an officer", menu.whoami(reader, MILA)
    yield "whoami on duty", menu.whoami(reader, ION)
    yield "roles", "\n".join(menu.role_name(reader, role) for role in Role)
    yield "commands of a stranger", _listed(menu.commands(reader, ()))
    yield "commands of an officer", _listed(menu.commands(reader, MILA.roles))
    yield "commands at a desk", _listed(menu.commands(reader, ION.roles))
    yield "commands of an administrator", _listed(menu.commands(reader, ADMINISTRATOR))
    yield "description", menu.description(reader)
    yield "short description", menu.short_description(reader)


def _joining(reader: Reader) -> Iterator[tuple[str, Screen]]:
    yield "printed invitation", "\n".join(_invitation(reader))
    person = ION if reader.country == "RO" else MILA
    yield "asked for the phone", enrolment.ask_phone(reader)
    yield "welcome", enrolment.welcome(reader, person)
    yield "enrolled already", enrolment.already(reader, person)
    yield "moved to another account", enrolment.moved_elsewhere(reader)
    yield "approval: waiting", approvals.waiting(reader)
    yield "approval: refused", approvals.refused(reader)
    for reason, state in itertools.product(Reason, State):
        row = ApprovalRow(
            id=4,
            person_id=1,
            telegram_id=1,
            account="Neko (@neko)",
            phone="+381649999999",
            reason=reason,
            state=state,
            asked_at=SEEN,
        )
        shown = approvals.request(reader, row, person, decided_by=DRAGAN.name)
        if state == State.WAITING or reason == Reason.USED_CODE:
            yield f"approval: {reason}, {state}", shown
    yield "test alarm", introduction.alarm(reader)
    yield "test alarm, heard", introduction.heard(reader)
    yield "test alarm, no sound", introduction.hints(reader)
    for role, number in itertools.product(
        (Role.OFFICER, Role.DUTY, Role.COORDINATOR, Role.PCC), range(introduction.SCREENS)
    ):
        yield f"introduction: {role}, {number + 1}", introduction.screen(reader, {role}, number)
    yield "introduction ended", introduction.ended(reader)


def _confirmations(reader: Reader) -> Iterator[tuple[str, Screen]]:
    own = MILA if reader.country == "RS" else ION
    names = ("service_number", "name", "service", "unit", "language")
    facts = {name: getattr(own, name) for name in names}
    was = facts | {"roles": (Role.OFFICER,), "sectors": ("Nera",), "phone": "+381641234567"}
    new = was | {"unit": "", "roles": (Role.ADMIN, Role.OFFICER), "name": "Marko <b> Ilić"}
    columns = ("service", "unit", "sectors", "roles", "language", "phone")
    added = Line(4, 1, was, None, columns)
    changed = Line(7, 4, new, was, ("name", "unit", "roles"), broken="last administrator")
    revoked = replace(changed, id=8, number=5, revoked=True, unbinds=True, broken="taken phone")
    others = tuple(replace(added, id=9 + n, number=6 + n) for n in range(20))
    decisions = tuple(
        Decision(state, DRAGAN.name if by else "", ("RS-1", "RS-2")[: 1 + by])
        for state, by in (
            (Decided.CONFIRMED, True),
            (Decided.REFUSED, True),
            (Decided.EXPIRED, False),
            (Decided.CLOSED, False),
        )
    )
    asked = Request(3, 1, (added,), (), SEEN)
    many = Request(3, 2, (added, changed, revoked, *others), decisions[:2], SEEN)
    most = Decision(Decided.CONFIRMED, DRAGAN.name, tuple(f"RS-{n}" for n in range(1, 21)))

    yield "people of a roster, one", confirmations.card(reader, asked)
    yield "people of a roster, many", confirmations.card(reader, many)
    yield "people of a roster, another page", confirmations.card(reader, many, near=13)
    yield "people of a roster, confirm all?", confirmations.sure(reader, many, confirm=True)
    yield "people of a roster, refuse all?", confirmations.sure(reader, many, confirm=False)
    ended = Request(3, 2, (), (*decisions, most), None)
    yield "people of a roster, decided", confirmations.card(reader, ended)
    yield "people of a roster, brought in", confirmations.brought_in(reader, 5, 1)
    yield "people of a roster, revoked", confirmations.access_ended(reader, own.name, "RS-1001")


def _invitation(reader: Reader) -> Iterator[str]:
    yield f"**{invitations.title(reader)}**"
    yield invitations.purpose(reader)
    yield f"{invitations.code_label(reader)}: 7K2M 9QXW 4HTB R5DE"
    yield f"{invitations.until_label(reader)}: {reader.both_times(SEEN)}"
    yield from invitations.steps(reader, "straja_bot")
    yield invitations.warning(reader)


def _duty(reader: Reader) -> Iterator[tuple[str, Screen]]:
    hours = (SEEN + timedelta(hours=8), SEEN + timedelta(hours=12))
    yield "on duty until when", duty.ask_until(reader, hours)
    yield "on duty until when, as the clocks go back", duty.ask_until(reader, BACK)
    yield "on duty until a time that comes twice", duty.ask_which(reader, BACK, skipped=False)
    yield (
        "on duty until a time that is left out",
        duty.ask_which(reader, (FORWARD,), skipped=True),
    )
    yield "on duty", duty.on(reader, hours[0], SEEN)
    yield "on duty, as the clocks go back", duty.on(reader, BACK[1], BACK[0])
    yield "on duty until then already", duty.already(reader)
    yield "off duty", duty.off(reader, alone=False)
    yield "on patrol", duty.on(reader, hours[0], SEEN, at_desk=False)
    yield "off patrol", duty.off(reader, alone=False, at_desk=False)
    yield "off duty, nobody left", duty.off(reader, alone=True)
    yield "to whom", duty.ask_whom(reader, left=3, takers=[DRAGAN], later=hours)
    yield "to nobody", duty.ask_whom(reader, left=1, takers=[], later=hours)
    for left, takers in ((3, [DRAGAN]), (21, []), (0, [])):
        soon = duty.ends_soon(reader, SEEN, SEEN, left=left, later=hours, takers=takers)
        yield f"duty ends soon, {left} open, {len(takers)} on duty", soon


def _handover(reader: Reader) -> Iterator[tuple[str, Screen]]:
    giver = ION if reader.country == "RO" else MILA
    for state, part in itertools.product(Standing, handover.Part):
        summary = handover.summary(
            reader,
            _handed(state),
            giver=giver.name,
            taker=DRAGAN.name,
            buttons_of=part,
            choice=[ION],
            minutes=10,
        )
        yield f"handover {state} to its {part}", summary
    yield "handover accepted", handover.answered(reader, DRAGAN.name, accepted=True)
    yield "handover declined", handover.answered(reader, DRAGAN.name, accepted=False)
    yield "open", open_items.listed(reader, MATTERS)
    yield "open, with a call for help", open_items.listed(reader, [CALLS, MATTERS[1]])
    yield "open, of a reporter", open_items.listed(reader, [ASKED])
    for others in (1, 4, 21):
        yield f"open questions: {others} others", desk_questions.others_label(reader, others)
    yield "open, with a bulletin to be written", open_items.listed(reader, [TO_WRITE])
    yield "open, of an administrator", open_items.listed(reader, [ACCESS, PEOPLE, MATTERS[0]])
    yield "open, many", open_items.listed(reader, MATTERS * 20)
    yield "nothing open", open_items.listed(reader, [])
    yield "card moved", open_items.moved(reader)
    yield "telephone numbers", telephones.card(reader, TELEPHONES)
    yield "no telephone numbers", telephones.card(reader, [])


def _handed(state: Standing) -> Handover:
    return Handover(
        id=5,
        side="RS",
        exercise=state == Standing.DECLINED,
        giver_id=1,
        taker_id=None if state == Standing.TO_ALL else 2,
        state=state,
        version=1,
        matters=MATTERS,
        at=SEEN,
        settled_at=SEEN + timedelta(minutes=4) if state == Standing.ACCEPTED else None,
    )


def _blanks(reader: Reader) -> Iterator[tuple[str, Screen]]:
    for kind in Kind:
        yield f"blank {kind}", f"{blanks.label(reader, kind)}: {blanks.wanted(reader, kind)}"


def _templates(reader: Reader) -> Iterator[tuple[str, Screen]]:
    views, bank = alert_templates, list(alert_template_bank.shipped().values())
    fire, own = bank[-3], reader.country
    told = alert_template_bank.columns_of(fire)
    words = {"text_sr": "", "text_en": ""} if own == "RS" else {"text_ro": "", "text_en": ""}
    row = TemplateRow(**told | words, id=7, written_at=SEEN, settled_at=SEEN)
    untitled = TemplateRow(**row.model_dump() | dict.fromkeys(("title_sr", "title_en"), ""))
    yield "templates", views.listed(reader, bank, [row], page=0)
    yield "templates, the last page", views.listed(reader, bank, [], page=2, retired=bank[:2])
    yield "a template", views.shown(reader, fire, None)
    yield "a template worded here", views.shown(reader, fire, row)
    gone = TemplateRow(**row.model_dump() | {"state": "retired"})
    yield "a retired template", views.shown(reader, fire, gone)
    yield "to retire a template", views.ask_retire(reader, fire)
    yield "template retired", views.retired(reader, fire, "RS")
    yield "template put back", views.restored(reader, fire, "RO")
    yield "text of a template, of the other desk", views.asked(reader, row, fire)
    yield "text of a new template, of the other desk", views.asked(reader, untitled, None)
    yield "template in use", views.in_use(reader, fire)
    yield "text of a template replaced", views.dropped(reader, row)
    yield "text of a template sent", views.sent(reader, row)
    yield "level of a template", views.ask_level(reader)
    yield "lifetime of a template", views.ask_lifetime(reader)
    yield "name of a template", views.ask_title(reader, "", 26)
    yield "text of a new template", views.ask_text(reader, (), ())
    given = views.given(reader, row)
    yield "the other text of a template", views.ask_text(reader, given, fire.blanks)
    text = fire.texts[views.own(reader)]
    yield "review of a template", views.ask_review(reader, "", text, completes=False)
    whole = views.ask_review(reader, fire.title(views.own(reader)), text, completes=True)
    yield "review of a new template", whole
    yield "template as written", views.written(reader, text)


def _phrases(reader: Reader) -> Iterator[tuple[str, Screen]]:
    yield "phrases", phrases.board(reader)
    for group in phrases.GROUPS:
        yield f"phrases: {group}", phrases.group(reader, group)
    for each in phrase_bank.listed():
        if each.key in {"phrase.vehicle_heading", "phrase.need_dog", "cmd.documents"}:
            value = {"names": dict.fromkeys(Language, "Vršac")}
            texts = phrase_bank.filled(each, {"place": value})
            yield f"phrase: {each.key}", phrases.said(reader, each.key, texts)
        if each.blanks:
            yield f"blank of {each.key}", phrases.ask(reader, each.texts, each.blanks[0])


def _troubles(reader: Reader) -> Iterator[tuple[str, Screen]]:
    yield "somebody out of reach", reach.unreachable(reader, MILA)
    yield "somebody in reach again", reach.reachable(reader, MILA)
    since, matters = SEEN - timedelta(hours=2), MATTERS[:1]
    for missed in (0, 1, 3, 10_000):
        caught_up = reach.caught_up(reader, since, SEEN, missed=missed, matters=matters)
        yield f"out of reach until now, {missed} missed", caught_up
    yield "fault", faults.apology(reader, "K7Q2")
    yield "repeat", repeats.mark(reader)
    for refusal in refusals.TEXTS:
        yield f"refusal: {refusal}", refusals.explain(reader, refusal, VALUES)
    for fault in Fault:
        yield f"unreadable place: {fault}", unreadable.explain(reader, fault)


def written(language: Language) -> str:
    """The text of a language's file."""
    screens = of(language).items()
    return "\n\n".join(f"{HEADING}{name}\n{shown(screen)}" for name, screen in screens) + "\n"


def shown(screen: Screen) -> str:
    """A screen in words, as it stands in the file."""
    if isinstance(screen, str):
        return screen
    bold = [f"**{screen.title}**"] if screen.title else []
    rows = screen.choices if isinstance(screen, Question) else screen.buttons
    under = [" ".join(f"[{each.label}]" for each in row) for row in rows]
    keys = [" ".join(f"<{key.label}>" for key in row) for row in screen.keys or ()]
    return "\n".join([*bold, screen.text, *under, *keys])


def _listed(commands: list[dict[str, str]]) -> str:
    return "\n".join(f"/{each['command']} {each['description']}" for each in commands)


if __name__ == "__main__":
    for each in Language:
        (TEXTS / f"{each}.txt").write_text(written(each), encoding="utf-8")

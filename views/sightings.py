"""A sighting on the screen: its form, its receipt, its card at a desk."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from geography import names
from geography.point import Point
from storage.organisation import SectorRow
from storage.people import Person
from storage.sighting_details import Details
from storage.sightings import OPEN, Handling, Sharing
from views import (
    callers,
    categories,
    details,
    duplicates,
    forms,
    handover_sheets,
    judgements,
    observers,
    organisation,
    places,
)
from views.duplicates import Likeness
from views.forms import Choice, Grid, Question, grid, quoted
from views.judgements import Assessment
from views.language import Language, Reader, latin
from views.media import Item, counted, show_button
from views.message import Button, Keys, Message, Rows, Style

DIRECTIONS: dict[str, str] = {
    "to_serbia": "field.to_serbia",
    "to_romania": "field.to_romania",
    "along_border": "field.along_border",
}
NONE_OF_THESE = "none"

_JUDGED = {
    Handling.CONFIRMED: ("🟠", "report.confirmed"),
    Handling.RESOLVED: ("🟢", "report.resolved"),
    Handling.UNCONFIRMED: ("⚪", "report.unconfirmed"),
    Handling.HANDED_OVER: ("🟣", "report.handed_over"),
}


@dataclass(frozen=True)
class Report:
    """What is known of a sighting, as far as its reader may know it. Degrees, metres, UTC.

    `reviewed_at`: when its reporter reads it before it is sent; a time of another day has its day.
    """

    side: str
    sides: tuple[str, ...]
    category: str
    direction: str
    seen_at: datetime
    reported_at: datetime | None = None
    point: Point | None = None
    accuracy: float | None = None
    sector: SectorRow | None = None
    note: str = ""
    exercise: bool = False
    observer: Point | None = None
    observer_sides: tuple[str, ...] = ()
    told_by: str = ""
    caller: str = ""
    details: Details = field(default_factory=Details)
    assessments: tuple[Assessment, ...] = ()
    in_part: bool = False  # its side has released some of it only
    released: tuple[str, ...] | None = None  # what the other side knows of it, for its own side
    reviewed_at: datetime | None = None
    media: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Stand:
    """Where one side stands with a sighting; the officer is named where the reader may know."""

    side: str
    state: Handling
    version: int
    officer: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Step:
    """What one side did before it came to stand where it stands now."""

    stand: Stand
    at: datetime


def body(reader: Reader, report: Report) -> list[str]:
    """The lines every reader of a report reads, whoever they are."""
    _ = reader.gettext
    now = report.reported_at or report.reviewed_at or report.seen_at
    lines = [f"👁 {reader.term(report.category)}", f"➡ {direction(reader, report.direction)}"]
    lines += place_lines(reader, report)
    if report.observer and report.point:
        seen_from = observers.line(reader, report.observer, report.point, report.observer_sides)
        lines.append(seen_from)
    lines.append("🕒 " + _("Seen: {time}", time=reader.both_times(report.seen_at, now)))
    if report.reported_at:
        reported = reader.both_times(report.reported_at, now)
        lines.append("📨 " + _("Reported: {time}", time=reported))
    lines += details.lines(reader, report.details)
    if report.note:
        lines.append("📝 " + quoted(reader, report.note))
    if report.media:
        lines.append(counted(report.media))
    if report.told_by:
        lines.append(callers.line(reader, report.told_by, report.caller))
    return lines


def place_lines(reader: Reader, report: Report) -> list[str]:
    """Where it was: a point, or a whole sector."""
    if report.point:
        lines = places.lines(reader, report.point, report.accuracy)
        return [*lines, *_sector(reader, report)]
    return [f"📍 {line}" for line in _sector(reader, report)]


def _sector(reader: Reader, report: Report) -> list[str]:
    if report.sector is None:
        return []
    return [f"{reader.term('place.sector')}: {sector_name(reader, report.sector)}"]


def sector_name(reader: Reader, sector: SectorRow) -> str:
    """A sector as its installation named it for the reader's language, or its code."""
    if reader.language == Language.RO:
        return sector.ro or sector.code
    if reader.language == Language.EN:
        return sector.code
    cyrillic = sector.sr_cyrl or sector.code
    return cyrillic if reader.language == Language.SR_CYRL else latin(cyrillic)


def direction(reader: Reader, chosen: str) -> str:
    """A direction of movement."""
    _ = reader.gettext
    return reader.term(DIRECTIONS[chosen]) if chosen in DIRECTIONS else _("Direction not known")


# The form


def ask_group(reader: Reader, order: Sequence[str]) -> Question:
    """The first tap: what kind of thing was seen."""
    choices = [Choice(categories.group_label(reader, group), group) for group in order]
    return Question(reader.term("field.what") + "?", choices=grid(choices))


def ask_category(reader: Reader, order: Sequence[str]) -> Question:
    """The second tap: what exactly."""
    choices = [Choice(reader.term(category), category) for category in order]
    return Question(reader.term("field.what") + "?", choices=grid(choices, columns=1))


def ask_place(reader: Reader, category: str) -> Question:
    """The third tap: where. One key sends the position; coordinates may be typed at once."""
    _ = reader.gettext
    return Question(
        _(
            "Press the large button to send your position, or type the place: its name,"
            " coordinates, a kilometre of the Danube, a border marker, or a link from a map. For"
            " example: {example}",
            example="44.8231, 21.3359",
        ),
        title=f"{reader.term(category)} · {reader.term('field.where')}?",
        keys=place_keys(reader),
    )


def place_keys(reader: Reader) -> Keys:
    """The large keys of the question where it was: here, over there, or another way to say it."""
    return forms.location_keys(
        reader, [observers.over_there_label(reader), forms.otherwise_label(reader)]
    )


def ask_place_otherwise(reader: Reader, sectors: Sequence[SectorRow]) -> Question:
    """Where, for a device that sends no position: a sector, or typed coordinates."""
    _ = reader.gettext
    text = _(
        "Type the name of the place or its coordinates, for example: {example}",
        example="44.8231, 21.3359",
    )
    if sectors:
        text += "\n" + _("Or choose a sector:")
    choices = [Choice(sector_name(reader, each), sector_choice(each)) for each in sectors]
    return Question(text, title=reader.term("field.where") + "?", choices=grid(choices))


def sector_choice(sector: SectorRow) -> str:
    """What a sector's button carries: codes may be longer than a button holds, or hold a colon."""
    return hashlib.sha256(sector.code.encode()).hexdigest()[:12]


def ask_which_place(
    reader: Reader, candidates: Sequence[Point], *, may_be_none: bool = False
) -> Question:
    """What was typed can mean more than one place, or one that nobody may have meant."""
    _ = reader.gettext
    lines = [_("Which place do you mean?")]
    choices = []
    for index, (label, point) in enumerate(
        zip(_labels(reader, candidates), candidates, strict=True)
    ):
        found = names.at(point)
        told = places.told_apart(reader, found) if found else places.lines(reader, point)[1:]
        lines += ["", label, *told]
        choices.append(Choice(label, str(index)))
    if may_be_none:
        choices.append(Choice(_("None of these"), NONE_OF_THESE))
    return Question("\n".join(lines), choices=grid(choices, columns=1))


def _labels(reader: Reader, candidates: Sequence[Point]) -> list[str]:
    """A name, or coordinates; numbered where two would read the same on their buttons."""
    found = [(names.at(point), point) for point in candidates]
    plain = [
        places.named(reader, named) if named else f"📍 {places.coordinates(point)}"
        for named, point in found
    ]
    return [
        f"{number} · {label}" if plain.count(label) > 1 else label
        for number, label in enumerate(plain, 1)
    ]


def ask_direction(reader: Reader, warnings: Sequence[str]) -> Question:
    """The fourth tap: which way it moves."""
    choices = [Choice(direction(reader, each), each) for each in (*DIRECTIONS, "unknown")]
    text = "\n".join([reader.term("field.direction") + "?", *warnings])
    return Question(text, choices=grid(choices))


def ask_note(reader: Reader) -> Question:
    """A note, word for word."""
    _ = reader.gettext
    return Question(
        _(
            "Type your note, without names or document numbers. It is passed on exactly as you"
            " write it."
        )
    )


def review(
    reader: Reader, report: Report, sharing: Sharing, *, may_enter: bool = False
) -> Question:
    """The last tap: the report as its readers will see it, and who they are.

    `may_enter`: the reader is of a desk, and may enter what a caller has told.
    """
    _ = reader.gettext
    sides = " + ".join(report.sides)
    other = Sharing.OWN if sharing == Sharing.BOTH else Sharing.BOTH
    send = Choice(f"✅ {reader.term('ui.send')}: {sides}", "send", Style.SUCCESS)
    return Question(
        "\n".join([*body(reader, report), "", reader.term("share.recipients", sides=sides)]),
        title=_marked(reader, _("Check the report before you send it."), exercise=report.exercise),
        choices=(
            (send,),
            (Choice(f"⇄ {sharing_name(reader, other)}", f"share-{other}"),),
            *_observer_choices(reader, report),
            (Choice(details.more_label(reader), details.MORE),),
            *_edits(reader, may_enter=may_enter),
        ),
    )


def _observer_choices(reader: Reader, report: Report) -> Grid:
    """Own place to the own side only, or to all who get the report."""
    if report.observer is None or len(report.sides) == 1:
        return ()
    shared = len(report.observer_sides) > 1
    sides, chosen = ((report.side,), Sharing.OWN) if shared else (report.sides, Sharing.BOTH)
    return ((Choice(observers.sharing_label(reader, sides), f"observer-{chosen}"),),)


def _edits(reader: Reader, *, may_enter: bool) -> Grid:
    _ = reader.gettext
    named = {
        "group": reader.term("field.what"),
        "place": reader.term("field.where"),
        "direction": reader.term("field.direction"),
        "when": reader.term("field.when"),
        "note": _("Note"),
    }
    if may_enter:
        named["told"] = callers.label(reader)
    return grid(Choice(f"✎ {label}", f"edit-{step}") for step, label in named.items())


def sharing_name(reader: Reader, sharing: Sharing) -> str:
    """Whom a record is for."""
    return reader.term("share.both" if sharing == Sharing.BOTH else "share.own")


def so_far(reader: Reader, report: Mapping[str, str]) -> str:
    """What stays of an answered question, so that the chat reads as a record."""
    category = report.get("category")
    return f"👁 {reader.term(category)}" if category else reader.term("report.start")


# What comes of it


def receipt(
    reader: Reader,
    number: str,
    report: Report,
    stands: Sequence[Stand],
    changes: Sequence[str] = (),
) -> Message:
    """To whoever reported: the number, what was changed since, and where each side stands."""
    _ = reader.gettext
    lines = [*body(reader, report), *changes, "", *_standing(reader, stands)]
    title = _marked(reader, reader.term("report.number", n=number), exercise=report.exercise)
    withdraw = Button(reader.term("report.withdraw"), f"withdraw:{number}")
    still_open = any(stand.state in OPEN for stand in stands)
    # Translators: both shown on a button, at most 26 letters.
    more = _("Correct or add") if still_open else _("Add a note")
    correct = Button(f"✎ {more}", f"correct:{number}")
    buttons = ((correct,), (withdraw,)) if still_open else ((correct,),)
    return Message("\n".join(lines), title=title, buttons=(*_files(number, report), *buttons))


def _files(number: str, report: Report) -> tuple[tuple[Button, ...], ...]:
    return ((show_button(number, report.media),),) if report.media else ()


def titled(reader: Reader, number: str, *, exercise: bool) -> str:
    """The title of what belongs to a report."""
    return _marked(reader, f"{reader.term('report.title')} {number}", exercise=exercise)


def _marked(reader: Reader, title: str, *, exercise: bool) -> str:
    """What belongs to an exercise says so before anything else."""
    return f"{reader.term('alert.exercise')}\n{title}".strip() if exercise else title


def thanks(
    reader: Reader,
    number: str,
    sides: Sequence[str],
    *,
    unattended: Sequence[str],
    keys: Keys,
    unreached: Sequence[str] = (),
    exercise: bool = False,
) -> Message:
    """The answer to sending: received, by whom, and where nobody is at the desk, or reads it."""
    _ = reader.gettext
    lines = [
        _("Report no. {number} has been received.", number=number),
        reader.term("share.recipients", sides=" + ".join(sides)),
    ]
    lines += [f"⚠ {side}: {reader.term('duty.nobody')}" for side in unattended]
    nobody = _(
        "No duty officer of this desk can be reached here. Please inform the desk by telephone or"
        " radio."
    )
    lines += [f"⚠ {side}: {nobody}" for side in unreached]
    title = _marked(reader, "", exercise=exercise)
    return Message("\n".join(lines), title=title, keys=keys)


def card(
    reader: Reader,
    number: str,
    report: Report,
    *,
    stands: Sequence[Stand],
    reporter: str,
    asked: Sequence[str] = (),
    history: Sequence[Step] = (),
    changes: Sequence[str] = (),
    likeness: Likeness | None = None,
    notes: Sequence[str] = (),
    acts: bool = True,
    may_export: bool = False,
) -> Message:
    """To a desk: the report, both sides' handling, what it has asked, and what can be done next.

    `notes`: lines of other features, below its own. `acts`: its reader handles it for their side;
    `may_export`: they may hand it over on paper.
    """
    alike = likeness or Likeness()
    lines = [
        *_standing(reader, stands),
        *duplicates.lines(reader, alike),
        "",
        *body(reader, report),
        f"👤 {reporter}",
    ]
    lines += [*_shared(reader, report), *notes, *judgements.lines(reader, report.assessments)]
    lines += ["", *asked] if asked else []
    lines += ["", *changes] if changes else []
    lines += ["", *_past(reader, history, report)] if history else []
    own = next((stand for stand in stands if stand.side == reader.country), None)
    return Message(
        "\n".join(lines),
        title=titled(reader, number, exercise=report.exercise),
        buttons=(
            *_files(number, report),
            *(_below(reader, number, own, alike) if own and acts else ()),
            *(((handover_sheets.button(reader, number),),) if may_export else ()),
        ),
    )


def _below(reader: Reader, number: str, own: Stand, alike: Likeness) -> Rows:
    actions = _actions(reader, number, own, alike)
    more = (judgements.more_button(reader, number),)
    rest = () if own.state == Handling.WITHDRAWN else (more,)
    return (*actions, *duplicates.buttons(reader, number, alike), *rest)


def _shared(reader: Reader, report: Report) -> list[str]:
    """Whose it is: of what is released in part, `notes` tell."""
    if report.in_part:
        return []
    kept = len(report.sides) == 1 or report.released is not None
    sharing = sharing_name(reader, Sharing.OWN if kept else Sharing.BOTH)
    return [f"👥 {sharing}: {report.side if kept else ' + '.join(report.sides)}"]


def _actions(
    reader: Reader, number: str, own: Stand, alike: Likeness
) -> tuple[tuple[Button, ...], ...]:
    take = Button(reader.term("report.take_over"), f"take:{number}:{own.version}", Style.PRIMARY)
    ask = Button("❓ " + reader.term("report.ask"), f"ask:{number}")
    if alike.into:  # it goes the way of the report it is part of
        return ((ask,),) if own.state in OPEN else ()
    if own.state == Handling.NEW:
        return ((take, ask), *_closing(reader, number, own))
    if own.state == Handling.IN_PROGRESS:
        confirm = judgements.confirm_button(reader, number, own.version)
        return ((ask,), (confirm,), *_closing(reader, number, own))
    if own.state == Handling.CONFIRMED:
        return ((ask,), *_closing(reader, number, own)[:1])
    return ()


def _closing(reader: Reader, number: str, own: Stand) -> tuple[tuple[Button, ...], ...]:
    """The ways in which a desk can be done with a report."""
    _ = reader.gettext
    ways = {
        "resolve": _("Mark as resolved"),
        "unconfirm": reader.term("report.mark_unconfirmed"),
    }
    return tuple((Button(ways[way], f"{way}:{number}:{own.version}"),) for way in ways)


def _past(reader: Reader, history: Sequence[Step], report: Report) -> list[str]:
    now = report.reported_at or report.seen_at
    return [f"{reader.both_times(each.at, now)} {standing(reader, each.stand)}" for each in history]


def progress(reader: Reader, number: str, stand: Stand, *, exercise: bool = False) -> Message:
    """To whoever reported: one step of one side."""
    title = _marked(reader, reader.term("report.number", n=number), exercise=exercise)
    return Message(standing(reader, stand), title=title)


def _standing(reader: Reader, stands: Sequence[Stand]) -> list[str]:
    return [standing(reader, stand) for stand in stands]


def standing(reader: Reader, stand: Stand) -> str:
    """Where one side stands, in a line, and why where that was said."""
    why = f" · {judgements.reason(reader, stand.reason)}" if stand.reason else ""
    return _standing_at(reader, stand) + why


def _standing_at(reader: Reader, stand: Stand) -> str:
    desk = f"{reader.term('org.duty_centre')} {stand.side}"
    who = f"{desk}, {stand.officer}" if stand.officer else desk
    if stand.state == Handling.NEW:
        return f"🔵 {desk}: {reader.term('report.new')}"
    if stand.state == Handling.IN_PROGRESS:
        return f"🟡 {reader.term('report.taken_by', desk=who)}"
    if stand.state == Handling.WITHDRAWN:  # by the reporter, whoever of the desk had it before
        withdrawn = reader.pgettext("report", "Withdrawn")
        return f"⚫ {desk}: {withdrawn}"
    sign, term = _JUDGED[stand.state]
    return f"{sign} {who}: {reader.term(term)}"


def reporter(reader: Reader, person: Person, *, named: bool) -> str:
    """Who reported: the name to their own side, the service to the other."""
    service = organisation.service(reader, person.service)
    return f"{person.name if named else person.country} · {service}"

"""Bulletins as their readers see them: the card, the list, and what is said of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from storage.bulletins import Kind
from storage.organisation import SectorRow
from storage.sightings import Sharing
from views import times
from views.forms import Choice, grid
from views.language import Reader
from views.message import Attachment, Button, FileKind, Message, Rows, Style, cut, shown
from views.sightings import sector_name, sharing_name

SIGNS = {Kind.METHOD: "🧩", Kind.VEHICLE: "🚗", Kind.ROUTE: "🛣", Kind.LESSON: "💡"}
NEW_NOTE = "new"  # in place of a part's number, on the button that adds a note
_BEGINNING = 60  # letters of a text that a line of the list shows


@dataclass(frozen=True)
class Part:
    """The bulletin itself (0) or a note to it, as the reader reads it.

    `original`: nobody has written it in the reader's language, so this is how it was written.
    """

    number: int
    side: str
    text: str
    at: datetime
    corrected_at: datetime | None = None
    original: bool = False


@dataclass(frozen=True)
class Bulletin:
    """What a reader may know of a bulletin."""

    number: str
    side: str
    sides: tuple[str, ...]
    kind: Kind
    published_at: datetime
    valid_until: datetime
    parts: tuple[Part, ...]
    sector: SectorRow | None = None
    exercise: bool = False
    photo: bool = False
    withdrawn: bool = False
    expired: bool = False
    read_at: datetime | None = None


@dataclass(frozen=True)
class Desk:
    """What a duty officer reads and does beside the others.

    `waits`: the side whose officers wait for its text; `missing`: parts that nobody of the
    reader's side has written yet; `readers`: how many of each country have read it until `as_of`.
    """

    as_of: datetime
    waits: str = ""
    missing: tuple[int, ...] = ()
    readers: Mapping[str, int] = field(default_factory=dict)
    owns: bool = False
    may_note: bool = True


def label(reader: Reader) -> str:
    """The large key of the menu."""
    _ = reader.gettext
    # Translators: a large key that lists the bulletins of both desks on the latest criminal
    # activity; in Romanian not “buletine” alone, which are identity cards.
    return "📰 " + _("Bulletins")


def kind_name(reader: Reader, kind: Kind) -> str:
    """What a bulletin is about."""
    _ = reader.gettext
    return {
        Kind.METHOD: _("New modus operandi"),
        Kind.VEHICLE: _("Vehicles used"),
        Kind.ROUTE: _("Route used"),
        Kind.LESSON: _("Lesson learned"),
    }[kind]


def titled(reader: Reader, number: str, *, exercise: bool = False) -> str:
    """The title of what belongs to a bulletin; an exercise is told before anything else."""
    title = reader.gettext("Bulletin {number}", number=number).strip()
    return f"{reader.term('alert.exercise')}\n{title}" if exercise else title


def card(reader: Reader, bulletin: Bulletin, desk: Desk | None = None) -> Message:
    """The bulletin, to one of those who have it; what is withdrawn is told without its text."""
    _ = reader.gettext
    title = titled(reader, bulletin.number, exercise=bulletin.exercise)
    if bulletin.withdrawn:
        by = f"{reader.term('org.duty_centre')} {bulletin.side}"
        return Message(
            "⚫ " + _("The bulletin has been withdrawn by: {desk}", desk=by), title=title
        )
    lines = [*body(reader, bulletin), *(_at_desk(reader, bulletin, desk) if desk else ())]
    if bulletin.read_at:
        lines += ["", "✓ " + _("Read: {time}", time=moment(reader, bulletin.read_at))]
    if bulletin.expired:
        return Message("\n".join(lines), title=title)
    return Message("\n".join(lines), title=title, buttons=_buttons(reader, bulletin, desk))


def body(reader: Reader, bulletin: Bulletin) -> list[str]:
    """The lines that every reader reads."""
    _ = reader.gettext
    desk = f"{reader.term('org.duty_centre')} {bulletin.side}"
    published, until = moment(reader, bulletin.published_at), moment(reader, bulletin.valid_until)
    lines = [f"{SIGNS[bulletin.kind]} {kind_name(reader, bulletin.kind)}"]
    if bulletin.sector:
        name = sector_name(reader, bulletin.sector)
        lines.append(f"📍 {reader.term('place.sector')}: {name}")
    lines.append(f"📨 {desk} · {published}")
    # Translators: both of a bulletin.
    over, holds = (
        _("No longer valid since: {time}", time=until),
        _("Valid until: {time}", time=until),
    )
    lines.append("⏳ " + (over if bulletin.expired else holds))
    if bulletin.photo:
        lines.append("📷 1")
    for part in bulletin.parts:
        lines += ["", *_part(reader, part)]
    return lines


def moment(reader: Reader, at: datetime) -> str:
    """Day and time on both clocks: a bulletin is read for days, and by two nations."""
    return times.on_both_clocks(at, reader.language.locale, dated=True)


def _part(reader: Reader, part: Part) -> list[str]:
    _ = reader.gettext
    lines = [shown(part.text)]
    if part.number:
        desk = f"{reader.term('org.duty_centre')} {part.side}"
        note = _("Note, {desk}: {time}", desk=desk, time=moment(reader, part.at))
        lines.insert(0, f"📝 {note}")
    if part.original:
        lines.insert(0, "◐ " + _("As it was written; not yet in the language of your side:"))
    if part.corrected_at:
        corrected = moment(reader, part.corrected_at)
        lines.append("✎ " + _("Corrected: {time}", time=corrected))
    return lines


def _at_desk(reader: Reader, bulletin: Bulletin, desk: Desk) -> list[str]:
    _ = reader.gettext
    both = len(bulletin.sides) > 1
    kept = sharing_name(reader, Sharing.BOTH if both else Sharing.OWN)
    lines = ["", f"👥 {kept}: {' + '.join(bulletin.sides)}"]
    if desk.waits:
        ours = _("The officers of your side get the bulletin once it is written in their language.")
        lines.append("◐ " + (ours if desk.waits == reader.country else waits(reader, desk.waits)))
    counted = " · ".join(f"{side} {desk.readers.get(side, 0)}" for side in bulletin.sides)
    told = _("Have read it until {time}: {counts}", time=reader.time(desk.as_of), counts=counted)
    return [*lines, "✓ " + told]


def waits(reader: Reader, side: str) -> str:
    """The officers of a side do not have it yet."""
    _ = reader.gettext
    who = f"{reader.term('org.duty_centre')} {side}"
    return _(
        "The text in the other language is still to be written by: {desk}. Until then its officers"
        " do not get the bulletin.",
        desk=who,
    )


def write_label(reader: Reader, side: str, part: int) -> str:
    """The button that asks a desk for the text in its language."""
    _ = reader.gettext
    # Translators: all four are shown on a button.
    if side == "RO":
        said = _("Write the note in Romanian") if part else _("Write the text in Romanian")
    else:
        said = _("Write the note in Serbian") if part else _("Write the text in Serbian")
    return "✍ " + said


def _buttons(reader: Reader, bulletin: Bulletin, desk: Desk | None) -> Rows:
    _ = reader.gettext
    number = bulletin.number
    rows: list[tuple[Button, ...]] = []
    if bulletin.read_at is None:
        read = "✓ " + reader.pgettext("bulletin", "I have read it")
        rows.append((Button(read, f"bulletin-read:{number}", Style.SUCCESS),))
    if desk:
        rows += _desk_buttons(reader, bulletin, desk)
    return (*rows, (all_button(reader),))


def _desk_buttons(reader: Reader, bulletin: Bulletin, desk: Desk) -> Rows:
    _ = reader.gettext
    number, side = bulletin.number, reader.country
    rows: list[tuple[Button, ...]] = [
        (Button(write_label(reader, side, part), f"bulletin-write:{number}:{part}", Style.PRIMARY),)
        for part in desk.missing
    ]
    written = [part for part in bulletin.parts if part.number not in desk.missing]
    more = [
        Choice("✎ " + _correct(reader, part.number), f"bulletin-write:{number}:{part.number}")
        for part in written
    ]
    if desk.may_note:
        more.append(Choice("📝 " + _("Add a note"), f"bulletin-write:{number}:{NEW_NOTE}"))
    if len(bulletin.sides) > 1:
        # Translators: a button that shows a text in the other language.
        more.append(Choice("⇄ " + _("As the other side reads it"), f"bulletin-other:{number}"))
    if desk.owns:
        # Translators: a button that takes a bulletin back.
        withdraw = reader.pgettext("bulletin", "Withdraw")
        more.append(Choice("⚫ " + withdraw, f"bulletin-withdraw:{number}"))
    rows += [tuple(Button(each.label, each.value) for each in row) for row in grid(more)]
    return tuple(rows)


def _correct(reader: Reader, part: int) -> str:
    _ = reader.gettext
    # Translators: both shown on a button.
    return _("Correct note {n}", n=part) if part else _("Correct the text")


def beginning(bulletin: Bulletin) -> str:
    """The first words of it, for a line of the list."""
    first = next((part.text for part in bulletin.parts), "")
    return cut(" ".join(shown(first).split()), _BEGINNING)


def listed(
    reader: Reader, bulletins: Sequence[Bulletin], *, unread: int, words: str, paging: Rows
) -> Message:
    """A page of them, the newest first, and a button for the card of each."""
    _ = reader.gettext
    lines = [_("Searched for: {words}", words=shown(words)), ""] if words else []
    if not bulletins:
        nothing = _("Nothing was found. Fewer words find more.")
        lines.append(nothing if words else _("There is no bulletin now."))
    lines += [_line(reader, each) for each in bulletins]
    choices = [Choice(f"📰 {each.number}", f"bulletin:{each.number}") for each in bulletins]
    found = tuple(tuple(Button(each.label, each.value) for each in row) for row in grid(choices))
    title = label(reader)
    if unread:
        title += " · " + _("unread: {n}", n=reader.number(unread))
    return Message("\n".join(lines), title=title, buttons=(*found, *paging))


def _line(reader: Reader, each: Bulletin) -> str:
    _ = reader.gettext
    parts = [each.number, kind_name(reader, each.kind), reader.date(each.published_at)]
    if each.sector:
        parts.insert(2, sector_name(reader, each.sector))
    if each.exercise:
        parts.insert(0, reader.term("alert.exercise"))
    # Translators: of a bulletin in a list.
    stand = ["✓ " + reader.pgettext("bulletin", "Read") if each.read_at else "🔵 " + _("Unread")]
    if each.parts and each.parts[0].corrected_at:
        # Translators: of a bulletin in a list: its text has been corrected.
        stand.append("✎ " + reader.pgettext("bulletin", "Corrected"))
    return f"• {' · '.join(parts)}\n   {' · '.join(stand)}\n   {beginning(each)}"


def paging(
    reader: Reader, search_id: int, page: int, *, pages: int, searching: bool, may_publish: bool
) -> Rows:
    """Under the list: older and newer ones, the search, all of them again, and a new one."""
    _ = reader.gettext
    newer = Button("‹ " + _("Newer"), f"bulletins:{search_id}:{page - 1}")
    older = Button(_("Older") + " ›", f"bulletins:{search_id}:{page + 1}")
    turn = (*((newer,) if page else ()), *((older,) if page + 1 < pages else ()))
    rows = [turn, (Button("🔎 " + _("Search"), "bulletin-search"),)]
    rows += [(all_button(reader),)] if searching else []
    rows += [(Button("➕ " + new_label(reader), "bulletin-new"),)] if may_publish else []
    return tuple(row for row in rows if row)


def all_button(reader: Reader) -> Button:
    """The way to the list."""
    _ = reader.gettext
    return Button(_("All bulletins"), "bulletins:0:0")


def new_label(reader: Reader) -> str:
    """The button that begins one."""
    _ = reader.gettext
    return _("New bulletin")


def at_start(reader: Reader, new: int, unread: int) -> Message:
    """To somebody who begins a shift: how many came since their last one, or wait to be read."""
    _ = reader.gettext
    lines = []
    if new:
        counted = reader.ngettext(
            "{n} new bulletin since your last duty", "{n} new bulletins since your last duty", new
        )
        lines.append("📰 " + counted)
    if unread > new:
        lines.append("🔵 " + _("Unread in all: {n}", n=reader.number(unread)))
    return Message("\n".join(lines), buttons=((all_button(reader),),))


def fresh(reader: Reader, bulletin: Bulletin) -> Message:
    """To those on duty when it comes."""
    lines = [f"{SIGNS[bulletin.kind]} {kind_name(reader, bulletin.kind)}"]
    if bulletin.sector:
        name = sector_name(reader, bulletin.sector)
        lines.append(f"📍 {reader.term('place.sector')}: {name}")
    lines.append(beginning(bulletin))
    title = new_label(reader)
    if bulletin.exercise:
        title = f"{reader.term('alert.exercise')}\n{title}"
    button = Button(f"📰 {bulletin.number}", f"bulletin:{bulletin.number}")
    return Message("\n".join(lines), title=f"{title}", buttons=((button,),))


def photo(reader: Reader, number: str, key: str, *, exercise: bool = False) -> Message:
    """The photo of a bulletin, below its card."""
    title = titled(reader, number, exercise=exercise)
    attachment = Attachment(FileKind.PHOTO, key, f"{number}.jpg")
    return Message("📷", title=title, attachment=attachment)

"""The form in which a desk writes an alert: a template or own words, and the review."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from views import alert_audiences, alert_templates, alerts, blanks, menu
from views.alert_audiences import Chosen, Reach
from views.alert_templates import Template
from views.alerts import Alert
from views.blanks import Blank, Kind
from views.forms import Choice, Grid, Question, grid
from views.language import Language, Reader
from views.media import Item, counted
from views.message import MAX_UNITS, Style, cut, units
from views.seen import ago

PAGE = 6  # templates on a screen
OWN = "own"
MINUTES_AGO, MINUTES_AHEAD, NUMBERS = (0, 10, 30, 60), (30, 60, 120), tuple(range(1, 11))
# Serbian in the letters that everybody can read.
SIDES_LANGUAGE = {"RS": Language.SR_LATN, "RO": Language.RO}
_ROOM = 60  # units kept free of the message for what Telegram or a mark adds


@dataclass(frozen=True)
class Draft:
    """An alert before it is sent, as each side would read it: the author's side first."""

    sides: tuple[tuple[str, Alert], ...]
    reached: Sequence[Reach]
    chosen: Chosen
    waits_for_text: tuple[str, ...] = ()
    media: Sequence[Item] = ()
    needs_release: bool = False


def label(reader: Reader) -> str:
    """The large key that begins an alert."""
    return menu.labels(reader)[menu.ALERT]


def code(text: str) -> str:
    """What the button of something carries whose name is longer than a button holds."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def ask_template(reader: Reader, templates: Sequence[Template], *, page: int) -> Question:
    """Which template; own words are always on the screen, and can be typed at once."""
    _ = reader.gettext
    shown = templates[page * PAGE : (page + 1) * PAGE]
    signs = {each: alert_templates.level(reader, each).partition(" ")[0] for each in _levels()}
    choices = [
        Choice(f"{signs[each.level]} {each.title(reader.language)}", f"t-{code(each.key)}")
        for each in shown
    ]
    turn = [Choice("‹", f"page-{page - 1}")] if page else []
    turn += [Choice("›", f"page-{page + 1}")] if len(templates) > (page + 1) * PAGE else []
    # Translators: a button: the alert is written in the officer's own words.
    own = Choice("✎ " + _("Own text"), OWN)
    text = _("Choose a template, or type the text of the alert.")
    rows = (*grid(choices, columns=1), (own, *turn))
    return Question(text, title=label(reader), choices=rows)


def ask_level(reader: Reader) -> Question:
    """How grave it is, in three plain words, and what each does."""
    _ = reader.gettext
    danger, caution, information = (alert_templates.level(reader, each) for each in _levels())
    lines = [
        danger + "\n" + _("Goes at once to everybody, also without a translation."),
        caution + "\n" + _("Goes at once to everybody who has it in their language."),
        information + "\n" + _("Waits until somebody is on duty."),
    ]
    rows = tuple(
        (Choice(alert_templates.level(reader, each), each, style),)
        for each, style in zip(_levels(), (Style.DANGER, Style.PRIMARY, Style.PLAIN), strict=True)
    )
    return Question("\n\n".join(lines), title=_("How serious is it?"), choices=rows)


def ask_text(reader: Reader, language: Language, *, limit: int) -> Question:
    """The words themselves, in the language that is named."""
    _ = reader.gettext
    lines = [
        _("Please write the alert in this language: {language}", language=language.own_name),
        reader.ngettext("At most {n} character.", "At most {n} characters.", limit),
        _("Do not send names, document numbers or classified information through this chat."),
    ]
    return Question("\n".join(lines), title=label(reader))


def ask_blank(
    reader: Reader, template: Template, blank: Blank, offered: Sequence[Choice]
) -> Question:
    """One blank of a template: typed, or pressed where there is something to press."""
    count = f"{template.blanks.index(blank) + 1}/{len(template.blanks)}"
    title = f"{template.title(reader.language)} · {count}"
    name = blanks.label(reader, blank.kind)
    columns = 5 if blank.kind == Kind.NUMBER else 2
    text = f"{name}\n{blanks.wanted(reader, blank.kind)}"
    return Question(text, title=title, choices=grid(offered, columns=columns))


def offered(reader: Reader, kind: Kind) -> list[Choice]:
    """What can be pressed for a blank, but for places."""
    _ = reader.gettext
    if kind == Kind.DIRECTION:
        return [Choice(reader.term(each), each) for each in blanks.DIRECTIONS]
    if kind == Kind.NUMBER:
        return [Choice(str(each), str(each)) for each in NUMBERS]
    if kind == Kind.TIME:
        return [Choice(ago(reader, each), f"ago-{each}") for each in MINUTES_AGO]
    if kind == Kind.LATER:
        # Translators: how far ahead something is expected.
        return [
            Choice(_("in {time}", time=alert_templates.lifetime(reader, each)), f"in-{each}")
            for each in MINUTES_AHEAD
        ]
    return []


def review(reader: Reader, draft: Draft) -> Question:
    """Precisely what each side will read, how many will, and the way to send it."""
    _ = reader.gettext
    facts = [*alert_audiences.counted(reader, draft.reached)]
    facts.append(alert_audiences.summary(reader, draft.chosen))
    if draft.media:
        facts.append(counted(draft.media))
    facts += [_waits(reader, side) for side in draft.waits_for_text]
    if draft.needs_release:
        facts.append("🔑 " + _("It goes when another duty officer of your side releases it."))
    title = _("Please check before sending:")
    room = MAX_UNITS - _ROOM - units("\n".join([title, *facts]))
    shown = previews(reader, draft, room)
    return Question("\n".join([*shown, "", *facts]), title=title, choices=_rows(reader))


def until_label(reader: Reader) -> str:
    """The button to the end of validity."""
    _ = reader.gettext
    # Translators: a short button: until when an alert holds.
    return "⌛ " + _("Valid until")


def place_label(reader: Reader) -> str:
    """The button to the place."""
    return "📍 " + reader.term("field.where")


def more_label(reader: Reader) -> str:
    """The button to what is needed seldom."""
    _ = reader.gettext
    return "⋯ " + _("More")


def so_far(reader: Reader, at: datetime | None = None) -> str:
    """What stays of a question above the large keys of another."""
    return label(reader) if at is None else f"{label(reader)} · {reader.both_times(at)}"


def _rows(reader: Reader) -> Grid:
    return (
        (Choice(f"✅ {reader.term('ui.send')}", "send", Style.SUCCESS),),
        (
            Choice(alert_audiences.label(reader), "audience"),
            Choice(until_label(reader), "until"),
        ),
        (Choice(place_label(reader), "place"), Choice(more_label(reader), "more")),
    )


def previews(reader: Reader, draft: Draft, room: int) -> list[str]:
    """The author's own side whole; what does not fit is cut from the other's, and says so."""
    lines: list[str] = []
    for index, (side, alert) in enumerate(draft.sides):
        card = alerts.card(reader_of(reader, side), alert, answers=False)
        left = room - units("\n".join(lines))
        heading = _heading(reader, side)
        if index:
            lines.append("")
            left = max(left - units(heading) - 2, 200)
        lines += [heading, cut(f"{card.title}\n{card.text}", left)]
    return lines


def reader_of(author: Reader, side: str) -> Reader:
    """Somebody of a side; of the author's own language, as the author reads."""
    theirs = SIDES_LANGUAGE[side]
    same = author.language.split("-")[0] == theirs.split("-")[0]
    return Reader(author.language if same else theirs, side)


def _heading(reader: Reader, side: str) -> str:
    _ = reader.gettext
    return "▸ " + _("As it is read on this side: {side}", side=side)


def _waits(reader: Reader, side: str) -> str:
    _ = reader.gettext
    if side == reader.country:
        return "▲ " + _(
            "Your own side gets it when it has a text in its language: {side}", side=side
        )
    return "▲ " + _(
        "It goes to your own side now, and to the other when its desk has written the text: {side}",
        side=side,
    )


def _levels() -> tuple[str, ...]:
    return alert_templates.LEVELS

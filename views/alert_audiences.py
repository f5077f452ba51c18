"""Whom an alert is for, as its author chooses it, and how many that would reach now."""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from storage.alert_recipients import Held
from storage.organisation import SectorRow
from storage.people import SIDES, Role
from views.alert_boards import held_label
from views.forms import Choice, Grid, Question, grid
from views.language import Reader
from views.menu import role_name
from views.message import Style
from views.sightings import sector_choice, sector_name

NAMED = 8  # people who are named in a line; of more, the rest is counted
PAGE = 10  # units on a screen


@dataclass(frozen=True)
class Reach:
    """How many of a side an alert would be for now; `names` of people who cannot be reached.

    Without names where the reader may not know them, and then only their number.
    """

    side: str
    recipients: int
    unreachable: int = 0
    names: tuple[str, ...] = ()
    off_duty: int = 0
    without_text: int = 0


@dataclass(frozen=True)
class Chosen:
    """The audience as it stands: sectors and units by name, none for all of them."""

    sides: Collection[str]
    roles: Collection[Role]
    on_duty: bool
    sectors: Sequence[SectorRow] = ()
    units: Sequence[tuple[str, str]] = ()


def label(reader: Reader) -> str:
    """The button to the audience."""
    _ = reader.gettext
    # Translators: a short button: whom an alert is for.
    return "👥 " + _("Audience")


def done(reader: Reader) -> Choice:
    """Back to the review."""
    _ = reader.gettext
    # Translators: a button that ends choosing from a list.
    return Choice("✔ " + reader.pgettext("choosing", "Done"), "done", Style.PRIMARY)


def counted(reader: Reader, reached: Sequence[Reach]) -> list[str]:
    """Recipients by country, and those who do not get it at once."""
    _ = reader.gettext
    lines = []
    for each in reached:
        many = reader.ngettext("{n} recipient", "{n} recipients", each.recipients)
        lines.append(f"{each.side} · {many}")
        if each.unreachable:
            told = _named(each.names) or reader.number(each.unreachable)
            lines.append(f"✖ {held_label(reader, Held.UNREACHABLE)}: {told}")
        if each.off_duty:
            waiting = _("Off duty; they get it when their duty starts: {n}", n=each.off_duty)
            lines.append("⏸ " + waiting)
        if each.without_text:
            lines.append(f"⏸ {held_label(reader, Held.TEXT)}: {reader.number(each.without_text)}")
    return lines


def summary(reader: Reader, chosen: Chosen) -> str:
    """The audience in a line; roles only where they are not those of every patrol and desk."""
    parts = [", ".join(side for side in SIDES if side in chosen.sides) or "–"]
    if set(chosen.roles) != {Role.OFFICER, Role.DUTY}:
        parts += [role_name(reader, role) for role in Role if role in chosen.roles]
    parts.append(_duty(reader) if chosen.on_duty else _everybody(reader))
    parts += [sector_name(reader, each) for each in chosen.sectors]
    parts += [name for _country, name in chosen.units]
    return "👥 " + " · ".join(parts)


def ask(reader: Reader, chosen: Chosen, reached: Sequence[Reach]) -> Question:
    """Each tap adds or takes away; the numbers follow."""
    _ = reader.gettext
    sides = [Choice(_ticked(side, on=side in chosen.sides), f"side-{side}") for side in SIDES]
    roles = [
        Choice(_ticked(role_name(reader, role), on=role in chosen.roles), f"role-{role}")
        for role in (Role.OFFICER, Role.DUTY, Role.PCC)
    ]
    duty = Choice(_ticked(_duty(reader), on=chosen.on_duty), "duty")
    sectors = Choice(_opened(reader.term("place.sector"), len(chosen.sectors)), "sectors")
    # Translators: a short button: the units of the people an alert is for.
    units = Choice(_opened(_("Units"), len(chosen.units)), "units")
    rows = (tuple(sides), (duty,), *grid(roles, columns=1), (sectors, units), (done(reader),))
    text = "\n".join([summary(reader, chosen), "", *counted(reader, reached)])
    return Question(text, title=_("Whom is the alert for?"), choices=rows)


def ask_sectors(
    reader: Reader, chosen: Chosen, all_of_them: Sequence[SectorRow], reached: Sequence[Reach]
) -> Question:
    """Sectors; none chosen means all."""
    taken = {each.code for each in chosen.sectors}
    choices = [
        Choice(_ticked(sector_name(reader, each), on=each.code in taken), sector_choice(each))
        for each in all_of_them
    ]
    return _list(reader, choices, reached)


def ask_units(
    reader: Reader,
    chosen: Chosen,
    all_of_them: Sequence[tuple[str, str]],
    reached: Sequence[Reach],
    *,
    page: int,
) -> Question:
    """Units, page by page; none chosen means all."""
    shown = all_of_them[page * PAGE : (page + 1) * PAGE]
    choices = [
        Choice(_ticked(f"{each[0]} {each[1]}", on=each in chosen.units), unit_choice(each))
        for each in shown
    ]
    turn = [Choice("‹", f"page-{page - 1}")] if page else []
    turn += [Choice("›", f"page-{page + 1}")] if len(all_of_them) > (page + 1) * PAGE else []
    return _list(reader, choices, reached, turn=tuple(turn))


def unit_choice(unit: tuple[str, str]) -> str:
    """What a unit's button carries: names are longer than a button holds."""
    return hashlib.sha256(" ".join(unit).encode()).hexdigest()[:12]


def _list(
    reader: Reader,
    choices: Sequence[Choice],
    reached: Sequence[Reach],
    *,
    turn: tuple[Choice, ...] = (),
) -> Question:
    _ = reader.gettext
    lines = [_("If none is chosen, the alert is for all of them."), "", *counted(reader, reached)]
    rows: Grid = (*grid(choices), *((turn,) if turn else ()), (done(reader),))
    return Question("\n".join(lines), title=_("Whom is the alert for?"), choices=rows)


def _duty(reader: Reader) -> str:
    _ = reader.gettext
    return _("On duty only")


def _everybody(reader: Reader) -> str:
    _ = reader.gettext
    return _("Also off duty")


def _ticked(text: str, *, on: bool) -> str:
    return f"{'☑' if on else '☐'} {text}"


def _opened(text: str, many: int) -> str:
    return f"{text}: {many} ›" if many else f"{text} ›"


def _named(names: Sequence[str]) -> str:
    def told() -> Iterator[str]:
        yield from names[:NAMED]
        if len(names) > NAMED:
            yield f"+{len(names) - NAMED}"

    return ", ".join(told())

"""People of the roster whom their country confirms, as its administrators read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.confirmations import State
from storage.people import Role
from views import menu, organisation
from views.language import Language, Reader
from views.message import Button, Message, Rows, Style, cut, shown, units

# What a page holds: as many people as fit, and no more than a thumb finds buttons for.
MOST_OF_A_PAGE, UNITS_OF_A_PAGE = 6, 3100
MOST_NUMBERS = 12  # service numbers named in a line; the rest is counted
_LONGEST_SECTORS = 300

Values = Mapping[str, object]  # what a roster says of somebody, by column


@dataclass(frozen=True)
class Line:
    """Somebody who waits: what the file says, and what the roster said before, if anything."""

    id: int
    number: int  # among all of the request, for good
    after: Values
    before: Values | None
    columns: tuple[str, ...]
    revoked: bool = False
    unbinds: bool = False  # an account that must enrol anew
    broken: str = ""


@dataclass(frozen=True)
class Decision:
    """What was decided about whom, by whom."""

    state: State
    by: str
    service_numbers: tuple[str, ...]


@dataclass(frozen=True)
class Request:
    """Everything on a card; `ends_at` is when the first who wait stop waiting."""

    id: int
    version: int
    lines: tuple[Line, ...]
    decisions: tuple[Decision, ...]
    ends_at: datetime | None


def card(reader: Reader, request: Request, *, near: int = 0) -> Message:
    """The page on which this row stands, or the next that waits, and what has been decided."""
    _ = reader.gettext
    title = _("Roster: people of your country")
    decisions = _decisions(reader, request)
    if not request.lines:
        return Message("\n".join(decisions), title=title)
    pages = _pages(request.lines)
    at = next((n for n, page in enumerate(pages) if page[-1].id >= near), len(pages) - 1)
    told = [_line(reader, line) for line in pages[at]]
    text = "\n\n".join([_heading(reader, request), *told, *decisions])
    return Message(text, title=title, buttons=_buttons(reader, request, pages, at))


def sure(reader: Reader, request: Request, *, confirm: bool) -> Message:
    """Whether all is meant, those of the other pages too."""
    _ = reader.gettext
    many = len(request.lines)
    if confirm:
        text = reader.ngettext(
            "Confirm {n} person? What the list says of them holds at once.",
            "Confirm {n} people? What the list says of them holds at once.",
            many,
        )
        yes = Button(_all_label(reader, many, confirm=True), _data("all", request), Style.SUCCESS)
    else:
        text = reader.ngettext(
            "Refuse {n} person? The roster stays as it is for them.",
            "Refuse {n} people? The roster stays as it is for them.",
            many,
        )
        yes = Button(_all_label(reader, many, confirm=False), _data("none", request), Style.DANGER)
    back = Button("‹ " + reader.term("ui.back"), f"confirm-page:{request.id}:0")
    return Message(text, title=_("Roster: people of your country"), buttons=((yes,), (back,)))


def brought_in(reader: Reader, added: int, changed: int) -> Message:
    """To administrators: people of theirs came in without their being asked."""
    _ = reader.gettext
    lines = [_("The operator has changed the roster. It holds at once.")]
    if added:
        lines.append(
            reader.ngettext(
                "{n} new person of your country.", "{n} new people of your country.", added
            )
        )
    if changed:
        lines.append(
            reader.ngettext(
                "New facts about {n} person of your country.",
                "New facts about {n} people of your country.",
                changed,
            )
        )
    return Message("\n".join(lines), title=_("Roster: people of your country"))


def access_ended(reader: Reader, name: str, service_number: str) -> Message:
    """To administrators: somebody of theirs has no access any more."""
    _ = reader.gettext
    text = _(
        "The operator has ended the access of: {name} · {number}. It holds at once.",
        name=shown(name),
        number=service_number,
    )
    return Message(text, title=_("Roster: people of your country"))


def confirm_label(reader: Reader, number: int) -> str:
    """The button that lets one line of the list come in."""
    _ = reader.gettext
    return _("Confirm {number}", number=reader.number(number))


def refuse_label(reader: Reader, number: int) -> str:
    """The button that does not."""
    _ = reader.gettext
    return _("Refuse {number}", number=reader.number(number))


def all_label(reader: Reader, many: int, *, confirm: bool) -> str:
    """The button that asks whether all is meant."""
    return _all_label(reader, many, confirm=confirm) + " …"


def _all_label(reader: Reader, many: int, *, confirm: bool) -> str:
    _ = reader.gettext
    if confirm:
        return _("Confirm all ({n})", n=reader.number(many))
    return _("Refuse all ({n})", n=reader.number(many))


def _data(verb: str, request: Request) -> str:
    return f"confirm-{verb}:{request.id}:{request.version}"


def _heading(reader: Reader, request: Request) -> str:
    _ = reader.gettext
    told = [
        _("The operator has brought a list. What it says holds only when you confirm it."),
        reader.ngettext("{n} person is waiting.", "{n} people are waiting.", len(request.lines)),
    ]
    if request.ends_at:
        told.append(_("Ends without a decision: {time}", time=reader.date_time(request.ends_at)))
    return "\n".join(told)


def _pages(lines: Sequence[Line]) -> list[list[Line]]:
    """As many lines together as fit; a line is never cut in two."""
    pages: list[list[Line]] = []
    left = 0
    for line in lines:
        size = _at_most(line)
        if not pages or len(pages[-1]) == MOST_OF_A_PAGE or size > left:
            pages.append([])
            left = UNITS_OF_A_PAGE
        pages[-1].append(line)
        left -= size
    return pages


def _at_most(line: Line) -> int:
    """UTF-16 units of a line in any language, for no page needs all others worded first."""
    remarks = (line.revoked, line.unbinds, bool(line.broken))
    size = 100 + units(str((line.before or line.after)["name"])) + 80 * sum(remarks)
    for column in line.columns:
        for values in (line.after, line.before):
            if values is None:
                continue
            value = values[column]
            said = ", ".join(value) if isinstance(value, tuple) else str(value)
            worded = {"roles": 45 * len(value) if isinstance(value, tuple) else 0, "service": 100}
            size += 12 + max(worded.get(column, 0), min(units(said), _LONGEST_SECTORS))
    return size


def _line(reader: Reader, line: Line) -> str:
    _ = reader.gettext
    sign = "➕" if line.before is None else "✏️"
    after = line.after
    name = shown(str((line.before or after)["name"]))
    told = [f"{reader.number(line.number)}. {sign} {name} · {after['service_number']}"]
    for column in line.columns:
        value = _value(reader, column, after)
        if line.before is not None:
            value = f"{_value(reader, column, line.before)} → {value}"
        told.append(f"{_column(reader, column)}: {value}")
    if line.revoked:
        told.append(_("The access of this person has ended, and stays so."))
    if line.unbinds:
        told.append(_("This person will need a new invitation."))
    if line.broken:
        told.append("⚠ " + _broken(reader, line.broken))
    return "\n".join(told)


def _column(reader: Reader, column: str) -> str:
    """What the roster calls it, as its readers do."""
    _ = reader.gettext
    return {
        "name": _("Name"),
        "service": _("Service"),
        "unit": _("Unit"),
        "sectors": _("Sectors"),
        # Translators: what somebody is in the roster, as patrol officer or administrator.
        "roles": _("Role"),
        "language": reader.term("ui.language"),
        "phone": _("Phone"),
    }[column]


def _value(reader: Reader, column: str, values: Values) -> str:
    value = values[column]
    if column == "roles" and isinstance(value, tuple):
        text = ", ".join(menu.role_name(reader, Role(each)) for each in value)
    elif column == "sectors" and isinstance(value, tuple):
        text = cut(", ".join(value), _LONGEST_SECTORS)
    elif column == "language":
        text = Language(str(value)).own_name
    elif column == "service":
        text = organisation.service(reader, str(value))
    else:
        text = str(value)
    return shown(text) or "–"


def _broken(reader: Reader, rule: str) -> str:
    _ = reader.gettext
    return {
        "other country": _("This service number belongs to somebody of the other country."),
        "taken phone": _("This phone number belongs to somebody else of the roster."),
        "last administrator": _("Your country would be left without an administrator."),
    }[rule]


def _buttons(reader: Reader, request: Request, pages: Sequence[Sequence[Line]], at: int) -> Rows:
    rows: list[tuple[Button, ...]] = [
        (
            Button(confirm_label(reader, each.number), f"confirm:{each.id}", Style.SUCCESS),
            Button(refuse_label(reader, each.number), f"confirm-refuse:{each.id}", Style.DANGER),
        )
        for each in pages[at]
    ]
    if len(pages) > 1:
        rows.append(_ways(reader, request, pages, at))
    many = len(request.lines)
    if many > 1:
        confirm, refuse = (all_label(reader, many, confirm=each) for each in (True, False))
        rows.append((Button(confirm, _data("ask-all", request)),))
        rows.append((Button(refuse, _data("ask-none", request)),))
    return tuple(rows)


def _ways(
    reader: Reader, request: Request, pages: Sequence[Sequence[Line]], at: int
) -> tuple[Button, ...]:
    """To the page before and the page after; a page is known by the first who stands on it."""
    ways = []
    for to, sign in ((at - 1, "‹ {n}/{of}"), (at + 1, "{n}/{of} ›")):
        if 0 <= to < len(pages):
            label = sign.format(n=reader.number(to + 1), of=reader.number(len(pages)))
            ways.append(Button(label, f"confirm-page:{request.id}:{pages[to][0].id}"))
    return tuple(ways)


def _decisions(reader: Reader, request: Request) -> list[str]:
    """What has been decided; whom it was about once nobody waits any more."""
    told = []
    for decision in request.decisions:
        line = _decision(reader, decision)
        if not request.lines:
            named, more = decision.service_numbers[:MOST_NUMBERS], len(decision.service_numbers)
            line += "\n" + ", ".join(named)
            if more > MOST_NUMBERS:
                rest = more - MOST_NUMBERS
                line += " " + reader.ngettext("… and {n} more", "… and {n} more", rest)
        told.append(line)
    return told


def _decision(reader: Reader, decision: Decision) -> str:
    _ = reader.gettext
    n, name = reader.number(len(decision.service_numbers)), shown(decision.by)
    return {
        State.CONFIRMED: _("✅ Confirmed ({n}): {name}", n=n, name=name),
        State.REFUSED: _("✖ Refused ({n}): {name}", n=n, name=name),
        State.EXPIRED: _("⌛ Ended without a decision ({n})", n=n),
        State.CLOSED: _("There is nothing left to decide ({n})", n=n),
    }[decision.state]

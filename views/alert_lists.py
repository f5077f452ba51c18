"""Lists under the board of an alert: people of the reader's own side by name, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from geography.point import Point
from storage.alert_ledger import Line, Part, Said
from storage.alert_recipients import Answer, Held
from views import alert_boards, alerts, places
from views.alerts import Alert
from views.forms import quoted
from views.language import Reader
from views.message import Button, Message, Rows, shown

PER_PAGE = 20


@dataclass(frozen=True)
class Page:
    """So many lines of all; pages count from 0."""

    number: int
    pages: int
    total: int


def listed(reader: Reader, alert: Alert, part: Part, lines: Sequence[Line], page: Page) -> Message:
    """One part of the ledger."""
    _ = reader.gettext
    told = [_line(reader, part, each) for each in lines] or [_("Nobody.")]
    title = f"{alert_boards.list_label(reader, part)}: {reader.number(page.total)}"
    return Message(
        "\n".join([alerts.named(reader, alert), "", *told]),
        title=title,
        buttons=_turning(reader, f"alert-page:{alert.id}:{part}", page),
    )


def worded(reader: Reader, alert: Alert, answers: Sequence[Said], page: Page) -> Message:
    """Answers in words and places; those of the other side without a name and a unit."""
    _ = reader.gettext
    told = [_said(reader, each) for each in answers] or [_("Nobody.")]
    title = f"{alert_boards.words_label(reader)}: {reader.number(page.total)}"
    return Message(
        "\n".join([alerts.named(reader, alert), "", *told]),
        title=title,
        buttons=_turning(reader, f"alert-said:{alert.id}", page),
    )


def reminded(reader: Reader, number: int) -> str:
    """The toast of *Remind*."""
    return reader.ngettext(
        "The message goes to {n} person again.", "The message goes to {n} people again.", number
    )


def reminded_just_now(reader: Reader) -> str:
    """They were told or reminded less than a minute ago."""
    _ = reader.gettext
    return _("They were written to less than a minute ago. Please wait a little.")


def nobody_missing(reader: Reader) -> str:
    """There is nobody to remind."""
    _ = reader.gettext
    return _("There is nobody left to remind.")


def files_asked(reader: Reader) -> str:
    """The toast of *Files*."""
    _ = reader.gettext
    return _("The files are being prepared.")


def _line(reader: Reader, part: Part, line: Line) -> str:
    of, duty = line.recipient, "duty.on" if line.on_duty else "duty.off"
    unit = [alert_boards.unit_name(reader, of.unit)] if of.unit else []
    named = [shown(line.name), *unit]
    if part == Part.CALL:
        return " · ".join([f"☎ {line.phone}", *named])
    if part == Part.CONFIRMED:
        named += [reader.both_times(of.answered_at)] if of.answered_at else []
        named += [alerts.answer_label(reader, Answer(of.answer))] if of.answer else []
    elif part == Part.HELD:
        named.append(alert_boards.held_label(reader, Held(of.held)))
    elif part == Part.FAILED:
        named.append(alert_boards.failed_label(reader, of.failed or ""))
    else:
        named.append(reader.term(duty))
        named += [f"🔁 {of.reminded}"] if of.reminded else []
        named += [f"✖ {alert_boards.failed_label(reader, of.failed)}"] if of.failed else []
    return "• " + " · ".join(named)


def _said(reader: Reader, said: Said) -> str:
    own = said.side == reader.country
    who = [shown(said.name), shown(said.unit)] if own else [said.side]
    told = "• " + " · ".join([*filter(None, who), reader.both_times(said.given.at)])
    given = said.given
    if given.latitude is not None and given.longitude is not None:
        here = Point(given.latitude, given.longitude)
        told += "\n   " + "\n   ".join(
            ["📍 " + places.coordinates(here), *places.nearest(reader, here)]
        )
    return f"{told}\n   {quoted(reader, given.words)}" if given.words else told


def _turning(reader: Reader, data: str, page: Page) -> Rows:
    _ = reader.gettext
    # Translators: the way to the page before, of a list.
    back = Button("‹ " + reader.pgettext("page", "Back"), f"{data}:{page.number - 1}")
    on = Button(reader.pgettext("page", "Next") + " ›", f"{data}:{page.number + 1}")
    there = (*((back,) if page.number else ()), *((on,) if page.number + 1 < page.pages else ()))
    return (there,) if there else ()

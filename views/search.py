"""What a desk reads when it looks for reports."""

from collections.abc import Sequence
from dataclasses import dataclass

from views import places
from views.forms import Question, quoted
from views.language import Reader
from views.message import Button, Message
from views.sightings import Report, Stand, sector_name, standing

# Why a report of the other side is looked at; the first words of an audit entry.
REASONS = ("check", "patrol", "investigation")


@dataclass(frozen=True)
class Result:
    """A report in a list, as its reader may know it, and where their side stands with it."""

    number: str
    report: Report
    stand: Stand | None


@dataclass(frozen=True)
class Page:
    """A screen of results. `more`: there are older ones that were not looked at.

    `days`: how far back, 0 for all there is; None where the words say so themselves.
    """

    search_id: int
    words: str
    results: Sequence[Result]
    found: int
    more: bool
    page: int
    pages: int
    days: int | None
    periods: Sequence[int]


def ask_words(reader: Reader) -> Question:
    """What is sought."""
    _ = reader.gettext
    text = _(
        "Type what you are looking for: a number, a place, a plate, a kind of report or words of"
        " it. You may add a time, for example: {example}",
        example="Vršac 12.07.",
    )
    return Question(text, title=label(reader))


def label(reader: Reader) -> str:
    """The key of the menu."""
    return "🔎 " + reader.gettext("Find a report")


def results(reader: Reader, page: Page) -> Message:
    """What was found, the newest first, a button each; and the way to more."""
    _ = reader.gettext
    lines = [quoted(reader, page.words), *_back_to(reader, page)]
    lines += ["", *(_line(reader, each) for each in page.results)]
    if not page.results:
        lines.append(_("Nothing was found. Fewer words or a longer time find more."))
    elif page.more:
        lines.append(_("There are older ones, too: please add a word or a time."))
    found = [Button(f"👁 {each.number}", _see(page, each)) for each in page.results]
    rows = [tuple(found[at : at + 2]) for at in range(0, len(found), 2)]
    turning = _turning(reader, page)
    others = [each for each in page.periods if each != page.days]
    rows += [turning] if turning else []
    rows += [(Button(_period(reader, each), _turn(page, 0, each)),) for each in others]
    counted = reader.ngettext("{n} report found", "{n} reports found", page.found)
    title = counted if page.found else label(reader)
    return Message("\n".join(lines), title=title, buttons=tuple(rows))


def ask_reason(reader: Reader, search_id: int, number: str) -> Message:
    """Before a report of the other side is shown: why, for it is written down."""
    _ = reader.gettext
    worded = {
        "check": _("Check in progress"),
        "patrol": reader.term("term.joint_patrol"),
        "investigation": _("Investigation"),
    }
    rows = [(Button(worded[each], f"found-why:{search_id}:{number}:{each}"),) for each in REASONS]
    rows.append((Button("✎ " + _("Another reason"), f"found-own:{search_id}:{number}"),))
    text = _("This report belongs to the other side. Why do you need it? The answer is recorded.")
    return Message(text, title=reader.term("report.number", n=number), buttons=tuple(rows))


def ask_own_reason(reader: Reader, number: str) -> Question:
    """The reason in own words."""
    _ = reader.gettext
    text = _("Type the reason for which you need this report. It is recorded as you write it.")
    return Question(text, title=reader.term("report.number", n=number))


def reason_noted(reader: Reader, number: str) -> Message:
    """In place of the question."""
    _ = reader.gettext
    return Message(_("The reason has been recorded."), title=reader.term("report.number", n=number))


def _line(reader: Reader, each: Result) -> str:
    report = each.report
    parts = [each.number, reader.term(report.category), reader.both_times(report.seen_at)]
    parts[2] = reader.date_time(report.seen_at)
    if report.point:
        parts += places.nearest(reader, report.point)
    elif report.sector:
        parts.append(sector_name(reader, report.sector))
    if report.exercise:
        parts.insert(0, reader.term("alert.exercise"))
    stand = f"\n   {standing(reader, each.stand)}" if each.stand else ""
    return "• " + " · ".join(parts) + stand


def _back_to(reader: Reader, page: Page) -> list[str]:
    return [] if page.days is None else [f"🕒 {_period(reader, page.days)}"]


def _period(reader: Reader, days: int) -> str:
    _ = reader.gettext
    return reader.ngettext("Last {n} day", "Last {n} days", days) if days else _("All reports")


def _turning(reader: Reader, page: Page) -> tuple[Button, ...]:
    _ = reader.gettext
    newer = Button("‹ " + _("Newer"), _turn(page, page.page - 1, page.days))
    older = Button(_("Older") + " ›", _turn(page, page.page + 1, page.days))
    return (*((newer,) if page.page else ()), *((older,) if page.page + 1 < page.pages else ()))


def _turn(page: Page, to: int, days: int | None) -> str:
    return f"found:{page.search_id}:{to}:{days or 0}"


def _see(page: Page, each: Result) -> str:
    return f"found-see:{page.search_id}:{each.number}"

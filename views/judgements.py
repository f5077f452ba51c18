"""How a desk judges a report: confirmed or not and why, how sure, how grave; and what is rarer."""

from collections.abc import Sequence
from dataclasses import dataclass

from storage.assessments import IMPACTS, INFORMATION, SOURCES
from storage.sightings import OPEN, Handling
from views.forms import Question, quoted
from views.language import Reader
from views.message import Button, Message, Rows

# Why a desk says that a report is confirmed, or is not; anything else is in its own words.
REASONS: dict[Handling, tuple[str, ...]] = {
    Handling.CONFIRMED: ("patrol", "sensor", "another"),
    Handling.UNCONFIRMED: ("nothing", "permitted", "mistake"),
}
# What a desk may give a reason for; where none is offered, in its own words.
JUDGED = frozenset({*REASONS, Handling.RESOLVED, Handling.HANDED_OVER})


@dataclass(frozen=True)
class Assessment:
    """What one side thinks of a report: its source, what it says, and how grave it is."""

    side: str
    source: str
    information: str
    impact: str


def reason(reader: Reader, name: str) -> str:
    """A reason in the reader's language; one in somebody's own words as typed."""
    _ = reader.gettext
    worded = {
        "patrol": _("Seen by a patrol"),
        "sensor": reader.term("field.seen_sensor"),
        "another": _("Another report"),
        "nothing": _("Nothing found"),
        "permitted": _("Known and permitted"),
        "mistake": _("A mistake"),
    }
    return worded[name] if name in worded else quoted(reader, name)


def lines(reader: Reader, assessments: Sequence[Assessment]) -> list[str]:
    """On the cards of the desks: what each side thinks of it."""
    _ = reader.gettext
    return [
        f"📊 {each.side}: "
        + _(
            "source {source}, information {information}, impact: {impact}",
            source=each.source,
            information=each.information,
            impact=impact(reader, each.impact),
        )
        for each in assessments
    ]


def impact(reader: Reader, name: str) -> str:
    """How grave it is."""
    return {
        "low": reader.pgettext("impact", "low"),
        "medium": reader.pgettext("impact", "medium"),
        "high": reader.pgettext("impact", "high"),
    }[name]


def more_button(reader: Reader, number: str) -> Button:
    """On a card: to what is done more rarely."""
    _ = reader.gettext
    return Button("⋯ " + _("More"), f"more:{number}")


def confirm_button(reader: Reader, number: str, version: int) -> Button:
    """It is so."""
    _ = reader.gettext
    return Button("✔ " + _("Mark as confirmed"), f"affirm:{number}:{version}")


def more(reader: Reader, number: str, state: Handling, version: int, others: Rows = ()) -> Message:
    """What else can be done with a report; `others` are the buttons of other features."""
    _ = reader.gettext
    rows: list[tuple[Button, ...]] = []
    if state == Handling.NEW:
        rows.append((confirm_button(reader, number, version),))
    if state in OPEN:
        # Translators: shown on a button, at most 28 letters.
        authority = _("Hand over to the authority")
        rows.append((Button(authority, f"authority:{number}:{version}"),))
    elif state in JUDGED:
        rows.append((Button("✎ " + _("Give the reason"), f"why-own:{number}:{version}"),))
    rows.append((Button("📊 " + _("Assess the report"), f"assess:{number}"),))
    text = _("What do you want to do with this report?")
    return Message(text, title=_title(reader, number), buttons=(*rows, *others))


def ask_reason(reader: Reader, number: str, state: Handling, version: int) -> Message:
    """Why it is judged so; what is judged holds already."""
    _ = reader.gettext
    rows = [
        (Button(reason(reader, each), f"why:{number}:{version}:{each}"),) for each in REASONS[state]
    ]
    rows.append((Button("✎ " + _("In your own words"), f"why-own:{number}:{version}"),))
    text = _("It is done. Why is it so? You may press a reason, or leave it.")
    return Message(text, title=_title(reader, number), buttons=tuple(rows))


def ask_own_reason(reader: Reader, number: str) -> Question:
    """The reason in own words, which stay on their own side."""
    _ = reader.gettext
    text = _("Type the reason. Your side reads it as you write it; the other side does not.")
    return Question(text, title=_title(reader, number))


def reason_noted(reader: Reader, number: str, name: str) -> Message:
    """In place of the question."""
    return Message(reason(reader, name), title=_title(reader, number))


def ask_grade(reader: Reader, number: str) -> Message:
    """Source and information in one tap, with what the letters and numbers mean."""
    _ = reader.gettext
    meanings = (
        _("A: the source is beyond doubt. B: mostly reliable. C: mostly not. X: not known."),
        _(
            "1: it is certain. 2: the source has seen it. 3: others say the same."
            " 4: it cannot be checked."
        ),
    )
    rows = tuple(
        tuple(
            Button(f"{source}{information}", f"assess-as:{number}:{source}{information}")
            for information in INFORMATION
        )
        for source in SOURCES
    )
    return Message("\n".join(meanings), title=_title(reader, number), buttons=rows)


def ask_impact(reader: Reader, number: str, grade: str) -> Message:
    """How grave it is."""
    _ = reader.gettext
    rows = tuple(
        (Button(impact(reader, each).capitalize(), f"assess-impact:{number}:{grade}:{each}"),)
        for each in IMPACTS
    )
    text = _("Assessment: {grade}. How great is the impact?", grade=grade)
    return Message(text, title=_title(reader, number), buttons=rows)


def assessed(reader: Reader, number: str, made: Assessment) -> Message:
    """In place of the question."""
    return Message("\n".join(lines(reader, [made])), title=_title(reader, number))


def _title(reader: Reader, number: str) -> str:
    return reader.term("report.number", n=number)

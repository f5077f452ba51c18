"""A report in one line: what it says becomes the form, and the officer checks it before it goes."""

from geography import border, names
from geography.point import Point
from handlers import typed_place, when
from handlers.flow import Answers
from services import one_line, policy, questions
from services.one_line import Line
from services.policy import Verb
from storage.unit_of_work import UnitOfWork

_OFFERED = 6  # places at once


def report_in(uow: UnitOfWork, typed: str) -> Answers | None:
    """The answers in a text that stands alone; None where it may be anything but a report.

    A text may always be the answer to a question of a desk; then it is asked what it is.
    """
    if not policy.allows(uow.actor, Verb.REPORT_SIGHTING) or questions.pending(uow):
        return None
    line = one_line.read(typed.strip(), uow.now, uow.actor.country)
    return _answers(line) if line.is_report else None


def answers(uow: UnitOfWork, typed: str) -> Answers:
    """All answers that a text gives, few as they may be; the rest of it is the note."""
    if not typed:
        return {}
    return _answers(one_line.read(typed.strip(), uow.now, uow.actor.country))


def _answers(line: Line) -> Answers:
    given: Answers = {
        "category": line.category,
        "direction": line.direction,
        "details": line.details.stored(),
        "note": line.note,
    }
    return {name: value for name, value in given.items() if value} | _place(line) | _seen(line)


def _place(line: Line) -> Answers:
    """The place, or the places it may be, to be asked; abroad, a figure may be wrong."""
    found = [(point, _metres(line, point)) for point in line.places[:_OFFERED]]
    if not found:
        return {}
    if line.place_certain and border.country(found[0][0]):
        return {"place": typed_place.place(*found[0])}
    # By name it may be none of these; then what was typed is asked about as any other text.
    typed = {"typed": line.place_typed} if line.place_typed else {}
    return {"candidates": [typed_place.candidate(*each) for each in found]} | typed


def _metres(line: Line, point: Point) -> float | None:
    """How well the place is told: as its form has it, or as large as what bears the name."""
    named = names.at(point)
    return typed_place.extent(named) if named else line.place_metres


def _seen(line: Line) -> Answers:
    """The time for the review to show; one in doubt is asked first."""
    if line.seen is None:
        return {}
    settled = when.settled(line.seen)
    return settled or {"when_asked": True} | when.answers_of(line.seen_typed, line.seen)

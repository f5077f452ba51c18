"""The button under a receipt that corrects a report or adds to it: one question each time."""

from typing import Any

from handlers import details, place, sightings, when
from handlers.conversation import KEPT_TEXT
from handlers.flow import Answers, Finish, Flow, Given, Step, joined
from services import corrections, policy, sectors
from services.policy import Verb
from storage.drafts import Draft
from storage.sighting_details import Details
from storage.unit_of_work import UnitOfWork
from views import corrections as views
from views import details as detail_views
from views.forms import Question
from views.language import Reader

# The steps of a report's form that ask each thing anew, and the answer that lets the first wait.
_STEPS_OF = {
    "place": ("place", "here", "bearing", "distance"),
    "direction": ("direction",),
    "when": ("when",),
    "note": ("note",),
    views.ADD: ("addition",),
    **dict.fromkeys(detail_views.GROUPS, ("detail",)),
}
_ASKED = {"when": {"when_asked": True}, "note": {"note_asked": True}}


def start(uow: UnitOfWork, parts: list[str]) -> Answers:
    """What the form begins with. Raises `NotAllowed`, `Stale` before anything is asked."""
    row = corrections.own(uow, parts[1] if len(parts) == 2 else "")
    answers = {
        "number": row.number,
        "category": row.category,
        "has_note": bool(row.note),
        "before": row.details,
        "details": row.details,
    }
    return answers if corrections.is_open(uow, row) else answers | {"what": views.ADD, "closed": 1}


def _ask_what(_uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    answers = draft.answers
    return views.ask_what(
        reader,
        answers["number"],
        answers["category"],
        details.of(answers),
        has_note=answers["has_note"],
    )


def _read_what(uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    policy.require(uow.actor, Verb.CORRECT_SIGHTING)
    if given.choice not in _STEPS_OF:
        return None
    answers = draft.answers | {"what": given.choice} | _ASKED.get(given.choice, {})
    return details.asked(answers, given.choice) or answers


def _ask_addition(_uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    return views.ask_addition(reader, draft.answers["number"], closed="closed" in draft.answers)


def _read_addition(_uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    return draft.answers | {"addition": joined("", given.text)} if given.text else None


def _said(uow: UnitOfWork, draft: Draft) -> dict[str, Any]:
    """What the answers say of each field of the report, as of `storage.revisions`."""
    answers = draft.answers
    if answers["what"] == "place":
        return _place(uow, answers["place"])
    if answers["what"] == "direction":
        return {"direction": answers["direction"]}
    if answers["what"] == "when":
        # What was typed there and is no time may have been kept as a note.
        said = {"seen_at": when.seen_at(draft).isoformat()}
        return said | (_added(uow, answers, answers["note"]) if "note" in answers else {})
    if answers["what"] == "note":
        return {"note": answers["note"]}
    if answers["what"] == views.ADD:
        return _added(uow, answers, answers["addition"])
    # What was skipped may have been changed by another form meanwhile.
    before, after = Details.of(answers["before"]), details.of(answers)
    fields = detail_views.GROUPS[answers["what"]]
    said = {field: after.value(field) for field in fields}
    return {field: value for field, value in said.items() if value != before.value(field)}


def _added(uow: UnitOfWork, answers: Answers, text: str) -> dict[str, Any]:
    return {"note": joined(corrections.own(uow, answers["number"]).note, text)}


def _place(uow: UnitOfWork, where: Answers) -> dict[str, Any]:
    latitude, longitude = where.get("point") or (None, None)
    sector = where.get("sector") or sectors.code_of(uow, place.point_of(where))
    known = {"accuracy": where.get("accuracy"), "sector": sector}
    return {
        "place": {"latitude": latitude, "longitude": longitude, **known},
        "observer": where.get("observer"),
    }


def _done(uow: UnitOfWork, draft: Draft, pressed: int | None) -> None:
    corrections.correct(uow, draft.answers["number"], _said(uow, draft), shown_in=pressed)


def _so_far(reader: Reader, answers: Answers) -> str:
    return views.so_far(reader, answers["number"])


def _again(step: Step) -> Step:
    """A step of a report's form that waits where it was chosen; the last one finishes this form."""

    def waits(answers: Answers) -> bool:
        return step.name in _STEPS_OF.get(answers.get("what", ""), ()) and step.waits(answers)

    def read(uow: UnitOfWork, draft: Draft, given: Given) -> Answers | Finish | None:
        policy.require(uow.actor, Verb.CORRECT_SIGHTING)
        answers = step.read(uow, draft, given)
        if answers is None or isinstance(answers, Finish):
            return answers
        if KEPT_TEXT in answers:  # none of the places offered: no note comes of it here
            return {name: value for name, value in answers.items() if name != KEPT_TEXT}
        return answers if any(each.waits(answers) for each in _STEPS) else Finish(answers)

    return Step(step.name, waits, step.ask, read)


_ADDITION = Step(
    "addition", lambda answers: "addition" not in answers, _ask_addition, _read_addition
)
_REUSED = {name for names in _STEPS_OF.values() for name in names}
_STEPS = (
    Step("what", lambda answers: "what" not in answers, _ask_what, _read_what),
    *(_again(step) for step in sightings.FLOW.steps if step.name in _REUSED),
    _again(_ADDITION),
)
FLOW = Flow("correction", steps=_STEPS, done=_done, so_far=_so_far)

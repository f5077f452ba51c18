"""What may be added to a sighting: the menu behind one button, and its questions.

The answers stand in the draft as `details`, stored as of `storage.sighting_details.Details`.
"""

import re
from typing import Any

from handlers.flow import Answers, Given, Step
from services import details as service
from services import notify, policy
from services.policy import Verb
from storage.drafts import Draft
from storage.sighting_details import PEOPLE, Details
from storage.unit_of_work import UnitOfWork
from views import details as views
from views.forms import Question
from views.language import Reader

MENU, ASKING = "more", "asking"  # answers: that the menu is open; the questions still to be asked
_PEOPLE = re.compile(r"([0-9]{1,20})(?:\s*[-–]\s*([0-9]{1,20}))?")


def of(answers: Answers) -> Details:
    """What has been added so far."""
    return Details.of(answers.get("details", {}))


def asked(answers: Answers, group: str) -> Answers | None:
    """The questions of a group are asked next; None for a group that does not exist."""
    fields = views.GROUPS.get(group)
    return None if fields is None else _without(answers, MENU) | {ASKING: list(fields)}


def _ask_group(_uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    return views.ask_group(reader, draft.answers["category"], of(draft.answers))


def _read_group(uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    policy.require(uow.actor, Verb.REPORT_SIGHTING)
    if given.choice == views.DONE:
        return _without(draft.answers, MENU)
    return asked(draft.answers, given.choice)


def _ask_field(_uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    field, *remaining = draft.answers[ASKING]
    return views.ask_field(reader, field, of(draft.answers), remaining)


def _read_field(uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    policy.require(uow.actor, Verb.REPORT_SIGHTING)
    answers, (field, *remaining) = draft.answers, draft.answers[ASKING]
    if given.choice == views.DONE:
        return _without(answers, ASKING)
    if given.choice != views.SKIP:
        value = _pressed(uow, field, given.choice) if given.choice else _typed(field, given.text)
        if value is None and given.choice != views.CLEAR:
            return None
        said = service.checked(of(answers).having(field, value))
        answers = answers | {"details": said.stored()}
    return answers | {ASKING: remaining} if remaining else _without(answers, ASKING)


def _pressed(uow: UnitOfWork, field: str, choice: str) -> Any:  # noqa: ANN401 as `Details.value` gives it
    """What a button stands for; None for one that is not offered."""
    if choice not in views.usual(notify.reader_of(uow.actor), field):
        return None
    return list(views.BANDS[choice]) if field == PEOPLE else choice


def _typed(field: str, text: str) -> Any:  # noqa: ANN401 as `Details.value` gives it
    """What was typed, on one line; None for what is no answer to this question."""
    if field == PEOPLE:
        found = _PEOPLE.fullmatch(text)
        return [int(found[1]), int(found[2] or found[1])] if found else None
    return " ".join(text.split()) or None if field in service.LIMITS else None


def _without(answers: Answers, name: str) -> Answers:
    return {each: value for each, value in answers.items() if each != name}


STEPS = (
    Step("detail", lambda answers: bool(answers.get(ASKING)), _ask_field, _read_field),
    Step("more", lambda answers: MENU in answers, _ask_group, _read_group),
)

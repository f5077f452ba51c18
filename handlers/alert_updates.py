"""The form by which a desk changes an alert that has been sent."""

from datetime import UTC, datetime, timedelta
from typing import Any

from handlers import pressed
from handlers.flow import Answers, Finish, Flow, Given, Step, joined
from services import alert_editions, alert_endings, alerts, policy
from services.alert_editions import Changes
from services.errors import NotUnderstood, TextTooLong
from storage.alerts import Severity
from storage.drafts import Draft
from storage.unit_of_work import UnitOfWork
from views import alert_updates as views
from views.alert_reasons import CHANGES
from views.forms import Question
from views.language import Reader
from views.message import units

_HOURS = (1, 3, 6, 12, 24)
_MINUTE = timedelta(minutes=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def start(uow: UnitOfWork, parts: list[str]) -> Answers:
    """What the form begins with. Raises as `alert_endings.mine`."""
    row = alert_endings.mine(uow, *pressed.wholes(parts, 1))
    sides = [side for side in policy.sides_of_alert(row) if side in row.audience["sides"]]
    facts = {"alert_id": row.id, "number": row.number, "side": row.side, "sides": sides}
    return facts | {"asking": "what", "changes": {}}


def changes_of(answers: Answers) -> Changes:
    """What has been answered so far."""
    given = answers["changes"]
    until, level = given.get("expires_at"), given.get("severity")
    return Changes(
        texts=given.get("texts"),
        expires_at=datetime.fromisoformat(until) if until else None,
        severity=Severity(level) if level else None,
    )


def _ask_what(_uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    return views.ask_what(reader, draft.answers["number"], draft.answers["changes"])


def _read_what(_uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    may_review = given.choice == "review" and draft.answers["changes"]
    if given.choice not in CHANGES and not may_review:
        return None
    if given.choice == "texts":
        own = draft.answers["side"] in draft.answers["sides"]
        return draft.answers | {"asking": "text" if own else "other"}
    return draft.answers | {"asking": given.choice}


def _ask_text(_uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    return views.ask_text(reader, draft.answers["number"], draft.answers["side"])


def _read_text(_uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    text = _text(given)
    if text is None:
        return None
    answers = draft.answers
    several = any(side != answers["side"] for side in answers["sides"])
    texts = {views.TAGS[answers["side"]]: text}
    return _changed(answers, "texts", texts, asking="other" if several else "what")


def _ask_other(_uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    return views.ask_other_text(reader, draft.answers["number"], _other(draft.answers))


def _read_other(_uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    answers, text = draft.answers, _text(given)
    texts = answers["changes"].get("texts", {})
    if given.choice == "without" and texts:
        return answers | {"asking": "what"}
    if text is None:
        return None
    return _changed(answers, "texts", texts | {views.TAGS[_other(answers)]: text})


def _ask_until(uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    times = [(hours, uow.now + timedelta(hours=hours)) for hours in _HOURS]
    offered = {str((at - _EPOCH) // _MINUTE): (hours, at) for hours, at in times}
    return views.ask_until(reader, draft.answers["number"], offered)


def _read_until(uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    if not given.choice:
        return None
    at = _EPOCH + pressed.whole(given.choice) * _MINUTE
    if not uow.now < at <= uow.now + alerts.LONGEST:
        raise alerts.NotSoLong(days=alerts.LONGEST.days)
    return _changed(draft.answers, "expires_at", at.isoformat())


def _ask_level(_uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    return views.ask_level(reader, draft.answers["number"])


def _read_level(_uow: UnitOfWork, draft: Draft, given: Given) -> Answers | None:
    if given.choice not in views.LEVELS:
        return None
    return _changed(draft.answers, "severity", given.choice)


def _ask_review(uow: UnitOfWork, reader: Reader, draft: Draft) -> Question:
    answers = draft.answers
    shown = alert_editions.preview(uow, answers["alert_id"], changes_of(answers))
    return views.ask_review(reader, answers["number"], shown, answers["sides"])


def _read_review(_uow: UnitOfWork, draft: Draft, given: Given) -> Finish | None:
    return Finish(draft.answers) if given.choice == "send" else None


def _done(uow: UnitOfWork, draft: Draft, shown_in: int | None) -> None:
    changes = changes_of(draft.answers)
    alert_editions.update(uow, draft.answers["alert_id"], changes, shown_in=shown_in)


def _so_far(reader: Reader, answers: Answers) -> str:
    return f"{reader.term('alert.title')} {answers['number']}"


def _text(given: Given) -> str | None:
    if not given.text:
        return None
    if units(given.text) > alerts.TEXT_LIMIT:
        raise TextTooLong(limit=alerts.TEXT_LIMIT)
    return joined("", given.text)


def _changed(answers: Answers, name: str, value: Any, *, asking: str = "what") -> Answers:  # noqa: ANN401 whatever JSON holds
    return answers | {"changes": answers["changes"] | {name: value}, "asking": asking}


def _other(answers: Answers) -> str:
    for side in answers["sides"]:
        if side != answers["side"]:
            return str(side)
    raise NotUnderstood


def _step(name: str, ask: Any, read: Any) -> Step:  # noqa: ANN401 as of `Step`
    return Step(name, lambda answers: answers["asking"] == name, ask, read)


FLOW = Flow(
    "alert-new",
    (
        _step("what", _ask_what, _read_what),
        _step("text", _ask_text, _read_text),
        _step("other", _ask_other, _read_other),
        _step("expires_at", _ask_until, _read_until),
        _step("severity", _ask_level, _read_level),
        Step("review", lambda _: True, _ask_review, _read_review),
    ),
    done=_done,
    so_far=_so_far,
)

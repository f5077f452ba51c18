"""Ask whoever reported, across the language, and bring the answer to every desk that asked."""

from datetime import datetime

from services import desk, notify, policy, sightings
from services.errors import Refusal, Stale
from services.policy import Verb
from storage import cards, people, questions
from storage import sightings as reports
from storage.audit import Deed
from storage.duty import Matter
from storage.outage import Blind
from storage.people import Person
from storage.questions import AnswerKind, QuestionRow, Stage
from storage.sightings import Sharing, SightingRow
from storage.unit_of_work import UnitOfWork
from views import questions as views


class AlreadyAsked(Refusal):
    """The side's desk has asked this and waits for the answer."""


class AlreadyAnswered(Refusal):
    """The question has been answered, or is not asked any more."""


def ask(uow: UnitOfWork, number: str, kind: str) -> QuestionRow:
    """Ask one of the list. Raises `NotAllowed`, `Stale`, `AlreadyAsked`."""
    sighting = _may_ask(uow, number)
    if kind not in views.ANSWERS:
        raise Stale
    waiting = questions.alike(uow.session, sighting.id or 0, kind)
    if any(row.side == uow.actor.country for row in waiting):
        raise AlreadyAsked
    if uow.actor.country != sighting.side and sighting.sharing == Sharing.OWN:
        # Of what is released in part, an answer may tell more: its desk lets the question through.
        asked = questions.of_side(uow.session, sighting.id or 0, uow.actor.country)
        if any(row.kind == kind and row.stage == Stage.AT_DESK for row in asked):
            raise AlreadyAsked
        return _by_own_desk(uow, sighting, kind=kind)
    row = _add(uow, sighting, kind=kind, stage=Stage.WAITING)
    if not waiting:  # the other desk has asked the same: one answer serves both
        _put_to_reporter(uow, row)
    sightings.refresh(uow, sighting)
    return row


def ask_in_words(uow: UnitOfWork, number: str, words: str) -> QuestionRow:
    """Ask in one's own words; the other side's go by the reporter's own desk. Raises as `ask`."""
    sighting = _may_ask(uow, number)
    if uow.actor.country != sighting.side:
        return _by_own_desk(uow, sighting, kind=views.FREE, text=words)
    row = _add(uow, sighting, kind=views.FREE, stage=Stage.WAITING, text=words)
    _put_to_reporter(uow, row)
    sightings.refresh(uow, sighting)
    return row


def _by_own_desk(
    uow: UnitOfWork, sighting: SightingRow, *, kind: str, text: str = ""
) -> QuestionRow:
    """The reporter's own desk decides whether a question of the other side is put to them."""
    desk.keep(uow, sighting.side)
    row = _add(uow, sighting, kind=kind, stage=Stage.AT_DESK, text=text)
    for officer in desk.officers(uow, sighting.side):
        _put_to_desk(uow, officer, row)
    sightings.refresh(uow, sighting)
    return row


def crosses(uow: UnitOfWork, number: str) -> bool:
    """Whether a question about this sighting goes to the other side. Raises as `ask`."""
    return _may_ask(uow, number).side != uow.actor.country


def pass_on(uow: UnitOfWork, question_id: int) -> None:
    """The reporter's own desk lets the other side's words through. Raises `Stale`."""
    row = _at_desk(uow, question_id)
    passed = _moved(uow, row, Stage.WAITING)
    _put_to_reporter(uow, passed)
    _refresh_desk(uow, passed)
    uow.record(Deed.ALTERATION, f"question:{row.id}", side=row.side, passed_on=True)


def decline(uow: UnitOfWork, question_id: int) -> None:
    """The reporter's own desk does not let them through; who asked is told. Raises `Stale`."""
    row = _at_desk(uow, question_id)
    kept = _moved(uow, row, Stage.DECLINED)
    _refresh_desk(uow, kept)
    uow.record(Deed.ALTERATION, f"question:{row.id}", side=row.side, passed_on=False)
    for officer in desk.officers(uow, row.side):
        notify.notice(uow, officer, views.declined(notify.reader_of(officer), kept))
    _refresh_cards(uow, kept)


def drop(uow: UnitOfWork, sighting: SightingRow, side: str) -> None:
    """A desk that may see a report no more asks nothing about it any more."""
    for row in questions.of_side(uow.session, sighting.id or 0, side):
        if row.stage in {Stage.AT_DESK, Stage.WAITING}:
            dropped = _moved(uow, row, Stage.DECLINED)
            uow.record(Deed.ALTERATION, f"question:{row.id}", side=row.side, dropped=True)
            _refresh_desk(uow, dropped)
            if row.stage == Stage.WAITING:
                _put_to_reporter(uow, dropped)


def answer(uow: UnitOfWork, question_id: int, kind: AnswerKind, content: str) -> None:
    """The reporter answers; it lands on the card of every desk that asked.

    `content`: a choice's value, a text, a photo's file id, or `latitude,longitude`. Raises
    `NotAllowed`, `Stale`, `AlreadyAnswered`.
    """
    policy.require(uow.actor, Verb.ANSWER_QUESTION)
    row = questions.by_id(uow.session, question_id, hold=True)
    if row is None or row.reporter_id != uow.actor.id:
        raise Stale
    if row.stage != Stage.WAITING:
        raise AlreadyAnswered
    if kind == AnswerKind.CHOICE and content not in views.ANSWERS.get(row.kind, ()):
        raise Stale
    sighting = reports.by_number(uow.session, row.number)
    for each in _same(uow, row):
        answered = _moved(uow, each, Stage.ANSWERED, answer_kind=kind, answer=content)
        if sighting:
            _tell_desk(uow, answered, sighting)
    uow.record(Deed.COLLECTION, f"question:{row.id}", side=row.side, answer=kind)
    _put_to_reporter(uow, questions.by_id(uow.session, question_id) or row)
    _refresh_cards(uow, row)


def pending(uow: UnitOfWork) -> list[QuestionRow]:
    """What the actor has been asked and has not answered, newest first."""
    return questions.waiting_for(uow.session, uow.actor.id) if uow.actor.id else []


def wanted_photo(uow: UnitOfWork) -> QuestionRow | None:
    """The question a photo that comes alone answers, if one waits for a photo."""
    return next((row for row in pending(uow) if row.kind == "photo"), None)


def ask_again(uow: UnitOfWork, blind: Blind, since: datetime) -> None:
    """What was asked since then and waits for a tap is asked again: a tap may have been lost."""
    for row in questions.unanswered(uow.session, since):
        if row.stage == Stage.WAITING:
            _put_to_reporter(uow, row, blind)
        else:
            _refresh_desk(uow, row, blind)


def _may_ask(uow: UnitOfWork, number: str) -> SightingRow:
    """The sighting, where the actor's desk has it; the same refusal for none and not theirs."""
    policy.require(uow.actor, Verb.ASK_QUESTION)
    sighting = reports.by_number(uow.session, number)
    if sighting is None or not policy.may_see_sighting(uow.actor, sighting):
        raise Stale
    return sighting


def _add(
    uow: UnitOfWork, sighting: SightingRow, *, kind: str, stage: Stage, text: str = ""
) -> QuestionRow:
    row = QuestionRow(
        sighting_id=sighting.id or 0,
        number=sighting.number,
        side=uow.actor.country,
        asked_by=uow.actor.id or 0,
        reporter_id=sighting.reporter_id,
        kind=kind,
        text=text,
        language=uow.actor.language if text else "",
        stage=stage,
        exercise=sighting.exercise,
        asked_at=uow.now,
    )
    row.id = questions.add(uow.session, row)
    uow.record(Deed.ALTERATION, f"question:{row.id}", side=row.side, sighting=row.number, kind=kind)
    if row.side != sighting.side and text:
        recipients = [sighting.side]
        uow.record(Deed.DISCLOSURE, f"question:{row.id}", side=row.side, recipients=recipients)
    return row


def _at_desk(uow: UnitOfWork, question_id: int) -> QuestionRow:
    """A question that waits at the actor's own desk."""
    policy.require(uow.actor, Verb.RELAY_QUESTION)
    row = questions.by_id(uow.session, question_id, hold=True)
    sighting = reports.by_number(uow.session, row.number) if row else None
    if row is None or sighting is None or sighting.side != uow.actor.country:
        raise Stale
    if row.stage != Stage.AT_DESK:
        raise Stale
    return row


def _same(uow: UnitOfWork, row: QuestionRow) -> list[QuestionRow]:
    """The question, and the other desk's where it asked the same: one answer serves both."""
    if row.kind == views.FREE:
        return [row]
    return questions.alike(uow.session, row.sighting_id, row.kind)


def _moved(uow: UnitOfWork, row: QuestionRow, stage: Stage, **answer: str) -> QuestionRow:
    if not questions.move(uow.session, row, stage, uow.now, **answer):
        raise AlreadyAnswered
    return questions.by_id(uow.session, row.id or 0) or row


def _put_to_reporter(
    uow: UnitOfWork, row: QuestionRow, blind: Blind | None = None, *, anew: bool = False
) -> None:
    reporter = people.by_id(uow.session, row.reporter_id)
    if reporter:
        message = views.to_reporter(notify.reader_of(reporter), row)
        notify.card(uow, reporter, message, subject=_subject(row), anew=anew, blind=blind)


def _put_to_desk(
    uow: UnitOfWork, officer: Person, row: QuestionRow, blind: Blind | None = None
) -> None:
    message = views.at_desk(notify.reader_of(officer), row)
    notify.card(uow, officer, message, subject=f"passing:{row.id}", blind=blind)


def _refresh_desk(uow: UnitOfWork, row: QuestionRow, blind: Blind | None = None) -> None:
    for card in cards.of(uow.session, f"passing:{row.id}"):
        officer = people.by_id(uow.session, card.person_id)
        if officer:
            _put_to_desk(uow, officer, row, blind)


def _tell_desk(uow: UnitOfWork, row: QuestionRow, sighting: SightingRow) -> None:
    """The answer, to whoever sits at the desk that asked; a photo as a photo."""
    officers = desk.officers(uow, row.side)
    told = [each for each in officers if policy.may_see_sighting(each, sighting)]
    if told and row.side != sighting.side:
        recipients = [row.side]
        uow.record(Deed.DISCLOSURE, _subject(row), side=sighting.side, recipients=recipients)
    for officer in told:
        message = views.answer_notice(notify.reader_of(officer), row)
        if row.answer_kind == AnswerKind.PHOTO:
            notify.photo(uow, officer, row.answer, message)
        else:
            notify.notice(uow, officer, message)


def _refresh_cards(uow: UnitOfWork, row: QuestionRow) -> None:
    sighting = reports.by_number(uow.session, row.number)
    if sighting:
        sightings.refresh(uow, sighting)


def _subject(row: QuestionRow) -> str:
    return f"question:{row.id}"


def waiting(uow: UnitOfWork, officer: Person) -> list[Matter]:
    """Reports with a question that waits at the officer's desk, or for its answer."""
    side = officer.country
    if not policy.allows(officer, Verb.ASK_QUESTION):
        return []
    found: dict[str, Matter] = {}
    for row in questions.open_at(uow.session, side):
        sighting = reports.by_number(uow.session, row.number)
        if sighting and policy.may_see_sighting(officer, sighting):
            matter = Matter(
                feature="question",
                number=row.number,
                what=sighting.category,
                state="report.ask",
                since=row.asked_at,
                exercise=row.exercise,
            )
            found.setdefault(row.number, matter)
    return list(found.values())


def bring(uow: UnitOfWork, officer: Person, number: str) -> None:
    """Put the questions about a report before an officer: to pass on, or with the report's card."""
    policy.require(officer, Verb.ASK_QUESTION)
    rows = [row for row in questions.open_at(uow.session, officer.country) if row.number == number]
    if not rows:
        raise Stale
    for row in rows:
        if row.side == officer.country:
            sightings.bring(uow, officer, number)
        else:
            _put_to_desk(uow, officer, row)


def pass_on_matter(_uow: UnitOfWork, _matter: Matter, _taker: Person) -> None:
    """Questions are a desk's, nobody's own: nothing changes hands."""


def to_answer(uow: UnitOfWork, reporter: Person) -> list[Matter]:
    """What somebody has been asked and has not answered, oldest first."""
    if not policy.allows(reporter, Verb.ANSWER_QUESTION):
        return []
    asked = questions.waiting_for(uow.session, reporter.id or 0)
    return [
        Matter(
            feature="answer",
            number=str(row.id),
            what="",
            state="",
            since=row.asked_at,
            exercise=row.exercise,
            label=row.number,
        )
        for row in reversed(asked)
    ]


def bring_to_answer(uow: UnitOfWork, reporter: Person, number: str) -> None:
    """Put a question at the end of its reporter's chat. Raises `Stale` where it is not theirs."""
    asked = {str(row.id): row for row in questions.waiting_for(uow.session, reporter.id or 0)}
    if number not in asked or not policy.allows(reporter, Verb.ANSWER_QUESTION):
        raise Stale
    _put_to_reporter(uow, asked[number], anew=True)

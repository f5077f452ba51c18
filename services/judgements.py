"""A desk judges a report: it is confirmed or not, why, how sure one may be, and how grave it is."""

from services import known, notify, policy, sightings
from services.errors import Stale
from services.policy import Verb
from storage import assessments, cards
from storage import sightings as stored
from storage.assessments import IMPACTS, INFORMATION, SOURCES, AssessmentRow
from storage.audit import Deed
from storage.sightings import Handling, SightingRow
from storage.unit_of_work import UnitOfWork
from views import judgements as views
from views import releases as release_views
from views import sightings as sighting_views

REASON_LIMIT = 200  # letters and signs


def more(uow: UnitOfWork, number: str) -> None:
    """What else the actor can do with a report. Raises `NotAllowed`, `Stale`."""
    row = _seen(uow, number)
    reader, report = notify.reader_of(uow.actor), known.report(uow, row, uow.actor)
    at = stored.handled(uow.session, row.id or 0)[uow.actor.country]
    others = release_views.buttons(reader, number, report)
    notify.reply(uow, views.more(reader, number, Handling(at.state), at.version, others))


def confirm(uow: UnitOfWork, number: str, version: int) -> None:
    """The actor's desk says that it is so; it stays open. Raises as `sightings.take_over`."""
    sightings.confirm(uow, number, version)
    _ask_reason(uow, number, Handling.CONFIRMED, version + 1)


def mark_unconfirmed(uow: UnitOfWork, number: str, version: int) -> None:
    """The actor's desk has looked and found nothing. Raises as `sightings.take_over`."""
    sightings.mark_unconfirmed(uow, number, version)
    _ask_reason(uow, number, Handling.UNCONFIRMED, version + 1)


def settle_menu(uow: UnitOfWork, number: str, *, shown_in: int) -> None:
    """What was pressed among the rarer deeds is done: only where the report stands now remains.

    Raises `NotAllowed`, `Stale`.
    """
    row = _seen(uow, number)
    if cards.by_message(uow.session, uow.chat_id, shown_in):
        return
    own = [each for each in known.stands(uow, row, uow.actor) if each.side == uow.actor.country]
    reader = notify.reader_of(uow.actor)
    if own:
        notify.replace(uow, shown_in, sighting_views.progress(reader, number, own[0]))


def give_reason(
    uow: UnitOfWork, number: str, version: int, reason: str, *, shown_in: int | None
) -> None:
    """Why the actor's desk has judged so, once. Raises `NotAllowed`, `Stale`."""
    row = _seen(uow, number, hold=True)
    side = uow.actor.country
    steps = [each for each in stored.steps(uow.session, row.id or 0) if each.side == side]
    step = next((each for each in steps if each.version == version), None)
    if step is None or step.reason or step.state not in views.JUDGED:
        raise Stale
    stored.give_reason(uow.session, step.id or 0, reason)
    uow.record(Deed.ALTERATION, f"sighting:{number}", side=row.side, reason=reason)
    notify.answer(
        uow, views.reason_noted(notify.reader_of(uow.actor), number, reason), shown_in=shown_in
    )
    sightings.refresh(uow, row)


def ask_grade(uow: UnitOfWork, number: str) -> None:
    """First how sure one may be. Raises `NotAllowed`, `Stale`."""
    _seen(uow, number)
    notify.reply(uow, views.ask_grade(notify.reader_of(uow.actor), number))


def ask_impact(uow: UnitOfWork, number: str, grade: str, *, shown_in: int) -> None:
    """Then how grave it is. Raises `NotAllowed`, `Stale`."""
    _seen(uow, number)
    _split(grade)
    notify.replace(uow, shown_in, views.ask_impact(notify.reader_of(uow.actor), number, grade))


def assess(uow: UnitOfWork, number: str, grade: str, impact: str, *, shown_in: int) -> None:
    """What the actor's side thinks of it from now on. Raises `NotAllowed`, `Stale`."""
    row = _seen(uow, number, hold=True)
    source, information = _split(grade)
    if impact not in IMPACTS:
        raise Stale
    made = AssessmentRow(
        sighting_id=row.id or 0,
        side=uow.actor.country,
        source=source,
        information=information,
        impact=impact,
        person_id=uow.actor.id or 0,
        at=uow.now,
    )
    assessments.add(uow.session, made)
    detail = {"assessed": grade, "impact": impact}
    uow.record(Deed.ALTERATION, f"sighting:{number}", side=row.side, **detail)
    shown = views.Assessment(made.side, source, information, impact)
    notify.replace(uow, shown_in, views.assessed(notify.reader_of(uow.actor), number, shown))
    sightings.refresh(uow, row)


def _seen(uow: UnitOfWork, number: str, *, hold: bool = False) -> SightingRow:
    policy.require(uow.actor, Verb.JUDGE_SIGHTING)
    row = stored.by_number(uow.session, number, hold=hold)
    if row is None or not policy.may_see_sighting(uow.actor, row):
        raise Stale  # the same answer for what does not exist and what is not theirs to know
    return row


def _ask_reason(uow: UnitOfWork, number: str, state: Handling, version: int) -> None:
    reader = notify.reader_of(uow.actor)
    notify.reply(uow, views.ask_reason(reader, number, state, version))


def _split(grade: str) -> tuple[str, str]:
    if len(grade) != 2 or grade[0] not in SOURCES or grade[1] not in INFORMATION:
        raise Stale
    return grade[0], grade[1]

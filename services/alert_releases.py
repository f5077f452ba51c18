"""Where two must agree: extreme alerts to both sides wait for a second duty officer's release."""

from datetime import timedelta

from services import alert_audiences, alert_messages, alert_preview, alerts, desk, notify, policy
from services.alerts import AlertForm
from services.errors import Refusal, Stale
from services.policy import Verb
from storage import alerts as stored
from storage import cards, deadlines, people
from storage.alerts import AlertRow, Severity, Status
from storage.audit import Deed
from storage.duty import Matter
from storage.outbox import Lane
from storage.people import Person, Role
from storage.unit_of_work import UnitOfWork
from views import alert_releases as views

REMIND_EVERY = timedelta(minutes=5)
_REMIND = "alert-release"


class NobodyToRelease(Refusal):
    """There is no second duty officer of the side who could release it."""


class OwnAlert(Refusal):
    """Who has written an alert does not release it."""


def needed(uow: UnitOfWork, form: AlertForm) -> bool:
    """Whether it goes only when a second officer releases it."""
    both = len(form.audience.sides) > 1
    return uow.installation.second_release and both and form.severity == Severity.EXTREME


def submit(uow: UnitOfWork, form: AlertForm, *, shown_in: int | None = None) -> AlertRow:
    """A desk's *Send*: at once, or to a second officer. Raises as `alerts.issue`.

    `NobodyToRelease` where there is no second officer.
    """
    if not needed(uow, form):
        return alerts.issue(uow, form, shown_in=shown_in)
    policy.require(uow.actor, Verb.ISSUE_ALERT)
    desk.keep(uow, *form.audience.sides)
    alerts.checked(uow, form)
    row = alerts.draft(uow, form, side=uow.actor.country, author_id=uow.actor.id)
    others = _others(uow, row)
    if not others:
        raise NobodyToRelease
    _show(uow, uow.actor, row, shown_in=shown_in)
    for officer in others:
        _show(uow, officer, row)
    deadlines.set_for(uow.session, _REMIND, str(row.id), due_at=uow.now + REMIND_EVERY)
    return row


def release(uow: UnitOfWork, alert_id: int) -> None:
    """The second officer's one tap. Raises `NotAllowed`, `Stale`, `OwnAlert`, `NotSoLong`."""
    policy.require(uow.actor, Verb.RELEASE_ALERT)
    desk.keep(uow, *people.SIDES)
    row = _waiting(uow, alert_id)
    if row.author_id == uow.actor.id:
        raise OwnAlert
    if row.expires_at <= uow.now:
        raise alerts.NotSoLong(days=alerts.LONGEST.days)
    uow.record(Deed.ALTERATION, f"alert:{row.number}", side=row.side, released=True)
    _settle(uow, alerts.send(uow, row))


def discard(uow: UnitOfWork, alert_id: int) -> None:
    """It is not sent: by a second officer, or by its author. Raises `NotAllowed`, `Stale`."""
    policy.require(uow.actor, Verb.RELEASE_ALERT)
    _drop(uow, _waiting(uow, alert_id))


def remind(uow: UnitOfWork, alert_id: str) -> bool | timedelta:
    """Nobody has decided: before every second officer again, until its time is over."""
    row = stored.by_id(uow.session, int(alert_id), hold=True)
    if row is None or row.status != Status.DRAFT:
        return True
    if row.expires_at <= uow.now:
        _drop(uow, row)
        return True
    for officer in _others(uow, row):
        _show(uow, officer, row, anew=True)
    return min(REMIND_EVERY, row.expires_at - uow.now)


def waiting(uow: UnitOfWork, officer: Person) -> list[Matter]:
    """Alerts that wait for the officer's release, oldest first."""
    if not policy.allows(officer, Verb.RELEASE_ALERT):
        return []
    drafts = reversed(stored.with_status(uow.session, (Status.DRAFT,)))
    return [_matter(row) for row in drafts if _is_for(officer, row)]


def bring(uow: UnitOfWork, officer: Person, number: str) -> None:
    """Put one before an officer. Raises `NotAllowed`, `Stale`."""
    policy.require(officer, Verb.RELEASE_ALERT)
    if number not in {each.number for each in waiting(uow, officer)}:
        raise Stale
    row = stored.by_id(uow.session, int(number))
    if row:
        _show(uow, officer, row, anew=True)


def pass_on(_uow: UnitOfWork, _matter: Matter, _taker: Person) -> None:
    """It waits for a desk, for nobody in it: nothing changes hands."""


def _waiting(uow: UnitOfWork, alert_id: int) -> AlertRow:
    """A draft of the actor's side that one of its desk has written, held."""
    row = stored.by_id(uow.session, alert_id, hold=True)
    if row is None or row.side != uow.actor.country or row.author_id is None:
        raise Stale
    if row.status != Status.DRAFT:
        raise Stale
    return row


def _is_for(officer: Person, row: AlertRow) -> bool:
    by_another = row.author_id is not None and row.author_id != officer.id
    return by_another and row.side == officer.country


def _others(uow: UnitOfWork, row: AlertRow) -> list[Person]:
    """Every duty officer of the side but its author: off duty, too, for one alone has written."""
    of_side = people.with_role(uow.session, Role.DUTY, side=row.side)
    return [each for each in of_side if _is_for(each, row)]


def _drop(uow: UnitOfWork, row: AlertRow) -> None:
    values = {"status": Status.DROPPED, "ended_at": uow.now, "ended_by": uow.actor.id}
    dropped = stored.change(uow.session, row, **values)
    if dropped is None:
        raise Stale
    uow.record(Deed.ALTERATION, f"alert:{row.number}", side=row.side, status=Status.DROPPED)
    _settle(uow, dropped)


def _settle(uow: UnitOfWork, row: AlertRow) -> None:
    deadlines.drop(uow.session, _REMIND, str(row.id))
    for card in cards.of(uow.session, _subject(row)):
        officer = people.by_id(uow.session, card.person_id)
        if officer:
            _show(uow, officer, row)


def _show(
    uow: UnitOfWork,
    officer: Person,
    row: AlertRow,
    *,
    anew: bool = False,
    shown_in: int | None = None,
) -> None:
    message = views.request(
        notify.reader_of(officer),
        alert_messages.as_read(uow, row),
        policy.sides_of_alert(row),
        alert_preview.chosen(uow, alert_audiences.of_json(row.audience)),
        own=officer.id == row.author_id,
    )
    subject = _subject(row)
    notify.card(uow, officer, message, subject=subject, lane=Lane.SOS, anew=anew, shown_in=shown_in)


def _matter(row: AlertRow) -> Matter:
    return Matter(
        feature="alert_release",
        number=str(row.id),
        what="alert.title",
        state="alert.draft",
        since=row.created_at,
        exercise=row.exercise,
        label=row.number,
    )


def _subject(row: AlertRow) -> str:
    return f"alert-release:{row.id}"

"""An update of an alert: a new edition of the same number, sent to everybody who had the former."""

from dataclasses import dataclass, replace
from datetime import datetime

from geography.point import Point
from services import alert_audiences, alert_endings, alert_messages, alerts, desk, notify, policy
from services.alerts import AlertForm
from services.errors import Refusal, Stale
from services.policy import Verb
from storage import alert_recipients
from storage import alerts as stored
from storage.alerts import AlertRow, Severity, Status
from storage.unit_of_work import UnitOfWork
from views import alerts as views
from views.alert_reasons import CHANGES
from views.message import Message


class NothingChanged(Refusal):
    """An update that says what the alert says already."""


@dataclass(frozen=True)
class Changes:
    """What an update changes. `texts` are all there are: what is not among them is said no more."""

    texts: dict[str, str] | None = None
    expires_at: datetime | None = None
    severity: Severity | None = None


def update(
    uow: UnitOfWork, alert_id: int, changes: Changes, *, shown_in: int | None = None
) -> AlertRow:
    """A desk changes its alert. Raises `NothingChanged`, as `alert_endings.mine` and `checked`.

    `shown_in`: the message just pressed, which says that it is done.
    """
    _keep_desks(uow, alert_id)
    row = alert_endings.mine(uow, alert_id)
    newer = supersede(uow, row, changed(form_of(row), changes), author_id=uow.actor.id)
    if shown_in:
        alert = alert_messages.as_read(uow, newer)
        reader = notify.reader_of(uow.actor)
        sent = Message(views.standing(reader, alert), title=views.named(reader, alert))
        notify.replace(uow, shown_in, sent)
    return newer


def supersede(
    uow: UnitOfWork,
    row: AlertRow,
    form: AlertForm,
    *,
    author_id: int | None = None,
    sender_id: int | None = None,
) -> AlertRow:
    """Put a newer edition in the place of an active one, which is held.

    Raises `NothingChanged` where a desk has changed nothing, and as `checked`; a central system
    knows what it sends anew.
    """
    alerts.checked(uow, form)
    what = _different(form_of(row), form)
    if not what and sender_id is None:
        raise NothingChanged(number=row.number)
    before = {each.person_id: each for each in alert_recipients.of(uow.session, row.id or 0)}
    alerts.end(uow, row, Status.SUPERSEDED)
    newer = alerts.row_of(form, number=row.number, side=row.side, now=uow.now)
    newer.edition, newer.changed, newer.exercise = row.edition + 1, what, row.exercise
    newer.author_id, newer.sender_id = author_id, sender_id or row.sender_id
    draft = stored.add(uow.session, newer)
    return alerts.send(uow, draft, former=before)


def form_of(row: AlertRow) -> AlertForm:
    """An edition as the form that would issue it."""
    known = row.latitude is not None and row.longitude is not None
    return AlertForm(
        severity=Severity(row.severity),
        urgency=row.urgency,
        certainty=row.certainty,
        texts=dict(row.texts),
        audience=alert_audiences.of_json(row.audience),
        expires_at=row.expires_at,
        event=row.event,
        point=Point(row.latitude or 0, row.longitude or 0) if known else None,
        radius=row.radius,
        sector=row.sector,
        replies=row.replies,
        file_key=row.file_key,
        file_kind=row.file_kind,
        file_name=row.file_name,
        cap=row.cap,
    )


def changed(form: AlertForm, changes: Changes) -> AlertForm:
    """The form with what is changed in it."""
    given = {name: value for name, value in vars(changes).items() if value is not None}
    return replace(form, **given)


def preview(uow: UnitOfWork, alert_id: int, changes: Changes) -> dict[str, Message]:
    """What each side would read, by side; none for one whose text is missing. Raises as `mine`."""
    row = alert_endings.mine(uow, alert_id)
    form = changed(form_of(row), changes)
    newer = alerts.row_of(form, number=row.number, side=row.side, now=uow.now)
    newer.edition, newer.exercise = row.edition + 1, row.exercise
    newer.id, newer.changed = row.id, _different(form_of(row), form)
    shown = {}
    for side in policy.sides_of_alert(newer):
        reader = views.reader_at(notify.reader_of(uow.actor), side)
        written = views.text_for(form.texts, reader.language) is not None
        if written or form.severity == Severity.EXTREME:
            alert = alert_messages.as_read(uow, newer)
            shown[side] = views.card(reader, alert, answers=False)
    return shown


def _different(before: AlertForm, after: AlertForm) -> list[str]:
    return [name for name in CHANGES if getattr(before, name) != getattr(after, name)]


def _keep_desks(uow: UnitOfWork, alert_id: int) -> None:
    """Asked for before anything is held. Raises `NotAllowed`, `Stale`."""
    policy.require(uow.actor, Verb.END_ALERT)
    row = stored.by_id(uow.session, alert_id)
    if row is None:
        raise Stale
    desk.keep(uow, *policy.sides_of_alert(row))

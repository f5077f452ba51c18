"""Alerts: issued by a desk or a central system, sent to everybody concerned, brought to an end."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from geography.point import Point
from services import (
    alert_audiences,
    alert_boards,
    alert_deletion,
    alert_escalation,
    alert_messages,
    alert_texts,
    desk,
    policy,
)
from services.alert_audiences import Audience
from services.errors import Refusal, Stale, TextTooLong
from services.numbers import draw
from services.policy import Verb
from storage import alert_recipients, alerts, deadlines, people
from storage.alert_recipients import Held, Recipient
from storage.alerts import AlertRow, Severity, Status
from storage.audit import Deed
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from views import alerts as views
from views.language import Language
from views.message import units

TEXT_LIMIT = 2000  # UTF-16 units; place, times and buttons fit beside it in one message
LONGEST = timedelta(days=7)  # that an alert is valid


class NobodyToTell(Refusal):
    """An audience in which there is nobody."""


class NoText(Refusal):
    """An alert that says nothing in any language."""


class NotSoLong(Refusal):
    """An alert that would be over already, or valid for longer than alerts are; `days` at most."""


class AlertOver(Refusal):
    """An alert that is over; `number` says which."""


@dataclass(frozen=True)
class AlertForm:
    """A complete alert. `texts` by language tag as of `storage.alerts`; degrees, metres, UTC."""

    severity: Severity
    urgency: str
    certainty: str
    texts: dict[str, str]
    audience: Audience
    expires_at: datetime
    event: str = ""
    point: Point | None = None
    radius: float | None = None
    sector: str | None = None
    replies: bool = False
    file_key: str | None = None
    file_kind: str | None = None
    file_name: str | None = None
    cap: dict[str, Any] = field(default_factory=dict)


def issue(uow: UnitOfWork, form: AlertForm, *, shown_in: int | None = None) -> AlertRow:
    """A desk sends an alert to everybody it is for.

    `shown_in` is the message of the form just pressed: it becomes the board.
    Raises `NotAllowed`, and as `checked`.
    """
    policy.require(uow.actor, Verb.ISSUE_ALERT)
    desk.keep(uow, uow.actor.country, *form.audience.sides)
    told = checked(uow, form)
    row = draft(uow, form, side=uow.actor.country, author_id=uow.actor.id)
    return send(uow, row, told=told, shown_in=shown_in)


def checked(uow: UnitOfWork, form: AlertForm) -> list[Person]:
    """Whom it is for. Raises `NoText`, `TextTooLong`, `NotSoLong`, `NobodyToTell`."""
    said = [text for text in form.texts.values() if text.strip()]
    if not said:
        raise NoText
    if any(units(text) > TEXT_LIMIT for text in said):
        raise TextTooLong(limit=TEXT_LIMIT)
    if not uow.now < form.expires_at <= uow.now + LONGEST:
        raise NotSoLong(days=LONGEST.days)
    told = alert_audiences.members(uow, form.audience)
    if all(each.id == uow.actor.id for each in told):
        raise NobodyToTell
    return told


def draft(
    uow: UnitOfWork,
    form: AlertForm,
    *,
    side: str,
    author_id: int | None = None,
    sender_id: int | None = None,
    exercise: bool = False,
) -> AlertRow:
    """An alert that has a number and is sent to nobody yet."""
    row = row_of(form, number=draw(uow, "alert", side), side=side, now=uow.now)
    row.author_id, row.sender_id = author_id, sender_id
    row.exercise = exercise or uow.installation.exercise
    alerts.add(uow.session, row)
    told = {"severity": row.severity, "sides": row.audience["sides"]}
    uow.record(Deed.COLLECTION, _subject(row), side=side, **told)
    return row


def previewed(uow: UnitOfWork, form: AlertForm) -> AlertRow:
    """As it would go now, still without its number; kept nowhere."""
    row = row_of(form, number="…", side=uow.actor.country, now=uow.now)
    row.exercise = uow.installation.exercise
    return row


def send(
    uow: UnitOfWork,
    row: AlertRow,
    *,
    told: list[Person] | None = None,
    shown_in: int | None = None,
    former: Mapping[int, Recipient] | None = None,
) -> AlertRow:
    """Send a draft: freeze who it is for, and begin. Raises `Stale` where somebody was first.

    `told`: whom it is for, where that has just been looked up. `former`: the ledger of the edition
    it replaces, by person; whoever had that has this as well.
    """
    sent = alerts.change(uow.session, row, status=Status.ACTIVE, sent_at=uow.now)
    if sent is None:
        raise Stale
    if told is None:
        told = alert_audiences.members(uow, alert_audiences.of_json(sent.audience))
    known = {each.id for each in told}
    had = [person_id for person_id, line in (former or {}).items() if line.queued_at]
    told = [*told, *people.enrolled(uow.session, [each for each in had if each not in known])]
    add_recipients(uow, sent, told, former)
    _disclose(uow, sent)
    deadlines.set_for(uow.session, "alert-expire", str(sent.id), due_at=sent.expires_at)
    sent = alert_escalation.begin(uow, sent, told)
    alert_messages.spread(uow, sent)
    alert_boards.put(uow, sent, shown_in=shown_in)
    alert_texts.ask(uow, sent)
    return sent


def add_recipients(
    uow: UnitOfWork,
    row: AlertRow,
    told: list[Person],
    former: Mapping[int, Recipient] | None = None,
) -> None:
    """New lines of the ledger, each with the reason where something is in the way.

    Whoever wrote an alert is asked for no answer to it.
    """
    before, asked = former or {}, [each for each in told if each.id != row.author_id]
    lines = [_line(row, each, before.get(each.id or 0)) for each in asked]
    alert_recipients.add(uow.session, lines)


def _line(row: AlertRow, person: Person, before: Recipient | None) -> Recipient:
    """Whoever had the former edition gets this one off duty, too."""
    held = held_back(row, person)
    had = before is not None and before.queued_at is not None and before.held == Held.NO
    return Recipient(
        row.id or 0,
        person.id or 0,
        person.country,
        person.unit,
        Held.NO if had and held == Held.OFF_DUTY else held,
        step=row.step,  # whoever comes while it is active is reminded from the next one on
        before=before.answer if before else None,
    )


def held_back(row: AlertRow, person: Person) -> Held:
    """What keeps an alert from somebody now, if anything.

    What is of no urgency waits until they are on duty; what is not written in their language yet
    waits for its text, but never an extreme alert.
    """
    if person.telegram_id is None or person.unreachable_since:
        return Held.UNREACHABLE
    if views.is_routine(row.severity) and person.on_duty_since is None:
        return Held.OFF_DUTY
    written = views.text_for(row.texts, Language(person.language)) is not None
    return Held.NO if written or row.severity == Severity.EXTREME else Held.TEXT


def join(uow: UnitOfWork, person: Person) -> None:
    """Somebody comes on duty, into a sector, or within reach: what is active they get, too."""
    sectors = tuple(people.sectors_of(uow.session, person.id or 0))
    for row in reversed(alerts.with_status(uow.session, (Status.ACTIVE,))):
        line = alert_recipients.of_person(uow.session, row.id or 0, person.id or 0)
        audience = alert_audiences.of_json(row.audience)
        if line is None:
            if person.id == row.author_id or not alert_audiences.has(audience, person, sectors):
                continue
            add_recipients(uow, row, [person])
        elif line.queued_at:  # what was refused may be on its way again
            alert_messages.renew_boards(uow, row)
            continue
        else:
            held = held_back(row, person)
            alert_recipients.hold(uow.session, row.id or 0, [line.person_id], held)
        alert_messages.spread(uow, row)


def complete(uow: UnitOfWork, number: str, texts: dict[str, str]) -> AlertRow:
    """The text in another language: whoever waited for it gets the alert now.

    Whoever has it untranslated sees it in their language. Raises `NotAllowed`, `Stale`,
    `AlertOver`, `NoText`, `TextTooLong`.
    """
    policy.require(uow.actor, Verb.TRANSLATE_ALERT)
    row = active(uow, number)
    if not policy.may_see_alert_board(uow.actor, row):
        raise Stale
    if not all(text.strip() for text in texts.values()) or not texts:
        raise NoText
    if any(units(text) > TEXT_LIMIT for text in texts.values()):
        raise TextTooLong(limit=TEXT_LIMIT)
    whole = alerts.change(uow.session, row, texts=row.texts | texts, shown=row.shown + 1)
    if whole is None:
        raise Stale
    uow.record(Deed.ALTERATION, _subject(row), side=row.side, texts=sorted(texts))
    release_waiting(uow, whole)
    alert_messages.spread(uow, whole)
    alert_texts.refresh(uow, whole)
    return whole


def release_waiting(uow: UnitOfWork, row: AlertRow) -> None:
    """Whoever waited for a text that there is now."""
    lines = alert_recipients.of(uow.session, row.id or 0)
    waiting = [each.person_id for each in lines if each.held == Held.TEXT]
    # Of those whose access or chat has gone meanwhile, the sending finds out.
    now: dict[Held, list[int]] = {Held.NO: waiting}
    for person in people.enrolled(uow.session, waiting):
        now.setdefault(held_back(row, person), []).append(person.id or 0)
    for held, several in now.items():
        alert_recipients.hold(uow.session, row.id or 0, several, held)


def end(uow: UnitOfWork, row: AlertRow, status: Status, *, reason: str = "") -> AlertRow:
    """It is over, and its messages say so. Raises `Stale` where somebody was first."""
    ended = alerts.change(
        uow.session,
        row,
        status=status,
        shown=row.shown + 1,
        reason=reason,
        ended_at=uow.now,
        ended_by=uow.actor.id,
    )
    if ended is None:
        raise Stale
    deadlines.drop(uow.session, "alert-expire", str(row.id))
    alert_escalation.end(uow, row)
    alert_deletion.plan(uow, row)
    uow.record(Deed.ALTERATION, _subject(row), side=row.side, status=status)
    alert_recipients.call_off(uow.session, row.id or 0)
    alert_messages.spread(uow, ended)
    alert_texts.refresh(uow, ended)
    return ended


def expire(uow: UnitOfWork, alert_id: str) -> bool:
    """Its time has come; for the clock."""
    row = alerts.by_id(uow.session, int(alert_id), hold=True)
    if row and row.status == Status.ACTIVE and row.expires_at <= uow.now:
        end(uow, row, Status.EXPIRED)
    return True


def active(uow: UnitOfWork, number: str) -> AlertRow:
    """The newest edition, held. Raises `Stale` for what there is not, `AlertOver`."""
    row = alerts.by_number(uow.session, number, hold=True)
    if row is None:
        raise Stale
    if row.status != Status.ACTIVE:
        raise AlertOver(number=number)
    return row


def row_of(form: AlertForm, *, number: str, side: str, now: datetime) -> AlertRow:
    """An alert as a draft that is kept nowhere yet."""
    return AlertRow(
        number=number,
        side=side,
        status=Status.DRAFT,
        severity=form.severity,
        urgency=form.urgency,
        certainty=form.certainty,
        event=form.event,
        texts={tag: text.strip() for tag, text in form.texts.items() if text.strip()},
        audience=form.audience.as_json(),
        latitude=form.point.latitude if form.point else None,
        longitude=form.point.longitude if form.point else None,
        radius=form.radius,
        sector=form.sector,
        replies=form.replies,
        file_key=form.file_key,
        file_kind=form.file_kind,
        file_name=form.file_name,
        cap=form.cap,
        created_at=now,
        expires_at=form.expires_at,
    )


def _disclose(uow: UnitOfWork, row: AlertRow) -> None:
    """What crosses the border is told to the audit log, with what its sender decided."""
    others = [side for side in policy.sides_of_alert(row) if side != row.side]
    if others:
        uow.record(Deed.DISCLOSURE, _subject(row), side=row.side, recipients=others, reason="alert")


def _subject(row: AlertRow) -> str:
    return f"alert:{row.number}"

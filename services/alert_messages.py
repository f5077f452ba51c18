"""An alert in the chats of those it is for: sent in batches, and changed in them, too."""

from dataclasses import replace
from datetime import datetime, timedelta

from geography.point import Point
from services import notify
from storage import alert_recipients, alerts, cards, deadlines, organisation, people
from storage.alert_recipients import Answer, Held, Recipient
from storage.alerts import AlertRow, Severity, Status
from storage.outbox import Lane
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from views import alerts as views
from views import times
from views.language import Reader
from views.message import Message

# At a time. Its first batch goes with whoever sends the alert; one of these takes 20 to 40 ms, and
# Telegram takes 30 messages in a second.
FIRST = 200
CHANGED = 30  # of messages that are there already, each of which is looked up
AGAIN = timedelta(seconds=1)
NIGHT, MORNING = 22, 6  # hours by the reader's clock between which what is routine makes no sound


def subject(row: AlertRow) -> str:
    """What its messages hang on."""
    return f"alert:{row.id}"


def lane(row: AlertRow) -> Lane:
    """Extreme alerts wait behind nothing."""
    return Lane.SOS if row.severity == Severity.EXTREME else Lane.ALERT


def spread(uow: UnitOfWork, row: AlertRow) -> bool:
    """Show a batch of people the look it has now, and see to the others; whether that was all."""
    lines = alert_recipients.to_show(uow.session, row.id or 0, row.shown, FIRST)
    new = [each for each in lines if each.queued_at is None]
    changed = [each for each in lines if each.queued_at is not None][:CHANGED]
    told = _send(uow, row, new) if row.status == Status.ACTIVE else []
    _change(uow, row, changed)
    shown = [*told, *(each.person_id for each in changed)]
    alert_recipients.showed(uow.session, row.id or 0, shown, row.shown, uow.now)
    over = len(new) + len(changed) == len(lines) < FIRST
    if not over:
        deadlines.set_for(uow.session, "alert-spread", str(row.id), due_at=uow.now + AGAIN)
    look_again(uow, row)
    return over


def look_again(uow: UnitOfWork, row: AlertRow) -> None:
    """The boards of an alert follow soon."""
    deadlines.set_once(uow.session, "alert-board", row.number, due_at=uow.now + AGAIN)


def go_on(uow: UnitOfWork, alert_id: str) -> bool | timedelta:
    """The next batch; for the clock."""
    row = alerts.by_id(uow.session, int(alert_id))
    return row is None or spread(uow, row) or AGAIN


def as_read(uow: UnitOfWork, row: AlertRow) -> views.Alert:
    """An alert as whoever it is for may know it."""
    known = row.latitude is not None and row.longitude is not None
    return views.Alert(
        id=row.id or 0,
        number=row.number,
        edition=row.edition,
        side=row.side,
        status=Status(row.status),
        severity=Severity(row.severity),
        texts=row.texts,
        sent_at=row.sent_at or row.created_at,
        expires_at=row.expires_at,
        ended_at=row.ended_at,
        exercise=row.exercise,
        point=Point(row.latitude or 0, row.longitude or 0) if known else None,
        radius=row.radius,
        sector=organisation.sector_by_code(uow.session, row.sector) if row.sector else None,
        replies=row.replies,
        reason=row.reason,
        file_key=row.file_key,
        file_kind=row.file_kind,
        file_name=row.file_name,
    )


def show(
    uow: UnitOfWork, row: AlertRow, person: Person, line: Recipient, *, anew: bool = False
) -> None:
    """One person's message, as it reads after their answer; `anew`, at the end of their chat."""
    reader = notify.reader_of(person)
    shown = views.card(reader, as_read(uow, row), own=_own(line), repeated=line.reminded)
    shown = replace(shown, silent=is_quiet(row, person, uow.now))
    ends = row.expires_at if row.status == Status.ACTIVE else None
    notify.card(
        uow, person, shown, subject=subject(row), lane=lane(row), anew=anew, expires_at=ends
    )


def is_quiet(row: AlertRow, person: Person, now: datetime) -> bool:
    """Whether it comes without a sound: what is routine, in the night of its reader."""
    hour = times.local(now, person.country).hour
    return views.is_routine(row.severity) and not MORNING <= hour < NIGHT


def _send(uow: UnitOfWork, row: AlertRow, lines: list[Recipient]) -> list[int]:
    """To people who have nothing of it yet, many at once; once each whatever happens.

    Who they were: whoever has lost their access or their chat in the meantime is held back, with
    the reason, and not taken for told.
    """
    several = {each.id: each for each in people.enrolled(uow.session, [e.person_id for e in lines])}
    told = [several[each.person_id] for each in lines if each.person_id in several]
    _hold_lost(uow, row, [each.person_id for each in lines if each.person_id not in several])
    alert, looks = as_read(uow, row), dict[Reader, Message]()
    quiet = {each.id: is_quiet(row, each, uow.now) for each in told}
    for reader in {notify.reader_of(each) for each in told}:
        looks[reader] = views.card(reader, alert)
    silent = [each.id or 0 for each in told if quiet[each.id]]
    alert_recipients.silenced(uow.session, row.id or 0, silent)
    notify.first_cards(
        uow,
        [(each, replace(looks[notify.reader_of(each)], silent=quiet[each.id])) for each in told],
        subject=subject(row),
        lane=lane(row),
        expires_at=row.expires_at,
    )
    for each in told if alert.file_key else ():
        if looks[notify.reader_of(each)].attachment is None:
            _picture(uow, row, each, alert)
    return [each.id or 0 for each in told]


def _picture(uow: UnitOfWork, row: AlertRow, person: Person, alert: views.Alert) -> None:
    """What does not fit into a caption has its picture beside it."""
    reader, attached = notify.reader_of(person), views.attached(alert)
    caption = Message(views.named(reader, alert), attachment=attached)
    beside = f"alert-file:{row.id}"
    notify.picture(uow, person, caption, subject=beside, replies_to=subject(row), lane=lane(row))


def _hold_lost(uow: UnitOfWork, row: AlertRow, lost: list[int]) -> None:
    for person_id in lost:
        person = people.by_id(uow.session, person_id)
        held = Held.REVOKED if person is None or person.revoked_at else Held.UNREACHABLE
        alert_recipients.hold(uow.session, row.id or 0, person_id, held)


def _change(uow: UnitOfWork, row: AlertRow, lines: list[Recipient]) -> None:
    """What is there already: an edit, which is no news to anybody and can wait for news.

    Where it is over and has not been sent, it is not sent any more.
    """
    ended = row.status != Status.ACTIVE
    alert, urgency = as_read(uow, row), Lane.NOTICE if ended else lane(row)
    for line in lines:
        person = people.by_id(uow.session, line.person_id)
        if person is None or (ended and _called_back(uow, row, line)):
            continue
        reader = notify.reader_of(person)
        shown = views.card(reader, alert, own=_own(line), repeated=line.reminded)
        shown = replace(shown, silent=is_quiet(row, person, uow.now))
        ends = None if ended else row.expires_at
        notify.card(uow, person, shown, subject=subject(row), lane=urgency, expires_at=ends)


def _called_back(uow: UnitOfWork, row: AlertRow, line: Recipient) -> bool:
    """Whether somebody has not got it yet, and now does not get it."""
    card = cards.of_person(uow.session, subject(row), line.person_id)
    if card is not None and card.message_id is not None:
        return False
    if not cards.call_back(uow.session, subject(row), line.person_id, uow.now):
        return False  # it is being sent just now, and changed when it is there
    alert_recipients.hold(uow.session, row.id or 0, line.person_id, Held.OVER)
    return True


def _own(line: Recipient) -> views.Own | None:
    if line.answer is None or line.answered_at is None:
        return None
    return views.Own(Answer(line.answer), line.answered_at)

"""An alert in the chats of those it is for: sent in batches, and changed in them, too."""

from dataclasses import replace
from datetime import datetime, timedelta

from geography.point import Point
from services import notify
from storage import alert_recipients, alerts, cards, deadlines, organisation, people
from storage.alert_recipients import Answer, Held, Recipient
from storage.alerts import AlertRow, Severity, Status
from storage.outage import Blind
from storage.outbox import Lane
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from views import alert_endings as endings
from views import alerts as views
from views import times
from views.language import Reader
from views.message import Message

# At a time. Its first batch goes with whoever sends the alert; one of these takes 20 to 40 ms, and
# Telegram takes 30 messages in a second.
FIRST = 200
CHANGED = 30  # of messages that are there already, each of which is looked up: 100 to 200 ms
AGAIN = timedelta(seconds=1)
NIGHT, MORNING = 22, 6  # hours by the reader's clock between which what is routine makes no sound
# Ends that somebody decided on: not only shown, but told.
HEARD = frozenset({Status.CANCELLED, Status.ALL_CLEAR})


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
    renew_boards(uow, row)
    return over


def renew_boards(uow: UnitOfWork, row: AlertRow) -> None:
    """Soon, every board of it shows what is known then."""
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
        changed=tuple(row.changed),
        file_key=row.file_key,
        file_kind=row.file_kind,
        file_name=row.file_name,
    )


def show(
    uow: UnitOfWork,
    row: AlertRow,
    person: Person,
    line: Recipient,
    *,
    anew: bool = False,
    blind: Blind | None = None,
) -> None:
    """One person's message, as it reads after their answer; `anew`, at the end of their chat.

    With `blind`, once more to somebody whose tap may have been lost in that time, marked.
    """
    shown = _card(notify.reader_of(person), as_read(uow, row), line)
    notify.card(
        uow,
        person,
        replace(shown, silent=is_quiet(row, person, uow.now)),
        subject=subject(row),
        lane=lane(row),
        anew=anew,
        blind=blind,
        expires_at=row.expires_at if row.status == Status.ACTIVE else None,
    )


def ask_again(uow: UnitOfWork, row: AlertRow, line: Recipient, blind: Blind) -> None:
    """Once more to somebody whose tap may have been lost in a blind time, marked."""
    person = people.by_id(uow.session, line.person_id)
    if person:
        show(uow, row, person, line, blind=blind)


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
    alert, looks = as_read(uow, row), dict[tuple[Reader, bool], Message]()
    again = {each.person_id for each in lines if each.before}
    quiet = {each.id: is_quiet(row, each, uow.now) for each in told}
    for person in told:
        reader, confirmed = notify.reader_of(person), person.id in again
        if (reader, confirmed) not in looks:
            earlier = views.Earlier(confirmed=confirmed)
            looks[reader, confirmed] = views.card(reader, alert, earlier=earlier)
    silent = [each.id or 0 for each in told if quiet[each.id]]
    alert_recipients.silenced(uow.session, row.id or 0, silent)
    look = {each.id: looks[notify.reader_of(each), each.id in again] for each in told}
    notify.first_cards(
        uow,
        [(each, replace(look[each.id], silent=quiet[each.id])) for each in told],
        subject=subject(row),
        lane=lane(row),
        expires_at=row.expires_at,
    )
    for each in told if alert.file_key else ():
        if look[each.id].attachment is None:
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
        alert_recipients.hold(uow.session, row.id or 0, [person_id], held)


def _change(uow: UnitOfWork, row: AlertRow, lines: list[Recipient]) -> None:
    """What is there already: an edit, which is no news to anybody and can wait for news.

    Where it is over and has not been sent, it is not sent any more; who has it hears of its end.
    """
    ended = row.status != Status.ACTIVE
    until = None if ended else row.expires_at
    alert, urgency = as_read(uow, row), Lane.NOTICE if ended else lane(row)
    for line in lines:
        person = people.by_id(uow.session, line.person_id)
        if person is None or (ended and _called_back(uow, row, line)):
            continue
        reader = notify.reader_of(person)
        shown = replace(_card(reader, alert, line), silent=is_quiet(row, person, uow.now))
        notify.card(uow, person, shown, subject=subject(row), lane=urgency, expires_at=until)
        if row.status in HEARD:
            notify.notice(uow, person, endings.over(reader, alert), lane=lane(row))


def _called_back(uow: UnitOfWork, row: AlertRow, line: Recipient) -> bool:
    """Whether somebody has not got it yet, and now does not get it."""
    card = cards.of_person(uow.session, subject(row), line.person_id)
    if line.reminded or (card is not None and card.message_id is not None):
        return False  # one who was reminded has it: at most a further reminder waits
    if not cards.call_back(uow.session, subject(row), line.person_id, uow.now):
        return False  # it is being sent just now, and changed when it is there
    alert_recipients.hold(uow.session, row.id or 0, [line.person_id], Held.OVER)
    return True


def _card(reader: Reader, alert: views.Alert, line: Recipient) -> Message:
    earlier = views.Earlier(line.reminded, confirmed=line.before is not None)
    return views.card(reader, alert, own=_own(line), earlier=earlier)


def _own(line: Recipient) -> views.Own | None:
    if line.answer is None or line.answered_at is None:
        return None
    return views.Own(Answer(line.answer), line.answered_at)

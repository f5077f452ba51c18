"""What of a roster is for the other country: asked, reminded of, ended where nobody answers."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from services import confirmation_cards, policy
from services.confirmation_cards import VALID_FOR, as_text, digest, from_text
from services.roster_difference import Sorted, Step
from storage import confirmations, deadlines, people
from storage.audit import Deed
from storage.confirmations import RequestRow, State, Waiting, WaitingRow
from storage.outage import Blind
from storage.people import SIDES, Person, Role
from storage.session import Session
from storage.unit_of_work import UnitOfWork

REMIND_AFTER = timedelta(days=1)


def sorted_out(uow: UnitOfWork, file: Sequence[Step], speaks_for: str) -> Sorted:
    """Which steps of a file are taken at once, and which are for the person's own country.

    `speaks_for` is the operator's country; empty means both. A country without an enrolled
    administrator has nobody to ask: its first one could never come in otherwise.
    """
    others = [side for side in SIDES if speaks_for and side != speaks_for]
    theirs = {side: [s for s in file if s.differs and s.entry.country == side] for side in others}
    asked = {side: steps for side, steps in theirs.items() if asks(uow, side, speaks_for)}
    refused = {
        step.entry.service_number
        for side, steps in asked.items()
        for step in _refused(uow, side, steps)
    }
    left = [step for steps in asked.values() for step in steps]
    numbers = {step.entry.service_number for step in left}
    return Sorted(
        at_once=tuple(step for step in file if step.entry.service_number not in numbers),
        waiting=tuple(step for step in left if step.entry.service_number not in refused),
        refused=tuple(step for step in left if step.entry.service_number in refused),
        unasked=tuple(side for side, steps in theirs.items() if steps and side not in asked),
    )


def asks(uow: UnitOfWork, side: str, speaks_for: str) -> bool:
    """Whether what an operator brings of this side is for its administrators to confirm."""
    if not speaks_for or side == speaks_for:
        return False
    admins = people.with_role(uow.session, Role.ADMIN, side=side)
    return any(policy.may_confirm(each, side) for each in admins)


def ask(uow: UnitOfWork, found: Sorted) -> None:
    """Leave to each country what is its own, in place of what waited for the same people.

    What waits in the same words goes on waiting, and nobody is asked twice.
    """
    wanted = {digest(step.entry) for step in found.waiting}
    steps = [*found.at_once, *found.waiting, *found.refused]
    numbers = {step.entry.service_number for step in steps}
    before = [r for r in confirmations.waiting(uow.session) if r.service_number in numbers]
    kept = {row.digest for row in before if row.digest in wanted}
    new = [step for step in found.waiting if digest(step.entry) not in kept]
    added_to = {side: _add(uow, side, new) for side in {step.entry.country for step in new}}
    _close(uow, [row for row in before if row.digest not in wanted], but=added_to.values())
    for request_id in added_to.values():
        confirmation_cards.show(uow, request_id, anew=True)


def close(uow: UnitOfWork, service_number: str) -> None:
    """Whatever waits about somebody is settled."""
    waiting = confirmations.waiting(uow.session)
    _close(uow, [row for row in waiting if row.service_number == service_number])


def waiting_people(session: Session) -> dict[str, Person]:
    """Who waits, as the file has them, by service number."""
    names = ("service_number", "name", "country", "service", "unit", "language", "phone")
    entries = [from_text(row.entry) for row in confirmations.waiting(session)]
    return {
        each.service_number: Person(
            roles=frozenset(each.roles), **{name: getattr(each, name) for name in names}
        )
        for each in entries
    }


def decide(
    uow: UnitOfWork,
    request: RequestRow,
    rows: Sequence[Waiting],
    state: State,
    *,
    near: int = 0,
    anew: bool = False,
) -> None:
    """Written down, and shown to every administrator of the side."""
    ids, request_id = [row.id for row in rows], request.id or 0
    if ids:
        confirmations.decide(uow.session, ids, state, uow.now, by=uow.actor.id)
        subject = f"confirmation:{request_id}"
        uow.record(Deed.ALTERATION, subject, side=request.side, state=str(state), rows=ids)
    confirmation_cards.show(uow, request_id, near=near, anew=anew)


def ask_again(uow: UnitOfWork, blind: Blind, since: datetime) -> None:
    """Whoever has waited since then at the earliest is put to the same administrators again."""
    waiting = [row for row in confirmations.waiting(uow.session) if row.asked_at >= since]
    for request_id in sorted({row.request_id for row in waiting}):
        confirmation_cards.show(uow, request_id, blind=blind)


def remind(uow: UnitOfWork, subject: str) -> bool | timedelta:
    """Once a day, while anybody waits; for the clock."""
    request_id = int(subject)
    if not any(row.asked_at + VALID_FOR > uow.now for row in _waiting(uow, request_id)):
        return True
    confirmation_cards.show(uow, request_id, anew=True)
    return REMIND_AFTER


def expire(uow: UnitOfWork, subject: str) -> bool:
    """Who has waited too long waits no more, and the card says so; for the clock."""
    request_id = int(subject.partition(":")[0])
    request, rows = confirmations.request_by_id(uow.session, request_id), _waiting(uow, request_id)
    due = [row for row in rows if row.asked_at + VALID_FOR <= uow.now]
    if request and due:
        decide(uow, request, due, State.EXPIRED, anew=True)
    return True


def _waiting(uow: UnitOfWork, request_id: int) -> list[Waiting]:
    return confirmations.waiting(uow.session, request_id)


def _refused(uow: UnitOfWork, side: str, steps: Sequence[Step]) -> list[Step]:
    before = confirmations.refused(uow.session, side)
    return [step for step in steps if digest(step.entry) in before]


def _add(uow: UnitOfWork, side: str, steps: Sequence[Step]) -> int:
    """More for the administrators of a side: on the card they have, if anybody on it waits yet."""
    request = confirmations.open_request(uow.session, side)
    theirs = [step.entry for step in steps if step.entry.country == side]
    if request:
        confirmations.renew(uow.session, request.id or 0)
        version = request.version + 1
    else:
        request, version = confirmations.begin(uow.session, side, uow.now), 1
        due_at = uow.now + REMIND_AFTER
        deadlines.set_for(uow.session, "confirmation-remind", str(request.id), due_at=due_at)
    request_id = request.id or 0
    rows = [
        WaitingRow(
            request_id=request_id,
            service_number=each.service_number,
            digest=digest(each),
            entry=as_text(each),
            state=State.WAITING,
            asked_at=uow.now,
        )
        for each in theirs
    ]
    confirmations.add(uow.session, rows)
    subject, due_at = f"{request_id}:{version}", uow.now + VALID_FOR
    deadlines.set_for(uow.session, "confirmation-expire", subject, due_at=due_at)
    uow.record(Deed.COLLECTION, f"confirmation:{request_id}", side=side, people=len(rows))
    return request_id


def _close(uow: UnitOfWork, rows: Sequence[Waiting], but: Collection[int] = ()) -> None:
    """These wait no more; cards of `but` are not shown, for more is added to them."""
    confirmations.decide(uow.session, [row.id for row in rows], State.CLOSED, uow.now, by=None)
    for request_id in sorted({row.request_id for row in rows} - set(but)):
        confirmation_cards.show(uow, request_id)

"""An administrator confirms or refuses people of their country whom a roster brings."""

from collections.abc import Sequence
from typing import NoReturn

from services import confirmation_cards, confirmation_requests, policy, roster_changes
from services.confirmation_cards import from_text
from services.errors import AlreadyDecided, Stale
from services.policy import Verb
from services.roster_difference import beside
from services.roster_rules import held_back
from storage import confirmations, people
from storage.confirmations import RequestRow, State, Waiting
from storage.duty import Matter
from storage.people import Person
from storage.unit_of_work import UnitOfWork


def turn_page(uow: UnitOfWork, request_id: int, near: int) -> None:
    """Show the actor the page on which a row stands. Raises `NotAllowed`, `Stale`."""
    request = _held(uow, request_id)
    confirmation_cards.show_to(uow, uow.actor, request, near=near)


def ask_again(uow: UnitOfWork, request_id: int, version: int, *, confirm: bool) -> None:
    """Whether the actor means all. Raises `NotAllowed`, `Stale`, `AlreadyDecided`."""
    request, _rows = _all(uow, request_id, version)
    confirmation_cards.make_sure(uow, request, confirm=confirm)


def confirm(uow: UnitOfWork, row_id: int) -> None:
    """Let one person's row come in. Raises `NotAllowed`, `Stale`, `AlreadyDecided`.

    Where a rule of the roster is against it the row goes on waiting, and the card says why.
    """
    request, row = _one(uow, row_id)
    _bring_in(uow, request, [row], near=row_id)


def refuse(uow: UnitOfWork, row_id: int) -> None:
    """The roster stays as it is for one person. Raises `NotAllowed`, `Stale`, `AlreadyDecided`."""
    request, row = _one(uow, row_id)
    confirmation_requests.decide(uow, request, [row], State.REFUSED, near=row_id)


def confirm_all(uow: UnitOfWork, request_id: int, version: int) -> None:
    """As `confirm`, for all who wait; those whom a rule holds back go on waiting."""
    request, rows = _all(uow, request_id, version)
    _bring_in(uow, request, rows)


def refuse_all(uow: UnitOfWork, request_id: int, version: int) -> None:
    """As `refuse`, for all who wait."""
    request, rows = _all(uow, request_id, version)
    confirmation_requests.decide(uow, request, rows, State.REFUSED)


def waiting(uow: UnitOfWork, person: Person) -> list[Matter]:
    """What waits for an administrator."""
    request = _open(uow, person)
    if request is None:
        return []
    rows = confirmations.waiting(uow.session, request.id or 0)
    since, many = min(row.asked_at for row in rows), str(len(rows))
    return [Matter("confirmation", str(request.id), "", "", since, label=many)]


def bring(uow: UnitOfWork, person: Person, number: str) -> None:
    """Put the card at the end of somebody's chat. Raises `Stale` where it is not theirs."""
    request = _open(uow, person)
    if request is None or str(request.id) != number:
        raise Stale
    confirmation_cards.show_to(uow, person, request, anew=True)


def _open(uow: UnitOfWork, person: Person) -> RequestRow | None:
    """What somebody may decide on now."""
    if not policy.may_confirm(person, person.country):
        return None
    return confirmations.open_request(uow.session, person.country)


def _held(uow: UnitOfWork, request_id: int) -> RequestRow:
    policy.require(uow.actor, Verb.CONFIRM_PEOPLE)
    request = confirmations.request_by_id(uow.session, request_id)
    if request is None or not policy.may_confirm(uow.actor, request.side):
        raise Stale  # the same answer for what does not exist and what is not theirs
    return request


def _one(uow: UnitOfWork, row_id: int) -> tuple[RequestRow, Waiting]:
    """A row that waits for the actor."""
    policy.require(uow.actor, Verb.CONFIRM_PEOPLE)
    request = _held(uow, confirmations.request_of(uow.session, row_id) or 0)
    rows = confirmations.rows_of(uow.session, request.id or 0)
    row = next(each for each in rows if each.id == row_id)
    if row.state != State.WAITING:
        _too_late(uow, [row])
    return request, row


def _all(uow: UnitOfWork, request_id: int, version: int) -> tuple[RequestRow, list[Waiting]]:
    """All who wait, where none has been added since the actor saw them."""
    request = _held(uow, request_id)
    rows = confirmations.waiting(uow.session, request.id or 0)
    if not rows:
        _too_late(uow, confirmations.rows_of(uow.session, request_id))
    if request.version != version:
        raise Stale
    return request, rows


def _too_late(uow: UnitOfWork, rows: Sequence[Waiting]) -> NoReturn:
    """Raise `AlreadyDecided` with the name of whoever was last, or `Stale` where nobody was."""
    decided = [
        (row.decided_at, row.decided_by) for row in rows if row.decided_at and row.decided_by
    ]
    by = people.by_id(uow.session, max(decided)[1]) if decided else None
    if by is None:
        raise Stale
    raise AlreadyDecided(name=by.name)


def _bring_in(
    uow: UnitOfWork, request: RequestRow, rows: Sequence[Waiting], *, near: int = 0
) -> None:
    """As an ordinary import would, but on the actor's behalf."""
    known = {person.service_number: person for person in people.roster(uow.session)}
    entries = {row.service_number: from_text(row.entry) for row in rows}
    held = held_back(list(entries.values()), known)
    free = [each for number, each in entries.items() if number not in held]
    roster_changes.carry_out(uow, beside(uow.session, free, known))
    for row in rows:
        if row.service_number in held:
            confirmations.hold_back(uow.session, row.id, held[row.service_number])
    brought = [row for row in rows if row.service_number not in held]
    confirmation_requests.decide(uow, request, brought, State.CONFIRMED, near=near)

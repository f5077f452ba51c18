"""The card of people who wait for their country: kept current for each of its administrators."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta

from services import notify, policy
from services.roster_difference import Step, beside
from services.roster_file import Entry
from storage import confirmations, people
from storage.confirmations import RequestRow, State, Waiting
from storage.outage import Blind
from storage.people import Person, Role
from storage.unit_of_work import UnitOfWork
from views import confirmations as views
from views.confirmations import Decision, Line, Request

VALID_FOR = timedelta(days=14)

_COLUMNS = ("name", "service", "unit", "sectors", "roles", "language", "phone")
_OF_NEW = _COLUMNS[1:]  # their name stands above


def as_text(entry: Entry) -> str:
    """What a file says of somebody, to be kept."""
    return json.dumps(asdict(entry), ensure_ascii=True, sort_keys=True)


def from_text(text: str) -> Entry:
    """What was kept."""
    values = json.loads(text)
    roles = tuple(Role(each) for each in values["roles"])
    return Entry(**values | {"sectors": tuple(values["sectors"]), "roles": roles})


def digest(entry: Entry) -> str:
    """The same for the same words about somebody, wherever they stand in a file."""
    said = json.dumps(asdict(entry) | {"line": 0}, ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def show(
    uow: UnitOfWork,
    request_id: int,
    *,
    near: int = 0,
    anew: bool = False,
    blind: Blind | None = None,
) -> None:
    """To every administrator of the side; whoever acts stays at the row `near`.

    `blind` as of `notify.card`.
    """
    request = confirmations.request_by_id(uow.session, request_id)
    if request is None:
        return
    looked_up = _look_up(uow, request)
    for admin in people.with_role(uow.session, Role.ADMIN, side=request.side):
        if policy.may_confirm(admin, request.side):
            at = near if admin.id == uow.actor.id else 0
            message = views.card(notify.reader_of(admin), looked_up, near=at)
            subject = _subject(request)
            notify.card(uow, admin, message, subject=subject, anew=anew, blind=blind)


def show_to(
    uow: UnitOfWork, admin: Person, request: RequestRow, *, near: int = 0, anew: bool = False
) -> None:
    """To one administrator."""
    message = views.card(notify.reader_of(admin), _look_up(uow, request), near=near)
    notify.card(uow, admin, message, subject=_subject(request), anew=anew)


def make_sure(uow: UnitOfWork, request: RequestRow, *, confirm: bool) -> None:
    """The actor's card asks whether all is meant."""
    reader = notify.reader_of(uow.actor)
    message = views.sure(reader, _look_up(uow, request), confirm=confirm)
    notify.card(uow, uow.actor, message, subject=_subject(request))


def _subject(request: RequestRow) -> str:
    return f"confirmation:{request.id}"


def _look_up(uow: UnitOfWork, request: RequestRow) -> Request:
    """Everything the card tells, as the roster stands now."""
    rows = confirmations.rows_of(uow.session, request.id or 0)
    waiting = [row for row in rows if row.state == State.WAITING]
    known = {person.service_number: person for person in people.roster(uow.session)}
    steps = beside(uow.session, [from_text(row.entry) for row in waiting], known)
    numbers = {row.id: number for number, row in enumerate(rows, 1)}
    sectors = people.sectors(uow.session)
    return Request(
        id=request.id or 0,
        version=request.version,
        lines=tuple(
            _line(
                row,
                numbers[row.id],
                step,
                sectors.get(step.before.id or 0, ()) if step.before else (),
            )
            for row, step in zip(waiting, steps, strict=True)
        ),
        decisions=tuple(_decisions(uow, rows)),
        ends_at=min((row.asked_at for row in waiting), default=uow.now) + VALID_FOR,
    )


def _line(row: Waiting, number: int, step: Step, sectors: Sequence[str]) -> Line:
    before = step.before
    names = ("service_number", *_COLUMNS)
    was = None
    if before:
        # The language of the roster, not the one that somebody has chosen in the chat since.
        own = {
            "sectors": tuple(sectors),
            "roles": tuple(sorted(before.roles)),
            "language": before.roster_language or before.language,
        }
        was = {name: own[name] if name in own else getattr(before, name) for name in names}
    return Line(
        id=row.id,
        number=number,
        after={name: getattr(step.entry, name) for name in names},
        before=was,
        columns=step.columns if before else _OF_NEW,
        revoked=before is not None and before.revoked_at is not None,
        unbinds=step.unbinds and before is not None and before.telegram_id is not None,
        broken=row.broken,
    )


def _decisions(uow: UnitOfWork, rows: Sequence[Waiting]) -> list[Decision]:
    """Whoever decided, each with what they decided about whom, in the order of the states."""
    by: dict[tuple[State, int], list[str]] = {}
    for row in rows:
        if row.state != State.WAITING:
            by.setdefault((State(row.state), row.decided_by or 0), []).append(row.service_number)
    order = list(State)
    found = sorted(by.items(), key=lambda each: (order.index(each[0][0]), each[0][1]))
    names = {person_id: people.by_id(uow.session, person_id) for (_state, person_id), _ in found}
    return [
        Decision(state, named.name if (named := names[person_id]) else "", tuple(numbers))
        for (state, person_id), numbers in found
    ]

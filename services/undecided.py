"""Requests for access that wait: before the administrators of their side until one decides."""

from datetime import timedelta

from services import notify, policy
from services.errors import Stale
from services.policy import Verb
from storage import approvals, deadlines, people
from storage.approvals import ApprovalRow, State
from storage.duty import Matter
from storage.outage import Blind
from storage.people import Person, Role
from storage.unit_of_work import UnitOfWork
from views import approvals as views

# Somebody may be standing beside the desk, waiting; later it is for whoever has overlooked it.
FIRST_AGAIN = timedelta(minutes=30)
THEN_EVERY = timedelta(days=1)
_AGAIN = "approval-remind"


def deciders(uow: UnitOfWork, person: Person) -> list[Person]:
    """The administrators who may decide whether an account becomes this person."""
    admins = people.with_role(uow.session, Role.ADMIN, side=person.country)
    return [each for each in admins if policy.may_decide_enrolment(each, person)]


def ask(uow: UnitOfWork, row: ApprovalRow, person: Person, admins: list[Person]) -> None:
    """Put a new request before the administrators, and again later if nobody decides."""
    for each in admins:
        show(uow, each, row, person)
    deadlines.set_for(uow.session, _AGAIN, str(row.id), due_at=uow.now + FIRST_AGAIN)


def settle(uow: UnitOfWork, row: ApprovalRow) -> None:
    """It is decided: nobody is asked again."""
    deadlines.drop(uow.session, _AGAIN, str(row.id))


def remind(uow: UnitOfWork, subject: str) -> bool | timedelta:
    """Nobody has decided: before every administrator once more; for the clock."""
    row = approvals.by_id(uow.session, int(subject), hold=True)
    person = people.by_id(uow.session, row.person_id) if row else None
    if row is None or person is None or not _waits(row, person):
        return True
    for each in deciders(uow, person):
        show(uow, each, row, person, anew=True)
    return THEN_EVERY


def waiting(uow: UnitOfWork, admin: Person) -> list[Matter]:
    """What an administrator may decide, oldest first."""
    if not policy.allows(admin, Verb.DECIDE_ENROLMENT):
        return []
    rows = approvals.waiting_at(uow.session, admin.country)
    asked = [(row, people.by_id(uow.session, row.person_id)) for row in rows]
    return [
        _matter(row, person)
        for row, person in asked
        if person and _waits(row, person) and policy.may_decide_enrolment(admin, person)
    ]


def bring(uow: UnitOfWork, admin: Person, number: str) -> None:
    """Put a request at the end of somebody's chat. Raises `Stale` where it is not theirs."""
    for matter in waiting(uow, admin):
        row = approvals.by_id(uow.session, int(number)) if matter.number == number else None
        person = people.by_id(uow.session, row.person_id) if row else None
        if row and person:
            show(uow, admin, row, person, anew=True)
            return
    raise Stale


def show(
    uow: UnitOfWork,
    admin: Person,
    row: ApprovalRow,
    person: Person,
    *,
    anew: bool = False,
    blind: Blind | None = None,
) -> None:
    """How a request looks to an administrator now; `anew` and `blind` as of `notify.card`."""
    by = people.by_id(uow.session, row.decided_by) if row.decided_by else None
    message = views.request(notify.reader_of(admin), row, person, decided_by=by.name if by else "")
    notify.card(uow, admin, message, subject=subject_of(row), anew=anew, blind=blind)


def subject_of(row: ApprovalRow) -> str:
    """What its cards and audit entries hang at."""
    return f"approval:{row.id}"


def _waits(row: ApprovalRow, person: Person) -> bool:
    """Whether there is anything to decide: whoever is revoked comes in by no approval."""
    return row.state == State.WAITING and person.revoked_at is None


def _matter(row: ApprovalRow, person: Person) -> Matter:
    return Matter(
        feature="approval",
        number=str(row.id),
        what="",
        state="",
        since=row.asked_at,
        label=person.service_number,
    )

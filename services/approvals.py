"""Let somebody in whose proof failed, once an administrator of their side has approved it."""

from dataclasses import replace
from datetime import datetime, timedelta

from services import enrolment, notify, policy, undecided
from services.enrolment import UsedCode, WrongPhone
from services.errors import AlreadyDecided, Refusal, Stale
from services.policy import Verb
from storage import approvals, cards, drafts, people
from storage import enrolment as invites
from storage.approvals import ApprovalRow, Reason, State
from storage.audit import Deed
from storage.outage import Blind
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from views import approvals as views

# A refused account asks nobody again until then.
AFTER_REFUSAL = timedelta(days=1)
_LONGEST_ACCOUNT, _LONGEST_PHONE = 200, 40


class WaitsForApproval(Refusal):
    """The account has asked, and nobody has decided yet."""


class AccessRefused(Refusal):
    """An administrator has refused this account."""


def begin(uow: UnitOfWork, typed: str, account: str) -> int | None:
    """The invitation of a code, its phone to be proved; None where an administrator is asked.

    `account` is what Telegram calls the sender. Raises as `enrolment.check_code`, and
    `WaitsForApproval`, `AccessRefused`.
    """
    try:
        invite, person = enrolment.check_code(uow, typed)
    except UsedCode:
        invited = enrolment.whose(uow, typed)
        if invited is None or not _ask(uow, invited, Reason.USED_CODE, account=account):
            raise
        return None
    # Without an administrator the phone is the proof: the first one could not come in otherwise.
    by_approval = uow.installation.approval
    if by_approval and _ask(uow, person, Reason.APPROVAL, account=account):
        return None
    return invite.id


def prove_by_phone(
    uow: UnitOfWork, invite_id: int, phone: str, owner: int | None, *, account: str
) -> None:
    """As `enrolment.prove_by_phone`, but where the phone is wrong an administrator is asked.

    Raises `WrongPhone` only where there is none, and `WaitsForApproval`, `AccessRefused`.
    """
    person = enrolment.invited(uow, invite_id)
    try:
        enrolled = enrolment.prove_by_phone(uow, invite_id, phone, owner)
    except WrongPhone as failed:
        if not _ask(uow, person, Reason.WRONG_PHONE, account=account, phone=phone):
            raise
        failed.outlive(uow)
    else:
        _close_others(uow, enrolled, uow.chat_id)


def must_not_wait(uow: UnitOfWork) -> None:
    """Raise `WaitsForApproval` where the sender's account has asked for access."""
    if approvals.waiting_of(uow.session, uow.chat_id):
        raise WaitsForApproval


def approve(uow: UnitOfWork, approval_id: int) -> None:
    """Let the account in as this person. Raises `NotAllowed`, `Stale`, `AlreadyDecided`.

    An approval stands although the code has expired meanwhile.
    """
    row, person = _to_decide(uow, approval_id)
    bound = people.ever_by_telegram(uow.session, row.telegram_id)
    if person.revoked_at or (bound and bound.id != person.id):
        _decided(uow, row, State.CLOSED)
        return
    _decided(uow, row, State.APPROVED)
    form = drafts.open_for(uow.session, row.telegram_id)
    if form:
        drafts.close(uow.session, form, drafts.State.DONE, uow.now)
    invites.withdraw_invites(uow.session, person.id or 0, uow.now)
    enrolment.let_in(uow, person, row.telegram_id, proof="approval")
    _close_others(uow, person, row.telegram_id)


def refuse(uow: UnitOfWork, approval_id: int) -> None:
    """Do not let the account in. Raises `NotAllowed`, `Stale`, `AlreadyDecided`."""
    row, person = _to_decide(uow, approval_id)
    _decided(uow, row, State.REFUSED)
    outside = replace(person, id=None, telegram_id=row.telegram_id, revoked_at=None)
    notify.notice(uow, outside, views.refused(notify.reader_of(person)))


def ask_again(uow: UnitOfWork, blind: Blind, since: datetime) -> None:
    """Requests since then that nobody has decided are put to the same administrators again."""
    for row in approvals.undecided(uow.session, since):
        person = people.by_id(uow.session, row.person_id)
        if person and not person.revoked_at:
            _refresh(uow, row, person, blind)


def _ask(uow: UnitOfWork, person: Person, reason: Reason, *, account: str, phone: str = "") -> bool:
    """Ask the administrators of the person's side; False where there is none to ask."""
    admins = undecided.deciders(uow, person)
    if not admins or person.revoked_at:
        return False
    must_not_wait(uow)
    if approvals.refused_since(uow.session, uow.chat_id, uow.now - AFTER_REFUSAL):
        raise AccessRefused
    row = ApprovalRow(
        person_id=person.id or 0,
        telegram_id=uow.chat_id,
        account=account[:_LONGEST_ACCOUNT],
        phone=phone[:_LONGEST_PHONE],
        reason=reason,
        state=State.WAITING,
        asked_at=uow.now,
    )
    row.id = approvals.add(uow.session, row)
    subject, detail = undecided.subject_of(row), {"person": person.id, "reason": str(reason)}
    uow.record(Deed.COLLECTION, subject, side=person.country, **detail)
    undecided.ask(uow, row, person, admins)
    notify.reply(uow, views.waiting(notify.reader_of(person)))
    return True


def _to_decide(uow: UnitOfWork, approval_id: int) -> tuple[ApprovalRow, Person]:
    policy.require(uow.actor, Verb.DECIDE_ENROLMENT)
    row = approvals.by_id(uow.session, approval_id, hold=True)
    person = people.by_id(uow.session, row.person_id) if row else None
    if row is None or person is None or not policy.may_decide_enrolment(uow.actor, person):
        raise Stale
    if row.state == State.WAITING:
        return row, person
    by = people.by_id(uow.session, row.decided_by) if row.decided_by else None
    if by is None:
        raise Stale
    raise AlreadyDecided(name=by.name)


def _decided(uow: UnitOfWork, row: ApprovalRow, state: State) -> None:
    """Written down, and shown to every administrator who was asked."""
    if not approvals.decide(uow.session, row, state, uow.now, by=uow.actor.id):
        raise Stale
    undecided.settle(uow, row)
    person = people.by_id(uow.session, row.person_id)
    decided = approvals.by_id(uow.session, row.id or 0)
    if person is None or decided is None:
        return
    details = {"person": person.id, "state": str(state)}
    uow.record(Deed.ROLES, undecided.subject_of(row), side=person.country, **details)
    _refresh(uow, decided, person)


def _refresh(uow: UnitOfWork, row: ApprovalRow, person: Person, blind: Blind | None = None) -> None:
    for card in cards.of(uow.session, undecided.subject_of(row)):
        admin = people.by_id(uow.session, card.person_id)
        if admin and policy.may_decide_enrolment(admin, person):
            undecided.show(uow, admin, row, person, blind=blind)


def _close_others(uow: UnitOfWork, person: Person, account: int) -> None:
    """Whoever else waits to be this person, and whatever else the account waits for, is settled."""
    waiting = {
        row.id: row
        for row in (
            *approvals.waiting_for(uow.session, person.id or 0),
            *approvals.waiting_of(uow.session, account),
        )
    }
    for row in waiting.values():
        _decided(uow, row, State.CLOSED)

"""Let invited people in, once they have proved who they are, and put out whom it must."""

import hashlib
import math
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from services import duty, introduction, notify, phones, profile
from services.errors import Refusal
from storage import enrolment, outbox, people
from storage.audit import Deed
from storage.enrolment import InviteRow
from storage.outbox import Lane
from storage.people import Person
from storage.unit_of_work import UnitOfWork, Written
from views import enrolment as views

# 32 signs that cannot be taken for one another, so 16 of them are 80 bits and can be read aloud.
_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_SIGNS = 16
VALID_FOR = timedelta(days=14)
TRIES, BRAKE = 5, timedelta(hours=1)


class WrongCode(Refusal):
    """A code nobody has; it counts against the account that tried it."""

    def outlive(self, uow: UnitOfWork) -> None:
        """The try is remembered although it failed."""
        enrolment.count_wrong(uow.session, uow.chat_id, uow.now)
        uow.record(Deed.REFUSAL, f"telegram:{uow.chat_id}", reason="wrong code")


class TooManyCodes(Refusal):
    """The account must wait; `minutes` says how long."""


class UsedCode(Refusal):
    """An invitation used, withdrawn or expired."""


class ForeignContact(Refusal):
    """Somebody else's contact."""


class PhoneByButton(Refusal):
    """A number was typed, or the key sent only its label: nothing that proves anything."""


class WrongPhone(Refusal):
    """Not the telephone number of the roster."""

    def outlive(self, uow: UnitOfWork) -> None:
        """Whoever holds another's invitation leaves a trace."""
        uow.record(Deed.REFUSAL, f"telegram:{uow.chat_id}", reason="wrong phone")


class BoundAccount(Refusal):
    """The Telegram account is another enrolled person's."""


def new_code() -> str:
    """A code that nobody can guess; it is worth nothing until somebody is invited with it."""
    return "".join(secrets.choice(_SIGNS) for _ in range(CODE_SIGNS))


def invite(uow: UnitOfWork, person_id: int, code: str = "") -> tuple[str, datetime]:
    """A one-time code for a person, kept as a hash only, and when it expires (UTC).

    A new code, unless one of `new_code` is given that was written down before.
    """
    code = code or new_code()
    return code, invite_all(uow, {person_id: code})


def invite_all(uow: UnitOfWork, codes: Mapping[int, str]) -> datetime:
    """As `invite`, for many at once: codes of `new_code` by person; when they expire."""
    expires_at = uow.now + VALID_FOR
    hashes = {person_id: _hash(code) for person_id, code in codes.items()}
    enrolment.add_invites(uow.session, hashes, now=uow.now, expires_at=expires_at)
    until: dict[str, object] = {"invited_until": expires_at.isoformat()}
    uow.record_all(Written(Deed.ROLES, f"person:{each}", None, until) for each in codes)
    return expires_at


def looks_like_code(typed: str) -> bool:
    """Whether a text can be a code, however it was copied."""
    code = _plain(typed)
    return len(code) == CODE_SIGNS and set(code) <= set(_SIGNS)


def check_code(uow: UnitOfWork, typed: str) -> tuple[InviteRow, Person]:
    """The usable invitation of this code and whom it is for; it is not used up yet.

    Raises `TooManyCodes`, `WrongCode`, `UsedCode`.
    """
    _brake(uow)
    found = enrolment.invite_by_hash(uow.session, _hash(_plain(typed)))
    if found is None:
        raise WrongCode
    return found, _usable(uow, found)


def must_be_own(uow: UnitOfWork, typed: str) -> None:
    """Whether somebody enrolled may open this invitation. Raises `BoundAccount` for another's.

    Their own, spent long ago, is the link that Telegram keeps above the chat.
    """
    found = enrolment.invite_by_hash(uow.session, _hash(_plain(typed)))
    if found and found.person_id != uow.actor.id:
        raise BoundAccount


def whose(uow: UnitOfWork, typed: str) -> Person | None:
    """Whom the invitation of a code is or was for."""
    found = enrolment.invite_by_hash(uow.session, _hash(_plain(typed)))
    return people.by_id(uow.session, found.person_id) if found else None


def invited(uow: UnitOfWork, invite_id: int) -> Person:
    """Whom a started enrolment is for. Raises `UsedCode` where its invitation has run out."""
    found = enrolment.invite_by_id(uow.session, invite_id)
    if found is None:
        raise UsedCode
    return _usable(uow, found)


def prove_by_phone(uow: UnitOfWork, invite_id: int, phone: str, owner: int | None) -> Person:
    """Enrol the sender, whose own shared contact must be the invited person's.

    The code is used up only here. Raises `UsedCode`, `ForeignContact`, `WrongPhone`,
    `BoundAccount`.
    """
    person = invited(uow, invite_id)
    if owner != uow.chat_id:
        raise ForeignContact
    if phones.shared(phone, person.country) != person.phone:
        raise WrongPhone
    bound = people.ever_by_telegram(uow.session, uow.chat_id)
    if bound and bound.id != person.id:
        raise BoundAccount
    if not enrolment.consume(uow.session, invite_id, uow.now):
        raise UsedCode
    return let_in(uow, person, uow.chat_id, proof="phone")


def let_in(uow: UnitOfWork, person: Person, account: int, *, proof: str) -> Person:
    """Bind a Telegram account to a person, whose proof has been given, and greet them there."""
    person_id = person.id or 0
    people.change(
        uow.session, person_id, telegram_id=account, enrolled_at=uow.now, unreachable_since=None
    )
    if person.telegram_id and person.telegram_id != account:
        _leave(uow, person)
    enrolled = people.by_id(uow.session, person_id) or person
    uow.record(Deed.SIGN_IN, f"person:{person_id}", side=person.country, proof=proof)
    # As urgent as the test alarm, which would overtake it otherwise.
    welcome = views.welcome(notify.reader_of(enrolled), enrolled)
    notify.notice(uow, enrolled, welcome, lane=Lane.ALERT)
    introduction.sound(uow, enrolled)
    profile.offer_commands(uow, enrolled)
    return enrolled


def revoke(uow: UnitOfWork, person: Person) -> None:
    """Take a person's access away: from their next update on, nothing works, nothing is sent."""
    person_id = person.id or 0
    duty.taken_off(uow, person_id)
    people.change(uow.session, person_id, revoked_at=uow.now, on_duty_since=None)
    enrolment.withdraw_invites(uow.session, person_id, uow.now)
    outbox.cancel(uow.session, uow.now, reason="access withdrawn", person_id=person_id)
    profile.take_commands(uow, person.telegram_id)
    uow.record(Deed.ROLES, f"person:{person_id}", side=person.country, revoked=True)


def _leave(uow: UnitOfWork, before: Person) -> None:
    """The account somebody had before, which they have just changed for another, is nobody's.

    Only now: what is being sent meanwhile looks at whose account it is before it waits once more.
    """
    moved = "moved to another account"
    outbox.cancel(uow.session, uow.now, reason=moved, chat_id=before.telegram_id)
    notify.notice(uow, replace(before, id=None), views.moved_elsewhere(notify.reader_of(before)))
    profile.take_commands(uow, before.telegram_id)


def _brake(uow: UnitOfWork) -> None:
    """Until the oldest of the last few wrong codes is an hour old, no code is looked at."""
    tried = enrolment.wrong_since(uow.session, uow.chat_id, uow.now - BRAKE)
    if len(tried) >= TRIES:
        left = tried[-TRIES] + BRAKE - uow.now
        raise TooManyCodes(minutes=math.ceil(left.total_seconds() / 60))


def _usable(uow: UnitOfWork, found: InviteRow) -> Person:
    person = people.by_id(uow.session, found.person_id)
    spent = found.used_at or found.withdrawn_at or found.expires_at <= uow.now
    if person is None or spent or person.revoked_at:
        raise UsedCode
    return person


def _plain(typed: str) -> str:
    """A code without the signs that copying and typing put between its own."""
    return "".join(sign for sign in typed if sign.isalnum()).upper()


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()

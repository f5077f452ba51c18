"""Which central systems may put alerts in, and within which bounds: the operator decides."""

import hashlib
import re
import secrets
from dataclasses import dataclass

from services.csv_file import FileRefused
from storage import senders
from storage.alerts import Severity
from storage.audit import Deed
from storage.people import SIDES
from storage.senders import Mode, SenderRow
from storage.unit_of_work import UnitOfWork

SendersRefused = FileRefused  # the same, where a sender is refused for what the database holds

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")


@dataclass(frozen=True)
class SenderForm:
    """What a sender is and may do; as `storage.senders.SenderRow` says."""

    name: str
    country: str
    cap_sender: str | None = None
    audience: tuple[str, ...] = SIDES
    ceiling: Severity = Severity.EXTREME
    mode: Mode = Mode.SEND
    exercise: bool = False


def new_token() -> str:
    """A bearer token of 256 random bits; whoever has it is the sender."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """What is kept of a token. It is too random to be guessed, so that no slow hash is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def add(uow: UnitOfWork, form: SenderForm, token_hash: str) -> None:
    """Let a system send; one that was revoked may again, with a new token and what is said now.

    Raises `SendersRefused`.
    """
    known = senders.by_name(uow.session, form.name, hold=True)
    if faults := [*_faults(form, known)]:
        raise SendersRefused(*faults)
    row = SenderRow(
        id=known.id if known else None,
        name=form.name,
        country=form.country,
        cap_sender=form.cap_sender,
        audience=[side for side in SIDES if side in form.audience],
        ceiling=form.ceiling,
        mode=form.mode,
        exercise=form.exercise,
        token_hash=token_hash,
        created_at=uow.now,
    )
    senders.put(uow.session, row)
    may = {"audience": row.audience, "ceiling": row.ceiling, "mode": row.mode}
    bound = {"cap_sender": row.cap_sender, "exercise": row.exercise}
    uow.record(Deed.ROLES, _subject(form.name), side=form.country, **may, **bound)


def revoke(uow: UnitOfWork, name: str) -> bool:
    """Let a system send no more; whether it could until now. Raises `SendersRefused`."""
    known = senders.by_name(uow.session, name, hold=True)
    if known is None or known.id is None:
        raise SendersRefused(f"There is no sender {name}; straja senders list shows all.")
    if known.revoked_at:
        return False
    senders.revoke(uow.session, known.id, uow.now)
    uow.record(Deed.ROLES, _subject(name), side=known.country, revoked=True)
    return True


def _faults(form: SenderForm, known: SenderRow | None) -> list[str]:
    faults = []
    if not _NAME.fullmatch(form.name):
        faults.append("A sender's name is 1 to 60 of A-Z a-z 0-9 . _ and -.")
    if form.country not in SIDES or not form.audience or set(form.audience) - set(SIDES):
        faults.append("Countries are RO and RS.")
    if form.cap_sender is not None and re.search(r"[\s,<&]", form.cap_sender or " "):
        faults.append("CAP's <sender> may hold no space, comma, < or &, and is not empty.")
    if known and known.revoked_at is None:
        faults.append(f"There is a sender {form.name} already; revoke it first.")
    if known and known.country != form.country:
        faults.append(f"{form.name} belonged to {known.country}; choose another name.")
    return faults


def _subject(name: str) -> str:
    return f"sender:{name}"

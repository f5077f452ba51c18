"""The HTTP edge of central systems: who is it? one transaction; refusals explained."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import structlog
from aiohttp import web

from services import senders as rights
from services.cap.faults import Conflict, Forbidden, NotCap
from services.errors import Refusal
from storage import senders
from storage.audit import Deed
from storage.faults import StoreFault
from storage.people import Person
from storage.senders import SenderRow
from storage.session import Session
from storage.store import Store
from storage.unit_of_work import Installation, UnitOfWork
from views import refusals
from views.language import Language, Reader
from web.problems import problem
from web.rates import Rates

log = structlog.get_logger(__name__)

T = TypeVar("T")
Deal = Callable[[UnitOfWork, SenderRow], T]

_LONGEST_TOKEN = 200  # characters; ours have 43


@dataclass(frozen=True)
class _Refused:
    """What a deed was refused with; what it wrote is gone, the note of the refusal stays."""

    by: Forbidden | Conflict | NotCap | Refusal


class Edge:
    """Where requests of central systems enter; nothing of a body is read before they are known."""

    def __init__(
        self,
        store: Store,
        installation: Installation,
        *,
        clock: Callable[[], datetime],
        rates: Rates,
    ) -> None:
        self._store, self._installation = store, installation
        self._clock, self._rates = clock, rates

    async def sender(self, request: web.Request) -> SenderRow | web.Response:
        """Who asks, by the bearer token; or the answer 401, 429 or 503."""
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        token = token.strip()
        if kind.lower() != "bearer" or not token or len(token) > _LONGEST_TOKEN:
            return _unknown()
        try:
            hashed = rights.hash_of(token)
            found = await self._store.read(lambda session: senders.by_token(session, hashed))
        except UnicodeEncodeError:
            return _unknown()
        except StoreFault:
            return _later()
        if found is None or found.id is None:
            return _unknown()
        if wait := self._rates.wait(found.id):
            after = {"Retry-After": str(math.ceil(wait))}
            return problem(429, "Too many requests; please wait.", headers=after)
        return found

    async def act(self, sender: SenderRow, deal: Deal[T]) -> T | web.Response:
        """What a deed gives, once all it wrote is on disk; or why it was refused, explained."""
        now = self._clock()

        def work(session: Session) -> T | _Refused | None:
            known = senders.by_token(session, sender.token_hash)
            if known is None:  # revoked since it was asked who it is
                return None
            uow = self._unit(session, known, now)
            try:
                with session.begin_nested():
                    return deal(uow, known)
            except (Forbidden, Conflict, NotCap, Refusal) as refusal:
                _note(uow, known, refusal)
                return _Refused(refusal)

        try:
            done = await self._store.run(work)
        except StoreFault as fault:
            log.warning("A central system was not served.", fault=str(fault))
            return _later()
        if isinstance(done, _Refused):
            return explained(done.by)
        return _unknown() if done is None else done

    def _unit(self, session: Session, sender: SenderRow, now: datetime) -> UnitOfWork:
        nobody = Person(country=sender.country)
        return UnitOfWork(session, nobody, now, self._installation, origin=f"cap:{sender.name}")


def _note(uow: UnitOfWork, sender: SenderRow, refusal: Exception) -> None:
    if isinstance(refusal, Forbidden):
        uow.record(
            Deed.REFUSAL, f"sender:{sender.name}", side=sender.country, reason=str(refusal)[:300]
        )


def explained(refusal: Exception) -> web.Response:
    """The answer to whoever was refused. Raises `TypeError` for what is no refusal."""
    match refusal:
        case Forbidden():
            return problem(403, str(refusal))
        case Conflict():
            return problem(409, str(refusal))
        case NotCap(faults=faults):
            many = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
            return problem(400, f"The message has {many}.", faults=faults)
        case Refusal():
            name, values = type(refusal).__name__, refusal.values
            return problem(400, refusals.explain(Reader(Language.EN, ""), name, values))
    raise TypeError(type(refusal).__name__)


def _unknown() -> web.Response:
    challenge = {"WWW-Authenticate": 'Bearer realm="straja"'}
    return problem(401, "This needs the bearer token of a sender.", headers=challenge)


def _later() -> web.Response:
    return problem(503, "Not now; nothing was taken in.", headers={"Retry-After": "2"})

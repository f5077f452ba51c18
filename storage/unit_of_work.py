"""One event, one transaction: who acts, when, and the session it is written in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage import audit
from storage.people import Person
from storage.session import Session


@dataclass(frozen=True)
class Installation:
    """What the use cases know of the installation they run in."""

    bot_username: str = ""
    number_key: bytes = b""
    exercise: bool = False
    approval: bool = False  # whether an administrator approves every enrolment
    second_release: bool = False  # of extreme alerts to both sides, by another duty officer
    # How long a report may wait before its desk is reminded, and before everybody is.
    remind_after: timedelta = timedelta(minutes=3)
    escalate_after: timedelta = timedelta(minutes=10)
    # How long after its end messages of an alert are deleted from the chats; None: never.
    delete_alerts: timedelta | None = None


@dataclass(frozen=True)
class Written:
    """A deed as the audit log will tell it, whoever does it."""

    deed: audit.Deed
    subject: str
    side: str | None
    detail: dict[str, object]


@dataclass(frozen=True)
class UnitOfWork:
    """A transaction on somebody's behalf; the clock's own has a person without an id."""

    session: Session
    actor: Person
    now: datetime
    installation: Installation
    chat_id: int = 0  # where the actor is looking; 0 for the clock
    origin: str = ""  # where the event comes from when no person acts, as audit entries tell it

    def record(
        self, deed: audit.Deed, subject: str, *, side: str | None = None, **detail: object
    ) -> None:
        """Write an audit entry of the actor's."""
        self.record_all([Written(deed, subject, side, detail)])

    def record_all(self, several: Iterable[Written]) -> None:
        """Write audit entries of the actor's, in this order."""
        origin = {"origin": self.origin} if self.origin else {}
        entries = [
            audit.Entry(each.deed, each.subject, self.actor.id, each.side, each.detail | origin)
            for each in several
        ]
        audit.record_all(self.session, entries, self.now)

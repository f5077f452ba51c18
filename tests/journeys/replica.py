"""One replica as a process of its own, with a command that leaves a trace: run by a test.

`python -m tests.journeys.replica`; its settings are in the environment, as of `straja run`, and
`STRAJA_TEST_LEASE` (seconds) and `STRAJA_TEST_UNLOCKED` (which of the locks is taken away) beside
them.
"""

import functools
import os
import sys
import time
from datetime import timedelta

from sqlalchemy import select, text

from bot import main, outcomes
from bot.settings import Settings
from handlers.incoming import Incoming
from handlers.router import ROUTER, Router
from storage import inbox
from storage.outbox import Lane
from storage.session import Session
from storage.unit_of_work import UnitOfWork

TABLE = (
    "CREATE TABLE trace"
    " (person bigint, said text, replica int, began timestamptz, ended timestamptz)"
)
_BEGIN = "INSERT INTO trace VALUES (:person, :said, :replica, clock_timestamp())"
_END = "UPDATE trace SET ended = clock_timestamp() WHERE person = :person AND said = :said"


def trace(uow: UnitOfWork, incoming: Incoming) -> None:
    """/trace WORD: who handled it and when, by the server's clock."""
    what = {"person": incoming.sender, "said": incoming.text}
    uow.session.execute(text(_BEGIN), what | {"replica": os.getpid()})
    time.sleep(1.0 if "slow" in incoming.text else 0.003)
    uow.session.execute(text(_END), what)


def _unlocked(session: Session, row_id: int) -> inbox.InboxRow | None:
    columns = [inbox.inbox.c[name] for name in inbox.InboxRow.__dataclass_fields__]
    waiting = inbox.inbox.c.state == inbox.State.WAITING
    row = session.execute(select(*columns).where(inbox.inbox.c.id == row_id, waiting)).one_or_none()
    return inbox.InboxRow(**row._mapping) if row else None


UNLOCKED: dict[str, dict[str, object]] = {
    "": {},
    "person": {"_hold_person": lambda _session, _sender: True},
    "row and person": {"claim": _unlocked},
}


if __name__ == "__main__":
    vars(inbox).update(UNLOCKED[os.environ.get("STRAJA_TEST_UNLOCKED", "")])
    lease = timedelta(seconds=float(os.environ["STRAJA_TEST_LEASE"]))
    grace = dict.fromkeys(Lane, timedelta(seconds=2))
    short = functools.partial(outcomes.Patience, lease=lease, grace=grace)
    router = Router({**ROUTER.commands, "trace": trace}, ROUTER.buttons)
    vars(outcomes).update(Patience=short)
    vars(main).update(
        Courier=functools.partial(main.Courier, patience=short()),  # type: ignore[attr-defined]  # imported there
        Assistant=functools.partial(main.Assistant, router=router),
    )
    sys.exit(main.run(Settings()))

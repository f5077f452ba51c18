"""The assistant as torture has it: the product's own run, with waits as short as a test can bear.

`python -m tests.torture.child [GUARD]` runs it; a GUARD named in `unguarded.GUARDS` is taken away.
"""

import asyncio
import os
import sys
from datetime import timedelta
from functools import cache, partial

from sqlalchemy import text

from bot import assistant, intake, main, outcomes, trust
from bot.courier import Courier
from bot.main import Assistant
from bot.transport import AiohttpRequest
from storage.outbox import Lane
from storage.session import Session
from storage.store import Store
from tests.torture import unguarded
from tests.torture.processes import FULL, LIFE, ROOM

GRACE = 0.3  # seconds that a call in doubt waits for proof
PATIENCE = 1.0  # seconds that a locked database is tried again
READ = 3.0  # seconds until an answer counts as lost; a busy machine is late by one

QUICK = outcomes.Patience(
    grace={lane: timedelta(seconds=GRACE) for lane in Lane},
    backoff=timedelta(seconds=0.05),
    longest=timedelta(seconds=0.5),
    idle=timedelta(seconds=0.1),
    lease=timedelta(seconds=1),
    drain=timedelta(seconds=2),
)
trusting = cache(trust.context)  # reading the system's certificates takes longer than a start

HASTY = intake.Patience(
    retries=(timedelta(milliseconds=50), timedelta(milliseconds=100)),
    killed=tuple(timedelta(seconds=0.1 * turn) for turn in range(1, 10)),
    database=timedelta(milliseconds=50),
)


class Tortured(Assistant):
    """The product's own, whose database can be told from outside that its disk is full."""

    async def start(self) -> None:
        await super().start()
        loop = asyncio.get_running_loop()
        for number, pages in ((FULL, "page_count"), (ROOM, None)):
            loop.add_signal_handler(number, self._limit, pages)

    def _limit(self, pages: str | None) -> None:
        def work(session: Session) -> None:
            most = session.scalar(text(f"PRAGMA {pages}")) if pages else 2**30
            session.execute(text(f"PRAGMA max_page_count = {most}"))

        self._limiting = asyncio.ensure_future(self.store.run(work))


class Signed(AiohttpRequest):
    """The product's own way to Telegram, whose calls say in which life they were made."""

    async def initialize(self) -> None:
        await super().initialize()
        assert self._session is not None
        self._session.headers["User-Agent"] = f"straja/{os.environ[LIFE]}"


def run(guard: str = "") -> int:
    """Run until the end; the exit code. `guard`: what is taken away, for a positive control."""
    parts: dict[str, object] = {
        "Courier": partial(Courier, patience=QUICK),
        "Assistant": partial(Tortured, private=0.001, patience=HASTY),
        "Store": partial(Store, patience=PATIENCE),
        "AiohttpRequest": partial(Signed, read_timeout=READ),
    }
    for name, part in parts.items():
        setattr(main, name, part)
    trust.context = trusting
    if guard:
        unguarded.GUARDS[guard]()
    return assistant.run()


if __name__ == "__main__":
    sys.exit(run(*sys.argv[1:]))

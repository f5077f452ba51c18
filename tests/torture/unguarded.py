"""The assistant without one of its guards, to show that torture would notice: positive controls."""

import asyncio
import itertools
import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import update

from bot.courier import Courier
from bot.intake import Intake
from bot.outcomes import Settlement
from storage import database, inbox, outbox, sending
from storage.inbox import Arrival
from storage.outbox import OutboxRow, State
from storage.session import Session

_MANY = 100
_LONGEST = 1.0  # seconds that an outcome waits for the others


def per_hundred() -> None:
    """Outcomes are committed by the hundred instead of each as soon as it is known."""
    waiting: list[Settlement] = []
    timers: list[asyncio.TimerHandle] = []

    async def settle(courier: Courier, settlement: Settlement) -> None:
        waiting.append(settlement)
        if len(waiting) == 1:
            loop = asyncio.get_running_loop()
            write = lambda: loop.create_task(flush(courier))  # noqa: E731 a timer's callback
            timers.append(loop.call_later(_LONGEST, write))
        if len(waiting) >= _MANY:
            await flush(courier)

    async def flush(courier: Courier) -> None:
        known, waiting[:] = list(waiting), []

        def write(session: Session) -> None:
            for each in known:
                each.write(session, None)

        await courier._store.run(write)

    _put(Courier, "_settle", settle)


def not_sending_first() -> None:
    """A call is made without `sending` being on disk before."""
    claim = sending.claim

    def unwritten(session: Session, lanes: Any, *, epoch: int, now: datetime) -> OutboxRow | None:
        row = claim(session, lanes, epoch=epoch, now=now)
        if row is not None:
            as_before = update(outbox.outbox).where(outbox.outbox.c.id == row.id)
            session.execute(as_before.values(state=State.QUEUED))
        return row

    _put(sending, "claim", unwritten)


def no_dedupe() -> None:
    """An update that is delivered again counts as a new one."""
    keep = inbox.keep
    numbers = itertools.count(int.from_bytes(os.urandom(4)) << 24)

    def blindly(session: Session, arrivals: Iterable[Arrival], now: datetime) -> int:
        renamed: Sequence[Arrival] = [replace(each, update_id=next(numbers)) for each in arrivals]
        return keep(session, renamed, now)

    _put(inbox, "keep", blindly)


def no_sync() -> None:
    """SQLite does not wait for the disk."""
    prepare = database._prepare_writer

    def carelessly(driver: Any, record: object) -> None:
        prepare(driver, record)
        driver.execute("PRAGMA synchronous = OFF")

    _put(database, "_prepare_writer", carelessly)


def listening() -> None:
    """Every guard stands; updates are written to `updates.jsonl` as well, in their order."""
    keep, path = Intake.keep, Path(os.environ["STRAJA_DATA_DIR"]) / "updates.jsonl"

    async def heard(intake: Intake, updates: Sequence[dict[str, Any]]) -> None:
        with path.open("a", encoding="utf-8") as file:
            file.writelines(f"{json.dumps(update)}\n" for update in updates)
        await keep(intake, updates)

    _put(Intake, "keep", heard)


def _put(where: object, name: str, instead: Callable[..., Any]) -> None:
    setattr(where, name, instead)


GUARDS: dict[str, Callable[[], None]] = {
    "per-hundred": per_hundred,
    "not-sending-first": not_sending_first,
    "no-dedupe": no_dedupe,
    "no-sync": no_sync,
    "listening": listening,
}

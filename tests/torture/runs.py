"""What is done to an assistant at work, and the verdict: what all scenarios are made of."""

import asyncio
import random
import signal
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from tests.torture import crew, left
from tests.torture.oracle import Verdict
from tests.torture.phones import Lost
from tests.torture.rig import Rig
from tests.torture.run import Run
from tests.torture.troubles import Trouble

KILLED = -signal.SIGKILL
_NOT_DONE = "SELECT count(*) FROM deadline WHERE kind LIKE 'sighting%' AND done_at IS NULL"
_NOT_SEALED = "SELECT count(*) FROM audit WHERE position IS NULL"


async def scripted(rig: Rig, seed: int, *failpoints: str, guard: str = "") -> tuple[Verdict, int]:
    """A report, a call for help and some news; how often it ended on the way as ordered.

    Each start is told the next of the failpoints, and the last one none.
    """
    chance, due = random.Random(seed), any("deadline" in each for each in failpoints)
    minutes = "0.01" if due else "60"
    async with rig.run(remind_minutes=minutes, escalate_minutes=minutes) as run:
        run.guard, run.reminders = guard, 2 if due else 0
        run.tell_readers(4, chance)
        if any("seal" in each for each in failpoints):
            run.until = (_NOT_SEALED,)
        orders = iter([*failpoints, ""])
        keeper, may_take = asyncio.create_task(_keep(run, orders)), asyncio.Event()
        try:
            async with run.desks(may_take):
                await _all(
                    run,
                    run.phone(crew.REPORTERS[0]).report(f"{seed}", own=chance.random() < 0.5),
                    run.phone(crew.CALLERS[1]).call_for_help(),
                )
                if due:  # what is taken over is nothing to remind of
                    await _until_reminded(run)
                may_take.set()
                await _quiet(run)
            await _end(run, keeper)
            verdict = await run.verdict()
        finally:
            keeper.cancel()
    return verdict, run.kills


async def _until_reminded(run: Run) -> None:
    async with asyncio.timeout(60):
        while left.rows(run.url, _NOT_DONE)[0][0]:
            await asyncio.sleep(0.05)


async def _keep(run: Run, orders: Any) -> None:
    """A service manager: whenever it is killed, it is started again."""
    for failpoint in orders:
        life = await run.start(failpoint)
        if await asyncio.shield(life.ended) != KILLED:
            return
        run.kills += 1


async def _end(run: Run, keeper: "asyncio.Task[None]") -> None:
    """Stop it; where it is killed while it stops, let it come up once more."""
    assert run.life
    if await run.life.stopped() == KILLED:
        await asyncio.sleep(0.05)
        await _quiet(run)
    else:
        keeper.cancel()


async def at_work(
    rig: Rig, seed: int, trouble: Trouble, *, guard: str = "", **settings: str
) -> Verdict:
    """Everybody reports and is told things while `trouble` lasts; what follows must come too.

    `settings` as of `Rig.run`.
    """
    chance = random.Random(seed)
    async with rig.run(**settings) as run:
        run.guard = guard
        run.tell_readers(30, chance)
        await run.start()
        async with run.desks(), _busy(run, chance):
            await trouble(run, chance)
        if not run.wrong:
            await _quiet(run)
        return await run.verdict()


@asynccontextmanager
async def _busy(run: Run, chance: random.Random) -> AsyncIterator[None]:
    """Reporters go on as long as this lasts, and end what they have begun; two call for help."""
    enough = asyncio.Event()

    async def reports(reporter: crew.Member, dice: random.Random) -> None:
        number = 0
        while not enough.is_set():
            number += 1
            name = f"{run.folder.name}-{reporter.id}-{number}"
            await run.phone(reporter).report(name, own=dice.random() < 0.5)

    async def calls(caller: crew.Member, after: float) -> None:
        await asyncio.sleep(after)
        await run.phone(caller).call_for_help()

    work = asyncio.gather(
        *(reports(each, random.Random(chance.random())) for each in crew.REPORTERS),
        *(calls(each, chance.uniform(0.2, 2)) for each in crew.CALLERS),
        return_exceptions=True,
    )
    try:
        yield
    finally:
        enough.set()
        _heed(run, await work)
        await _quiet(run)


async def _quiet(run: Run) -> None:
    try:
        await run.quiet()
    except TimeoutError:
        run.wrong.append("it never came to rest")


async def _all(run: Run, *deeds: Coroutine[Any, Any, None]) -> None:
    _heed(run, await asyncio.gather(*deeds, return_exceptions=True))


def _heed(run: Run, ends: list[BaseException | None]) -> None:
    """Somebody who waited in vain is a finding; anything else is a mistake of the rig."""
    for end in ends:
        if isinstance(end, Lost):
            run.wrong.append(str(end))
        elif isinstance(end, BaseException):
            raise end

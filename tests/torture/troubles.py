"""What is done to an assistant at work, from outside."""

import asyncio
import random
import signal
from collections.abc import Awaitable, Callable
from typing import Any

from tests.torture.run import Run

Trouble = Callable[[Run, random.Random], Awaitable[None]]


def kills(number: int) -> Trouble:
    """SIGKILL so many times, at random moments: while it starts, or of the time after.

    That time is measured in starts, so that it gets as far on a slow or busy machine.
    """

    async def trouble(run: Run, chance: random.Random) -> None:
        loop, start = asyncio.get_running_loop(), 0.2
        for _ in range(number):
            begun = loop.time()
            if chance.random() < 0.2:
                await asyncio.sleep(chance.uniform(0, start))
            else:
                await run.ready()
                start = loop.time() - begun
                await asyncio.sleep(chance.uniform(0, 2.5 * start))
            await run.kill()
            if chance.random() < 0.5:
                run.tell_readers(chance.randrange(20, 60), chance)
            await run.start()

    return trouble


def halts(number: int, *, longest: float) -> Trouble:
    """SIGSTOP so many times, for up to so many seconds, and SIGCONT."""

    async def trouble(run: Run, chance: random.Random) -> None:
        assert run.life
        for turn in range(number):
            await asyncio.sleep(chance.uniform(0.1, 0.5))
            run.life.send(signal.SIGSTOP)
            await asyncio.sleep(longest if turn == 0 else chance.uniform(0.1, longest))
            run.life.send(signal.SIGCONT)

    return trouble


def faulty(seconds: float, *orders: dict[str, Any]) -> Trouble:
    """Telegram answers wrongly for a while; orders as of `sandbox.faults`."""

    async def trouble(run: Run, chance: random.Random) -> None:
        await run.ready()
        await run.sandbox.clear_faults()  # the oldest order that fits strikes
        for order in orders:
            await run.sandbox.fault(**{"seed": chance.randrange(10**6)} | order)
        await run.sandbox.fault("slow", seconds=0.01, share=1.0)
        await asyncio.sleep(seconds)
        struck = sum(each["fired"] for each in await run.sandbox.faults() if each["kind"] != "slow")
        if struck == 0 and min(order["share"] for order in orders) > 0.05:
            run.wrong.append("no call went wrong")
        await run.sandbox.clear_faults()

    return trouble

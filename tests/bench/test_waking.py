"""How soon the leader calls Telegram once another replica has committed a message.

`make bench` measures 40 times; in the test suite a few show that the measurement works.
"""

import asyncio
import os
import random
import statistics
import time
from collections.abc import AsyncIterator

import pytest

from bot.outcomes import Patience
from sandbox.client import Sandbox
from sandbox.server import serve
from storage.outbox import Lane
from tests.bot.post import Post, say

TIMES = int(os.environ.get("STRAJA_BENCH_TAPS", "3"))


@pytest.fixture
async def two(postgresql_url: str) -> AsyncIterator[tuple[Post, Post]]:
    """Two replicas on one database; the first leads."""
    running = await serve()
    async with Sandbox(running.url) as sandbox:
        await sandbox.limits(enabled=False)
        posts = Post(postgresql_url, sandbox), Post(postgresql_url, sandbox)
        for each in posts:
            await each.open()
        leader = await posts[0].courier(patience=Patience(), private=0.001)
        while not leader.leads:
            await asyncio.sleep(0.01)
        yield posts
        for each in posts:
            await each.close()
    await running.stop()


async def test_from_a_commit_of_one_replica_to_the_call_by_another(two: tuple[Post, Post]) -> None:
    leader, other = two
    [chat] = await other.crowd(1)
    told = await measured(other, chat, "told")
    assert leader.store._listener
    leader.store._listener.stop()  # and it looks once a second, as it did before
    leader.store._listener = None
    looked = await measured(other, chat, "looked")
    print(f"\nfrom commit to delivery, median of {TIMES}: {told:.1f} ms when told")
    print(f"{looked:.1f} ms when it looks once a second")


async def measured(post: Post, chat: int, word: str) -> float:
    """Milliseconds, the median."""
    spent = []
    for number in range(TIMES):
        await asyncio.sleep(random.uniform(0.2, 1.2))
        await post.queue(say(chat, f"{word} {number}.", Lane.ALERT))
        begun = time.perf_counter()
        await post.sandbox.wait_for(chat, f"{word} {number}.")
        spent.append((time.perf_counter() - begun) * 1000)
    return statistics.median(spent)

"""Whatever waits, the urgent goes at once: lanes, pace and restart behind a long queue.

The sandbox is strict: 30 a second overall, what a chat may have, and every hold begins anew for
whoever does not listen. `make torture` takes the full length, which gives the figures; the test
suite a short one, which shows that the order and the holds are kept.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.outcomes import Patience
from storage.outbox import Lane
from tests.bot.post import TOKEN, Post, say, utc_now
from tests.torture import load

Json = dict[str, Any]
PACE = {"rate": 28.0, "patience": Patience()}  # as an installation has it
BACKLOG, CROWD = (10_000, 300) if load.FULL else (2_000, 60)


@pytest.fixture
async def post(sqlite_url: str) -> AsyncIterator[Post]:
    async with load.office(sqlite_url) as opened:
        yield opened


async def crowd(post: Post, number: int, first: int = 1001) -> list[int]:
    """People who have started the bot."""
    bot = int(TOKEN.split(":", maxsplit=1)[0])

    async def one(chat_id: int) -> int:
        await post.sandbox.person(f"Reader {chat_id}", id=chat_id)
        await post.sandbox.start(chat_id, bot=bot)
        return chat_id

    return [await one(first + each) for each in range(number)]


class Log:
    """The sandbox's log, read on from where it was read to, and without hurry."""

    def __init__(self, post: Post) -> None:
        self._post, self._seen = post, 0

    async def skip(self) -> None:
        """What was logged until now is not looked at."""
        self._seen += len(await self._post.sandbox.log(after=self._seen))

    async def accepted(self, text: str, number: int, *, within: float = 60.0) -> list[float]:
        """When the sandbox took so many messages that begin so, all after those seen before."""
        taken: list[float] = []
        async with asyncio.timeout(within):
            while len(taken) < number:
                entries = await self._post.sandbox.log(after=self._seen)
                self._seen += len(entries)
                taken += [float(entry["at"]) for entry in entries if _says(entry, text)]
                await asyncio.sleep(0.1)
        return sorted(taken)


def _says(entry: Json, text: str) -> bool:
    said = str(entry["params"].get("text", ""))
    return entry["outcome"] == "delivered" and said.startswith(text)


async def holds_are_kept(post: Post) -> int:
    """No call came before the end of a hold that its chat was told; how many holds there were."""
    until_then: dict[int, float] = {}
    held = 0
    for entry in await post.calls():
        chat, at = entry["chat_id"], entry["at"]
        assert at >= until_then.get(chat, 0.0), f"{chat} was called {until_then[chat] - at} s early"
        if entry.get("status") == 429:
            held += 1
            until_then[chat] = at + retry_after(entry)
    return held


def spread(seconds: list[float]) -> str:
    middle, most = load.percentile(seconds, 0.5), load.percentile(seconds, 0.95)
    return f"median {middle:.3f} s, p95 {most:.3f} s"


def retry_after(entry: Json) -> int:
    return int(str(entry["description"]).rsplit(" ", maxsplit=1)[-1])


async def of_our_own_making(post: Post) -> int:
    """How often the pace was too fast; what a test ordered does not count."""
    return sum(e.get("status") == 429 and not e.get("fault") for e in await post.calls())


async def test_sos_to_thirty_behind_a_backlog_while_a_chat_and_a_group_are_held(post: Post) -> None:
    readers = await crowd(post, CROWD)
    rescuers = await crowd(post, 30, first=5001)
    held, group = readers[0], await post.sandbox.group("Patrol", [readers[1]])
    for chat in (held, group):
        await post.sandbox.fault("429", chat=chat, seconds=600)
    await load.fill(post.store, readers, BACKLOG, lane=Lane.ROUTINE, due=utc_now())
    await post.queue(say(group, "held", Lane.ALERT))
    await post.courier(**PACE)
    await asyncio.sleep(2 if load.FULL else 0.5)
    log, first, last = Log(post), [], []
    for turn in range(10 if load.FULL else 2):
        committed_calls = [say(chat, f"SOS {turn} for {chat}", Lane.SOS) for chat in rescuers]
        await post.queue(*committed_calls)
        committed = time.time()
        taken = await log.accepted(f"SOS {turn} ", 30)
        first.append(taken[0] - committed)
        last.append(taken[-1] - committed)
        await asyncio.sleep(2 if load.FULL else 0.5)

    assert await of_our_own_making(post) == 0
    assert await holds_are_kept(post) == 2
    said = [e["params"]["text"] for e in await post.calls("sendMessage") if e["status"] == 200]
    for turn in range(len(first)):
        at = [n for n, text in enumerate(said) if text.startswith(f"SOS {turn} ")]
        assert at[-1] - at[0] < 30 + 2, "what was in flight may come between, and nothing else"
    print(f"\nSOS to 30 behind {BACKLOG}, a chat and a group held, {len(first)} times")
    print(f"first accepted: {spread(first)}")
    print(f"all 30 accepted: {spread(last)}")


async def test_a_reply_behind_alerts(post: Post) -> None:
    readers = await crowd(post, CROWD)
    [officer] = await crowd(post, 1, first=5001)
    await load.fill(post.store, readers, BACKLOG // 2, lane=Lane.ALERT, due=utc_now())
    await post.courier(**PACE)
    await asyncio.sleep(2 if load.FULL else 0.5)
    log, waited = Log(post), []
    for turn in range(40 if load.FULL else 2):
        await post.queue(say(officer, f"reply {turn}.", Lane.REPLY))
        committed = time.time()
        [taken] = await log.accepted(f"reply {turn}.", 1)
        waited.append(taken - committed)
        await asyncio.sleep(1.1)

    assert await of_our_own_making(post) == 0
    said = [e["params"]["text"] for e in await post.calls("sendMessage")]
    assert any(text.startswith("ALERT") for text in said[said.index("reply 0.") :])
    print(f"\na reply behind {BACKLOG // 2} alerts, {len(waited)} times")
    print(f"accepted: {spread(waited)}")


async def test_a_broadcast_uses_what_is_allowed_and_is_never_refused(post: Post) -> None:
    number = 1000 if load.FULL else 90
    readers = await crowd(post, number)
    await load.fill(post.store, readers, number, lane=Lane.ALERT, due=utc_now())
    begun = time.time()
    await post.courier(**PACE)
    taken = await Log(post).accepted("ALERT", number, within=120)

    assert await of_our_own_making(post) == 0
    share = (number - 1) / (taken[-1] - taken[0]) / 30
    print(f"\n{number} recipients in {taken[-1] - begun:.1f} s: {share:.0%} of 30 a second, no 429")

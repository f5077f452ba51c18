"""One run: an assistant that is killed and starts again, and a verdict."""

import asyncio
import random
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sandbox.client import Sandbox
from storage import failpoints, outbox
from storage.outbox import Call, Lane
from storage.store import opened
from tests.torture import crew, left, oracle
from tests.torture.oracle import MARK, Promise, Verdict
from tests.torture.phones import Phone, Story
from tests.torture.processes import LIFE, Life, Nursery

_LANES = (Lane.ALERT, Lane.REPLY, Lane.NOTICE, Lane.ROUTINE)


@dataclass
class Run:
    """From an empty outbox to a verdict.

    `guard`: what is taken away; `until`: queries that must give 0 before it is quiet.
    """

    nursery: Nursery
    sandbox: Sandbox
    folder: Path
    url: str
    environment: dict[str, str]
    story: Story = field(default_factory=Story)
    kills: int = 0
    lives: int = 0
    life: Life | None = None
    guard: str = ""
    reminders: int = 0
    since: int = 0
    news: int = 0
    until: tuple[str, ...] = ()
    wrong: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def log(self) -> Path:
        """Where the assistant that was started last writes its log."""
        return self.folder / f"assistant-{self.lives}.log"

    async def start(self, failpoint: str = "") -> Life:
        """The assistant, in milliseconds; it may be told where to end."""
        environment = self.born() | {failpoints.VARIABLE: failpoint}
        self.life = await self.nursery.start(environment, self.log, self.guard)
        return self.life

    def born(self) -> dict[str, str]:
        """The environment of one more assistant, in which it finds which of them it is."""
        self.lives += 1
        return self.environment | {LIFE: str(self.lives)}

    def said(self) -> str:
        """What the assistant has logged since its last start."""
        return self.log.read_text(encoding="utf-8") if self.log.exists() else ""

    async def ready(self, *, within: float = 30.0) -> None:
        """Until the assistant takes updates in, or has ended."""
        async with asyncio.timeout(within):
            while self.life and not self.life.over and "On watch." not in self.said():
                await asyncio.sleep(0.01)

    async def kill(self) -> None:
        """SIGKILL, and counted."""
        assert self.life
        self.kills += 1
        await self.life.killed()

    async def end(self) -> None:
        """Whatever still lives is ended."""
        if self.life and not self.life.over:
            self.life.send(signal.SIGCONT)
            await self.life.killed()

    def tell_readers(self, number: int, chance: random.Random) -> None:
        """Queue messages to readers, while no assistant runs: committed, so they must arrive."""
        calls = []
        for _ in range(number):
            self.news += 1
            chat, word = chance.choice(crew.READERS).id, f"vest-{self.news}"
            body = {"text": f"{word}: Дунав расте. Dunărea crește."}
            lane = chance.choice(_LANES)
            calls.append(Call(chat, lane, "sendMessage", body, repeat_mark=f"{MARK} Поновљено"))
            self.story.promises.append(Promise(chat, f"{word}:"))
            self.story.audience[word] = {chat}
        now = datetime.now(UTC)
        with opened(self.url) as store:
            store.run_blocking(lambda s: [outbox.queue(s, call, now) for call in calls])

    @asynccontextmanager
    async def desks(self, may_take: asyncio.Event | None = None) -> AsyncIterator[None]:
        """Both desks take over whatever comes, while this lasts, and once they may."""
        officers = [self.phone(each).at_the_desk(may_take) for each in crew.DESKS]
        at_work = [asyncio.create_task(officer) for officer in officers]
        try:
            yield
        finally:
            for officer in at_work:
                officer.cancel()
            await asyncio.gather(*at_work, return_exceptions=True)

    def phone(self, member: crew.Member) -> Phone:
        """Somebody's phone."""
        return Phone(self.sandbox, member, self.story)

    async def quiet(self, *, within: float = 60.0) -> None:
        """Until all that was taken in is done and all that was queued is settled, for a moment.

        Our database is asked only when to look, never what was delivered.
        """
        async with asyncio.timeout(within):
            still = 0
            while still < 4:
                waits = (await self.sandbox.bot())["pending_update_count"]
                busy = waits or await asyncio.to_thread(left.unfinished, self.url, *self.until)
                still = 0 if busy else still + 1
                await asyncio.sleep(0.04)

    async def verdict(self) -> Verdict:
        """Stop the assistant, and judge by the sandbox's log, then by what is on disk."""
        assert self.life
        code = await self.life.stopped()
        entries = await self.sandbox.log(after=self.since)
        verdict = oracle.judge(
            entries,
            self.story.promises,
            self.story.audience,
            kills=self.kills,
            begun=sum(self.story.begun.values()),
            reminders=self.reminders,
        )
        verdict.wrong += self.wrong
        if code:
            verdict.wrong.append(f"the assistant ended with {code}")
        verdict.wrong += await asyncio.to_thread(left.wrong, self.url, self.story)
        self.faults = verdict.faults
        if self.faults and not self.guard:
            verdict.wrong.append(f"to be looked into: {self.folder}")
        return verdict

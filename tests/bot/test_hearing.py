"""Until when nothing was missed: what polling and the webhook tell, and what they do not."""

from datetime import datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import select
from telegram import Bot

from bot.hearing import Hearing
from sandbox.client import Sandbox
from storage.deadlines import deadline
from storage.outage import last_heard
from storage.unit_of_work import Installation
from tests.bot.post import Post, until, utc_now


class Clock:
    """The one clock, turned by hand."""

    def __init__(self) -> None:
        self.now = self.begun = utc_now()

    def steady(self) -> float:
        return (self.now - self.begun).total_seconds()

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def hearing(post: Post, clock: Clock) -> Hearing:
    return Hearing(post.store, Installation(), clock=clock, steady=clock.steady)


async def mark(post: Post) -> datetime | None:
    return await post.store.read(last_heard)


async def silences(post: Post) -> int:
    kinds = await post.store.read(lambda s: list(s.scalars(select(deadline.c.kind))))
    return kinds.count("outage")


async def test_a_poll_answered_moves_the_moment_but_does_not_write_it_every_time(
    post: Post, hearing: Hearing, clock: Clock
) -> None:
    begun = clock.now
    for later in (0, 9, 1, 110):
        clock.now += timedelta(seconds=later)
        await hearing.heard()
        seen = await mark(post)
        assert seen == (begun if later == 9 else clock.now)
    assert await silences(post) == 0

    clock.now += timedelta(seconds=121)
    await hearing.heard()
    assert (await mark(post), await silences(post)) == (clock.now, 1)


async def test_a_wall_clock_set_forward_is_no_silence(post: Post, clock: Clock) -> None:
    hearing = Hearing(post.store, Installation(), clock=clock, steady=lambda: float(next(ticks)))
    ticks = count(0, 60)
    await hearing.heard()
    clock.now += timedelta(hours=1)
    await hearing.heard()
    assert (await mark(post), await silences(post)) == (clock.now, 0)


async def test_on_a_quiet_night_a_webhook_is_known_to_have_missed_nothing(
    post: Post, hearing: Hearing, clock: Clock
) -> None:
    bot = await post.bot()
    await bot.set_webhook("http://127.0.0.1:9/telegram")
    assert await hearing._ask(bot)
    clock.now += timedelta(seconds=30)
    assert await hearing._ask(bot)
    assert await mark(post) == clock.now
    await bot.request.shutdown()


async def test_what_telegram_cannot_bring_is_a_silence_until_it_is_brought_or_gone(
    post: Post, sandbox: Sandbox, hearing: Hearing, clock: Clock
) -> None:
    bot = await post.bot()
    [chat_id] = await post.crowd(1)
    await bot.set_webhook("http://127.0.0.1:9/telegram", drop_pending_updates=True)
    heard = clock.now = utc_now()
    assert await hearing._ask(bot)
    clock.now += timedelta(seconds=30)
    await sandbox.text(chat_id, "nobody hears this")
    await until(lambda: failed(bot))
    assert not await hearing._ask(bot)
    assert await mark(post) == heard

    await sandbox.advance(86_400)
    clock.now += timedelta(days=1)
    assert await hearing._ask(bot)
    assert (await mark(post), await silences(post)) == (clock.now, 1)
    await bot.request.shutdown()


async def failed(bot: Bot) -> bool:
    return (await bot.get_webhook_info()).last_error_date is not None

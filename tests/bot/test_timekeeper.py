"""The wall clock is set while messages wait: nothing waits for an hour twice, and it is said."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.courier import Courier
from bot.timekeeper import Timekeeper
from storage import deadlines, inbox, outbox, sending
from storage.deadlines import deadline
from storage.inbox import Arrival
from storage.outbox import Call, Lane, State
from storage.session import Session
from storage.store import Store
from tests.bot.post import Post, say, utc_now

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


class Clocks:
    """A wall clock that somebody sets, and one that nobody does."""

    def __init__(self) -> None:
        self.wall, self.even = utc_now(), 0.0

    def __call__(self) -> datetime:
        return self.wall

    def passes(self, seconds: float = 0, *, set_by: timedelta = timedelta()) -> None:
        self.even += seconds
        self.wall += timedelta(seconds=seconds) + set_by


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


def keeper(store: Store, clocks: Clocks, *, leads: bool = True) -> Timekeeper:
    return Timekeeper(store, clock=clocks, steady=lambda: clocks.even, leads=lambda: leads)


@pytest.fixture(params=["sqlite_url", "postgresql_url"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    opened = Store(request.getfixturevalue(request.param))
    opened.start_blocking()
    yield opened
    opened.stop_blocking()


async def test_set_back_an_hour_nothing_that_was_due_waits_for_it(
    store: Store, clocks: Clocks
) -> None:
    before, watch = clocks.wall, keeper(store, clocks)

    def work(session: Session) -> list[int]:
        def queue(due_at: datetime) -> int:
            call = Call(7, Lane.ALERT, "sendMessage", {}, due_at=due_at)
            return outbox.queue(session, call, before)

        due, held, tomorrow = queue(before), queue(before), queue(before + 24 * HOUR)
        refused = {"not_before": before + MINUTE, "outcome": sending.HELD}
        session.execute(update(outbox.outbox).where(outbox.outbox.c.id == held).values(refused))
        sending.hold_all(session, before + MINUTE, before)
        inbox.keep(session, [Arrival(1, 7, "{}")], before)
        deadlines.set_for(session, "sos-unheard", "RS-26-0001", due_at=before + MINUTE)
        deadlines.set_for(session, "duty-end", "1", due_at=before + MINUTE)
        return [due, held, tomorrow]

    rows = await store.run(work)
    clocks.passes(1, set_by=-HOUR)
    await watch.look()
    now, left = clocks.wall, MINUTE - timedelta(seconds=1)

    def read(session: Session) -> list[tuple[datetime, datetime]]:
        found = select(outbox.outbox).order_by(outbox.outbox.c.id)
        return [(row.due_at, row.not_before) for row in session.execute(found)]

    tomorrow = before + 24 * HOUR
    assert len(rows) == 3
    assert await store.read(read) == [(now, now), (now, now + left), (tomorrow, tomorrow)]
    assert await store.read(lambda s: sending.held(s, now)) == {7: now + left}
    assert await store.read(sending.all_held_until) == now + left
    assert await store.read(inbox.next_due) == now
    assert await store.read(_deadlines) == {"sos-unheard": now + left, "duty-end": before + MINUTE}
    assert (watch.jumps, watch.last_jump) == (1, -3600.0)


def _deadlines(session: Session) -> dict[str, datetime]:
    return {row.kind: row.not_before for row in session.execute(select(deadline))}


async def test_without_it_a_message_would_wait_and_with_it_the_courier_sends(
    post: Post, clocks: Clocks
) -> None:
    [chat_id] = await post.crowd(1)
    [row_id] = await post.queue(say(chat_id, "hello"))
    watch = keeper(post.store, clocks)
    clocks.passes(1, set_by=-HOUR)
    courier = await post.courier(clock=clocks)
    assert isinstance(courier, Courier)
    await post.none_more(within=0.5)
    await watch.look()
    assert await post.settled(row_id) == [State.SENT]


@pytest.mark.parametrize("hours", [1, 24, -1])
async def test_whoever_does_not_lead_or_a_clock_set_forward_changes_nothing(
    store: Store, clocks: Clocks, hours: int
) -> None:
    due = clocks.wall
    call = Call(7, Lane.ALERT, "sendMessage", {}, expires_at=due + 48 * HOUR)
    await store.run(lambda session: outbox.queue(session, call, due))
    watch = keeper(store, clocks, leads=hours > 0)
    clocks.passes(1, set_by=hours * HOUR)
    await watch.look()

    row = await store.read(lambda session: session.execute(select(outbox.outbox)).one())
    assert (row.due_at, row.not_before, State(row.state)) == (due, due, State.QUEUED)
    assert (watch.jumps, watch.last_jump) == (1, hours * 3600.0)


async def test_a_clock_that_runs_and_is_corrected_gently_was_not_set(
    store: Store, clocks: Clocks
) -> None:
    watch = keeper(store, clocks)
    for seconds, correction in ((1, 0.4), (600, -3.0), (1, 4.9)):
        clocks.passes(seconds, set_by=timedelta(seconds=correction))
        await watch.look()

    assert (watch.jumps, watch.last_jump) == (0, 0.0)

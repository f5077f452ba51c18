"""Updates: each kept once, one person's in their order, a failing one in nobody else's way."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select

from storage import inbox
from storage.inbox import Arrival, HeldElsewhere, InboxRow, State
from storage.session import Session
from storage.store import Store

NOW = datetime(2026, 7, 14, 19, 5, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MILA, ION = 101, 202


def arrival(update_id: int, sender: int = MILA) -> Arrival:
    return Arrival.of({"update_id": update_id, "message": {"from": {"id": sender}, "text": "ђ\0"}})


async def keep(store: Store, *arrivals: Arrival) -> int:
    return await store.run(lambda session: inbox.keep(session, arrivals, NOW))


async def turns(store: Store, now: datetime = NOW) -> list[tuple[int, int]]:
    """Update id and sender of what may run."""

    def work(session: Session) -> list[tuple[int, int]]:
        due = inbox.next_for_each_sender(session, now, limit=10)
        ids = {row.id: row.update_id for row in session.execute(select(inbox.inbox))}
        return [(ids[row_id], sender) for row_id, sender in due]

    return await store.read(work)


async def rows(store: Store) -> list[dict[str, Any]]:
    query = select(inbox.inbox).order_by(inbox.inbox.c.id)
    return await store.read(lambda s: [dict(row._mapping) for row in s.execute(query)])


async def test_the_same_update_three_times_is_kept_once(store: Store) -> None:
    first = await keep(store, arrival(5), arrival(5))
    again = await keep(store, arrival(5, ION), arrival(6))

    assert (first, again) == (1, 1)
    assert [(row["update_id"], row["sender"]) for row in await rows(store)] == [
        (5, MILA),
        (6, MILA),
    ]


@pytest.mark.parametrize(
    ("update", "sender"),
    [
        ({"message": {"from": {"id": 7}}}, 7),
        ({"callback_query": {"from": {"id": 7}, "message": {"from": {"id": 1}}}}, 7),
        ({"my_chat_member": {"from": {"id": -7}}}, -7),
        ({"channel_post": {"text": "x"}}, 0),
        ({"message": {"from": {"id": "7"}}}, 0),
        ({"message": {"from": {"id": 2**63}}}, 0),
        ({"message": []}, 0),
    ],
)
def test_an_update_belongs_to_whoever_sent_it(update: dict[str, Any], sender: int) -> None:
    assert inbox.sender_of({"update_id": 1} | update) == sender


@pytest.mark.parametrize("update", [{}, {"update_id": None}, {"update_id": "x"}])
def test_what_has_no_id_cannot_be_kept(update: dict[str, Any]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        Arrival.of(update)


async def test_of_each_person_only_the_oldest_may_run(store: Store) -> None:
    await keep(store, arrival(9), arrival(3), arrival(4, ION), arrival(1, ION))

    assert await turns(store) == [(9, MILA), (4, ION)]


async def test_a_retry_holds_back_only_later_updates_of_the_same_person(store: Store) -> None:
    await keep(store, arrival(1), arrival(2), arrival(3, ION))
    first = (await rows(store))[0]["id"]
    await store.run(lambda session: inbox.try_again(session, first, NOW + SECOND))

    assert await turns(store) == [(3, ION)]
    assert await turns(store, NOW + SECOND) == [(1, MILA), (3, ION)]
    assert await store.read(lambda session: inbox.attempts(session, first)) == 1


async def test_what_is_done_leaves_its_id_and_nothing_else(store: Store) -> None:
    await keep(store, arrival(1), arrival(2))
    first = (await rows(store))[0]["id"]
    claimed = await store.run(lambda session: inbox.claim(session, first))
    assert claimed == InboxRow(first, 1, MILA, arrival(1).body, 0, NOW)
    await store.run(lambda session: inbox.done(session, first, NOW))

    kept = (await rows(store))[0]
    assert (kept["state"], kept["body"], kept["done_at"]) == (State.DONE, None, NOW)
    assert await store.run(lambda session: inbox.claim(session, first)) is None
    assert await turns(store) == [(2, MILA)]
    assert await keep(store, arrival(1)) == 0
    await store.run(lambda session: inbox.forget(session, NOW + SECOND))
    assert [row["update_id"] for row in await rows(store)] == [2]


async def test_what_is_given_up_keeps_its_body_and_lets_the_rest_flow_on(store: Store) -> None:
    await keep(store, arrival(1), arrival(2))
    first = (await rows(store))[0]["id"]
    await store.run(lambda session: inbox.bury(session, first, NOW, reference="ab12"))

    kept = (await rows(store))[0]
    assert (kept["state"], kept["body"], kept["reference"]) == (State.DEAD, arrival(1).body, "ab12")
    assert await turns(store) == [(2, MILA)]
    counted = await store.read(lambda session: (inbox.waiting(session), inbox.dead(session)))
    assert counted == (1, 1)
    await store.run(lambda session: inbox.forget(session, NOW + SECOND))
    assert len(await rows(store)) == 2


async def test_rows_found_undone_gain_a_try_before_they_run(store: Store) -> None:
    await keep(store, arrival(1), arrival(2))
    first, second = [row["id"] for row in await rows(store)]
    await store.run(lambda session: inbox.done(session, first, NOW))

    assert await store.read(inbox.undone) == {second: 0}

    async def count(row_id: int, seen: int) -> int | None:
        return await store.run(lambda s: inbox.count_attempt(s, row_id, seen=seen))

    assert [await count(second, 0), await count(first, 0)] == [1, None]
    assert await count(second, 0) is None  # whoever started at the same time has counted it
    assert await count(second, 1) == 2


async def test_two_replicas_never_hold_one_person_or_row_at_once(postgresql_store: Store) -> None:
    store = postgresql_store
    await keep(store, arrival(1), arrival(2), arrival(3, ION))
    first, second, other = [row["id"] for row in await rows(store)]
    both, held = Barrier(2, timeout=10), Barrier(2, timeout=10)

    def holds(session: Session) -> bool:
        got = inbox.claim(session, first) is not None
        both.wait()
        held.wait()
        return got

    def tries(session: Session) -> list[bool]:
        both.wait()
        try:
            return [held_elsewhere(session, each) for each in (first, second, other)]
        finally:
            held.wait()

    with ThreadPoolExecutor(2) as pool:
        one, two = pool.submit(store.run_blocking, holds), pool.submit(store.run_blocking, tries)
        assert (one.result(20), two.result(20)) == (True, [True, True, False])
    await store.run(lambda session: inbox.done(session, first, NOW))
    assert await store.run(lambda session: inbox.claim(session, first)) is None


def held_elsewhere(session: Session, row_id: int) -> bool:
    try:
        return inbox.claim(session, row_id) is None
    except HeldElsewhere:
        return True


async def test_what_is_urgent_goes_before_what_waits_for_its_retry(store: Store) -> None:
    await keep(store, arrival(5), arrival(6), arrival(7, ION), replace(arrival(8), urgent=True))
    first = (await rows(store))[0]["id"]
    await store.run(lambda session: inbox.try_again(session, first, NOW + SECOND))
    assert await turns(store) == [(8, MILA), (7, ION)]

    urgent = (await rows(store))[3]["id"]
    await store.run(lambda session: inbox.done(session, urgent, NOW))
    assert await turns(store) == [(7, ION)]
    assert await turns(store, NOW + SECOND) == [(5, MILA), (7, ION)]

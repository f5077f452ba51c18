"""Deadlines: one of a kind and subject, in the order they fell due, each done once."""

from datetime import UTC, datetime, timedelta

from storage import deadlines
from storage.deadlines import Deadline
from storage.session import Session
from storage.store import Store

NOW = datetime(2026, 7, 14, 19, 5, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


async def due(store: Store, now: datetime) -> list[tuple[str, str]]:
    def work(session: Session) -> list[tuple[str, str]]:
        found = [deadlines.claim(session, each) for each in deadlines.due(session, now)]
        return [(each.kind, each.subject) for each in found if each]

    return await store.run(work)


async def test_what_is_due_comes_by_how_long_it_is_overdue(store: Store) -> None:
    def work(session: Session) -> None:
        for subject, minutes in (("late", 5), ("now", 0), ("soon", -1), ("latest", 9)):
            at = NOW - minutes * MINUTE
            deadlines.set_for(session, "form", subject, due_at=at)

    await store.run(work)

    assert await due(store, NOW) == [("form", "latest"), ("form", "late"), ("form", "now")]
    assert await store.read(lambda session: len(deadlines.due(session, NOW, limit=2))) == 2


async def test_a_deadline_that_is_set_once_stands_whoever_sets_it_again(store: Store) -> None:
    def work(session: Session) -> None:
        for minutes in (0, -5, 5):
            deadlines.set_once(session, "form", "7", due_at=NOW + minutes * MINUTE)

    await store.run(work)

    assert await due(store, NOW - MINUTE) == []
    assert await due(store, NOW) == [("form", "7")]


async def test_a_deadline_is_moved_and_dropped_without_touching_others(store: Store) -> None:
    def work(session: Session) -> None:
        deadlines.set_for(session, "form", "7", due_at=NOW)
        deadlines.set_for(session, "form", "8", due_at=NOW)
        deadlines.set_for(session, "alert", "7", due_at=NOW)
        deadlines.set_for(session, "form", "7", due_at=NOW + MINUTE)
        deadlines.drop(session, "form", "8")

    await store.run(work)

    assert await due(store, NOW) == [("alert", "7")]
    assert await due(store, NOW + MINUTE) == [("alert", "7"), ("form", "7")]


async def test_what_is_done_is_due_no_more_and_what_failed_waits(store: Store) -> None:
    def begin(session: Session) -> int:
        deadlines.set_for(session, "form", "7", due_at=NOW)
        return deadlines.due(session, NOW)[0]

    number = await store.run(begin)
    await store.run(lambda session: deadlines.try_again(session, number, NOW + MINUTE))
    assert await due(store, NOW) == []
    assert await due(store, NOW + MINUTE) == [("form", "7")]
    found = await store.run(lambda session: deadlines.claim(session, number))
    assert found
    assert found == Deadline(number, "form", "7", NOW, 1)

    await store.run(lambda session: deadlines.done(session, found, NOW + MINUTE))
    assert await due(store, NOW + MINUTE) == []
    assert await store.run(lambda session: deadlines.claim(session, number)) is None


async def test_what_was_set_anew_while_it_was_handled_is_not_done(store: Store) -> None:
    def work(session: Session) -> None:
        deadlines.set_for(session, "form", "7", due_at=NOW)
        (number,) = deadlines.due(session, NOW)
        claimed = deadlines.claim(session, number)
        assert claimed
        deadlines.set_for(session, "form", "7", due_at=NOW + MINUTE)  # SQLite gives the same id
        deadlines.done(session, claimed, NOW)

    await store.run(work)
    assert await due(store, NOW + MINUTE) == [("form", "7")]


async def test_slow_kinds_are_left_to_who_asks_for_them(store: Store) -> None:
    def work(session: Session) -> None:
        deadlines.set_for(session, "map-card", "later", due_at=NOW)
        deadlines.set_for(session, "map-card", "first", due_at=NOW - MINUTE)
        deadlines.set_for(session, "map-day", "soon", due_at=NOW + MINUTE)

    await store.run(work)

    assert await due(store, NOW) == []
    found = await store.read(lambda session: deadlines.due_of(session, "map-card", NOW))
    assert found is not None
    assert (found.subject, found.due_at) == ("first", NOW - MINUTE)
    assert await store.read(lambda session: deadlines.due_of(session, "map-day", NOW)) is None


async def test_what_is_forgotten_leaves_nothing_but_one_that_was_set_anew(store: Store) -> None:
    def asked(session: Session) -> Deadline | None:
        return deadlines.due_of(session, "map-card", NOW)

    await store.run(lambda s: deadlines.set_for(s, "map-card", "7", due_at=NOW - MINUTE))
    over = await store.read(asked)
    assert over is not None
    await store.run(lambda s: deadlines.set_for(s, "map-card", "7", due_at=NOW))
    await store.run(lambda session: deadlines.forget(session, over))
    anew = await store.read(asked)
    assert anew is not None
    await store.run(lambda session: deadlines.forget(session, anew))
    assert await store.read(asked) is None

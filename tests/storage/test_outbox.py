"""What is queued, taken and settled, on both databases."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from storage import leases, outbox, sending
from storage.outbox import Call, Lane, OutboxRow, State
from storage.session import Session
from storage.store import Store

NOW = datetime(2026, 11, 23, 21, 40, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MARK = "↻ Repetat"
MILA, ION, GROUP = 101, 202, -100
EVERY = [(lane, ()) for lane in Lane]

Now = Callable[[], datetime]


def say(chat_id: int, text: str, lane: Lane = Lane.NOTICE, **more: Any) -> Call:
    return Call(chat_id, lane, "sendMessage", {"text": text}, repeat_mark=MARK, **more)


def lead(session: Session, holder: str = "first", now: datetime = NOW) -> int:
    epoch = leases.take(
        session, sending.COURIER, holder=holder, now=now, until=now + timedelta(days=1)
    )
    assert epoch is not None
    return epoch


def claim(session: Session, lanes: Any = EVERY, now: datetime = NOW) -> OutboxRow | None:
    return sending.claim(session, lanes, epoch=lead(session), now=now)


def claimed(session: Session, lanes: Any = EVERY, now: datetime = NOW) -> OutboxRow:
    row = claim(session, lanes, now)
    assert row is not None
    return row


def texts(session: Session, lanes: Any = EVERY, now: datetime = NOW) -> list[str]:
    """Everything that can be taken, in the order in which it is."""
    taken = []
    while (row := claim(session, lanes, now)) is not None:
        taken.append(row.payload["text"])
    return taken


def states(session: Session) -> list[tuple[str, State, str | None]]:
    table = outbox.outbox
    rows = session.execute(select(table).order_by(table.c.id))
    return [(row.method, State(row.state), row.outcome) for row in rows]


async def test_a_queued_call_is_taken_whole_and_once(store: Store) -> None:
    def work(session: Session) -> None:
        call = say(MILA, "Дојава", Lane.ALERT, subject="alert:17")
        row_id = outbox.queue(session, call, NOW)
        row = claimed(session)
        assert row == OutboxRow(
            id=row_id,
            chat_id=MILA,
            person_id=None,
            lane=Lane.ALERT,
            method="sendMessage",
            payload={"text": "Дојава"},
            subject="alert:17",
            card_id=None,
            card_version=None,
            repeat_mark=MARK,
            repeated=False,
            attempts=1,
            epoch=1,
            due_at=NOW,
        )
        assert claim(session) is None
        assert states(session) == [("sendMessage", State.SENDING, None)]

    await store.run(work)


async def test_the_most_urgent_lane_goes_first_and_in_it_the_longest_due(store: Store) -> None:
    def work(session: Session) -> None:
        outbox.queue(session, say(MILA, "routine", Lane.ROUTINE), NOW)
        outbox.queue(session, say(MILA, "notice 2", Lane.NOTICE), NOW)
        outbox.queue(session, say(ION, "notice 3", Lane.NOTICE), NOW)
        outbox.queue(session, say(ION, "notice 1", Lane.NOTICE, due_at=NOW - SECOND), NOW)
        outbox.queue(session, say(MILA, "reply", Lane.REPLY), NOW)
        outbox.queue(session, say(MILA, "alert", Lane.ALERT), NOW)
        outbox.queue(session, say(MILA, "sos", Lane.SOS), NOW)
        order = ["sos", "alert", "reply", "notice 1", "notice 2", "notice 3", "routine"]
        assert texts(session) == order

    await store.run(work)


async def test_the_caller_says_which_lanes_and_in_which_order(store: Store) -> None:
    def work(session: Session) -> None:
        for lane in Lane:
            outbox.queue(session, say(MILA, lane.name, lane), NOW)
        assert texts(session, [(Lane.SOS, ())]) == ["SOS"]
        assert texts(session, [(Lane.REPLY, ()), (Lane.ALERT, ())]) == ["REPLY", "ALERT"]

    await store.run(work)


async def test_chats_that_are_not_free_are_passed_over_lane_by_lane(store: Store) -> None:
    def work(session: Session) -> None:
        outbox.queue(session, say(MILA, "alert to Mila", Lane.ALERT), NOW)
        outbox.queue(session, say(MILA, "reply to Mila", Lane.REPLY), NOW)
        outbox.queue(session, say(ION, "reply to Ion", Lane.REPLY), NOW)
        lanes = [(Lane.ALERT, {MILA}), (Lane.REPLY, {ION})]
        assert texts(session, lanes) == ["reply to Mila"]

    await store.run(work)


async def test_what_is_not_due_waits_and_next_due_tells_until_when(store: Store) -> None:
    def work(session: Session) -> None:
        assert sending.next_due(session, NOW) is None
        outbox.queue(session, say(MILA, "later", due_at=NOW + 9 * SECOND), NOW)
        outbox.queue(session, say(MILA, "soon", due_at=NOW + 5 * SECOND), NOW)
        outbox.queue(session, say(MILA, "now"), NOW)
        assert texts(session) == ["now"]
        assert sending.next_due(session, NOW) == NOW + 5 * SECOND
        assert texts(session, now=NOW + 9 * SECOND) == ["soon", "later"]

    await store.run(work)


async def test_expired_calls_are_cancelled_and_never_taken(store: Store) -> None:
    def work(session: Session) -> None:
        outbox.queue(session, say(MILA, "stale", expires_at=NOW), NOW)
        outbox.queue(session, say(ION, "stale too", expires_at=NOW - SECOND), NOW)
        outbox.queue(session, say(MILA, "fresh", expires_at=NOW + SECOND), NOW)
        assert texts(session) == ["fresh"]
        assert states(session) == [
            ("sendMessage", State.CANCELLED, "expired"),
            ("sendMessage", State.CANCELLED, "expired"),
            ("sendMessage", State.SENDING, None),
        ]

    await store.run(work)


async def test_an_accepted_call_is_sent_with_its_message_id(store: Store) -> None:
    def work(session: Session) -> None:
        outbox.queue(session, say(MILA, "hello"), NOW)
        row = claimed(session)
        assert outbox.sent(session, row.id, message_id=77, now=NOW + SECOND) is True
        assert outbox.sent(session, row.id, message_id=78, now=NOW + SECOND) is False
        found = session.execute(select(outbox.outbox)).one()
        assert (found.state, found.message_id, found.finished_at, found.outcome) == (
            State.SENT,
            77,
            NOW + SECOND,
            None,
        )

    await store.run(work)


async def test_a_retry_waits_until_its_moment_and_counts_attempts(store: Store) -> None:
    def work(session: Session) -> None:
        outbox.queue(session, say(MILA, "hello"), NOW)
        row = claimed(session)
        assert sending.retry(session, row, not_before=NOW + 3 * SECOND, outcome="NotSent")
        assert claim(session, now=NOW + 2 * SECOND) is None
        again = claimed(session, now=NOW + 3 * SECOND)
        assert (again.attempts, again.repeated, again.repeat_mark) == (2, False, MARK)

    await store.run(work)


async def test_attempts_are_not_counted_beyond_what_the_column_holds(store: Store) -> None:
    def work(session: Session) -> None:
        outbox.queue(session, say(MILA, "hello"), NOW)
        session.execute(update(outbox.outbox).values(attempts=29_999))
        for _ in range(2):
            row = claimed(session)
            assert row.attempts == 30_000
            sending.retry(session, row, not_before=NOW, outcome="NotSent")

    await store.run(work)


async def test_a_doubt_is_due_again_as_a_repeat_when_its_grace_is_over(store: Store) -> None:
    def work(session: Session) -> None:
        outbox.queue(session, say(MILA, "hello"), NOW)
        row = claimed(session)
        assert sending.doubt(session, row, until=NOW + 20 * SECOND, outcome="no answer")
        assert sending.next_due(session, NOW) == NOW + 20 * SECOND
        assert claim(session, now=NOW + 19 * SECOND) is None
        again = claimed(session, now=NOW + 20 * SECOND)
        assert (again.id, again.repeated, again.attempts) == (row.id, True, 2)

    await store.run(work)


async def test_one_leader_fences_off_another(store: Store) -> None:
    def work(session: Session) -> None:
        first = lead(session, "first")
        outbox.queue(session, say(MILA, "one"), NOW)
        outbox.queue(session, say(ION, "two"), NOW)
        row = sending.claim(session, EVERY, epoch=first, now=NOW)
        assert row is not None

        later = NOW + timedelta(days=2)
        second = lead(session, "second", later)
        assert second == first + 1
        assert sending.claim(session, EVERY, epoch=first, now=later) is None
        [left] = sending.left_sending(session, epoch=second)
        assert left == row
        assert sending.doubt(session, left, until=later, outcome="ended") is True

        # The first wakes up: what it was refused is too late, what it was told stays true.
        assert sending.bury(session, row, later, outcome="refused") is False
        assert sending.retry(session, row, not_before=later, outcome="unsent") is False
        assert outbox.sent(session, row.id, message_id=5, now=later) is True
        assert states(session)[0] == ("sendMessage", State.SENT, None)

    await store.run(work)


async def test_a_lease_is_kept_released_and_taken(store: Store, database_url: str) -> None:
    def take(session: Session, holder: str, now: datetime) -> int | None:
        return leases.take(session, "task", holder=holder, now=now, until=now + 10 * SECOND)

    def work(session: Session) -> None:
        assert take(session, "one", NOW) == 1
        assert take(session, "one", NOW + 5 * SECOND) == 1
        if database_url.startswith("postgresql"):
            assert take(session, "two", NOW + 14 * SECOND) is None
        assert take(session, "two", NOW + 15 * SECOND) == 2
        leases.release(session, "task", holder="one", now=NOW)  # not its own any more
        if database_url.startswith("postgresql"):
            assert take(session, "one", NOW + 16 * SECOND) is None
        leases.release(session, "task", holder="two", now=NOW + 16 * SECOND)
        assert take(session, "one", NOW + 16 * SECOND) == 3

    await store.run(work)


async def test_holds_can_be_read_back_from_the_rows(store: Store) -> None:
    def work(session: Session) -> None:
        for chat_id in (MILA, ION, GROUP):
            outbox.queue(session, say(chat_id, "hello"), NOW)
        first, second, third = claimed(session), claimed(session), claimed(session)
        sending.retry(session, first, not_before=NOW + 30 * SECOND, outcome=sending.HELD)
        sending.retry(session, second, not_before=NOW + 40 * SECOND, outcome="NotSent")
        sending.retry(session, third, not_before=NOW + 3600 * SECOND, outcome=sending.HELD)
        assert sending.held(session, NOW) == {MILA: NOW + 30 * SECOND, GROUP: NOW + 3600 * SECOND}
        assert sending.held(session, NOW + 30 * SECOND) == {GROUP: NOW + 3600 * SECOND}

        assert sending.all_held_until(session) is None
        sending.hold_all(session, NOW + 5 * SECOND, NOW)
        assert sending.all_held_until(session) == NOW + 5 * SECOND

    await store.run(work)


async def test_burying_a_chat_leaves_the_others_and_what_is_over(store: Store) -> None:
    def work(session: Session) -> None:
        outbox.queue(session, say(MILA, "sent"), NOW)
        outbox.sent(session, claimed(session).id, message_id=1, now=NOW)
        outbox.queue(session, say(MILA, "doubt"), NOW)
        sending.doubt(session, claimed(session), until=NOW + SECOND, outcome="?")
        outbox.queue(session, say(MILA, "queued"), NOW)
        outbox.queue(session, say(ION, "other"), NOW)
        assert sending.bury_chat(session, MILA, NOW, outcome="Forbidden") == 2
        assert [state for _, state, _ in states(session)] == [
            State.SENT,
            State.DEAD,
            State.DEAD,
            State.QUEUED,
        ]

    await store.run(work)


async def test_cancelling_takes_what_fits_everything_given(store: Store) -> None:
    def work(session: Session) -> None:
        outbox.queue(session, say(MILA, "being sent", subject="alert:1"), NOW)
        claimed(session)
        outbox.queue(session, say(MILA, "one", subject="alert:1"), NOW)
        outbox.queue(session, say(ION, "two", subject="alert:1"), NOW)
        outbox.queue(session, say(MILA, "three", subject="alert:2"), NOW)
        assert outbox.cancel(session, NOW, reason="revoked", subject="alert:1", chat_id=MILA) == 1
        assert outbox.cancel(session, NOW, reason="over", subject="alert:1") == 1
        assert states(session) == [
            ("sendMessage", State.SENDING, None),
            ("sendMessage", State.CANCELLED, "revoked"),
            ("sendMessage", State.CANCELLED, "over"),
            ("sendMessage", State.QUEUED, None),
        ]
        with pytest.raises(ValueError, match="a subject, a person or a chat"):
            outbox.cancel(session, NOW, reason="everything")

    await store.run(work)


def doubtful(session: Session, call: Call) -> int:
    row_id = outbox.queue(session, call, NOW)
    row = claimed(session)
    assert row.id == row_id
    sending.doubt(session, row, until=NOW + 20 * SECOND, outcome="no answer")
    return row_id


async def test_a_tap_on_the_message_proves_a_doubt_and_nothing_else(store: Store) -> None:
    def work(session: Session) -> None:
        doubtful(session, say(MILA, "Дојава 17 \nЧамац"))
        doubtful(session, say(MILA, "Дојава 18"))
        doubtful(session, say(ION, "Дојава 17 \nЧамац"))
        assert outbox.prove(session, MILA, 55, "something else", NOW) is False
        assert outbox.prove(session, GROUP, 55, "Дојава 17\nЧамац", NOW) is False
        assert outbox.prove(session, MILA, 55, "Дојава 17\nЧамац", NOW) is True
        assert outbox.prove(session, MILA, 55, "Дојава 17\nЧамац", NOW) is False
        assert [state for _, state, _ in states(session)] == [
            State.SENT,
            State.DOUBT,
            State.DOUBT,
        ]
        found = session.execute(select(outbox.outbox).order_by(outbox.outbox.c.id)).first()
        assert found is not None
        assert found.message_id == 55

    await store.run(work)


async def test_a_tap_on_a_known_message_proves_no_other_with_the_same_text(store: Store) -> None:
    def work(session: Session) -> None:
        outbox.queue(session, say(MILA, "Are you well?"), NOW)
        outbox.sent(session, claimed(session).id, message_id=1, now=NOW)
        doubtful(session, say(MILA, "Are you well?"))
        assert outbox.prove(session, MILA, 1, "Are you well?", NOW) is False
        assert outbox.prove(session, MILA, 2, "Are you well?", NOW) is True

    await store.run(work)


@pytest.mark.parametrize("marked", [False, True])
async def test_a_tap_proves_while_sending_and_while_a_repeat_waits(
    store: Store, marked: bool
) -> None:
    text = f"{MARK}\nhello" if marked else "hello"

    def work(session: Session) -> None:
        outbox.queue(session, say(MILA, "hello"), NOW)
        row = claimed(session)
        assert outbox.prove(session, MILA, 5, text, NOW) is True
        assert sending.doubt(session, row, until=NOW, outcome="no answer") is False

        doubtful(session, say(MILA, "hello"))
        assert claim(session, [(Lane.SOS, ())], now=NOW + 20 * SECOND) is None  # a repeat by now
        assert states(session)[1][1] == State.QUEUED
        assert outbox.prove(session, MILA, 6, text, NOW) is True
        assert claim(session, now=NOW + 21 * SECOND) is None

    await store.run(work)


async def test_a_tap_does_not_prove_what_was_never_tried(store: Store) -> None:
    def work(session: Session) -> None:
        outbox.queue(session, say(MILA, "hello"), NOW)
        assert outbox.prove(session, MILA, 5, "hello", NOW) is False

    await store.run(work)


async def test_a_newer_message_of_the_same_draft_cancels_a_doubt(store: Store) -> None:
    def work(session: Session) -> None:
        doubtful(session, say(MILA, "step 1", Lane.REPLY, subject="draft:9"))
        doubtful(session, say(MILA, "other draft", Lane.REPLY, subject="draft:8"))
        doubtful(session, say(ION, "other person", Lane.REPLY, subject="draft:9"))
        doubtful(session, say(MILA, "alert", Lane.ALERT, subject="alert:9"))
        outbox.queue(session, say(MILA, "alert again", Lane.ALERT, subject="alert:9"), NOW)
        outbox.queue(session, say(MILA, "step 2", Lane.REPLY, subject="draft:9"), NOW)
        assert [state for _, state, _ in states(session)] == [
            State.CANCELLED,
            State.DOUBT,
            State.DOUBT,
            State.DOUBT,
            State.QUEUED,
            State.QUEUED,
        ]

    await store.run(work)


async def test_a_group_that_moved_takes_what_is_unfinished_with_it(store: Store) -> None:
    def work(session: Session) -> None:
        outbox.queue(session, say(GROUP, "sent"), NOW)
        outbox.sent(session, claimed(session).id, message_id=1, now=NOW)
        outbox.queue(session, say(GROUP, "sending"), NOW)
        claimed(session)
        outbox.queue(session, say(GROUP, "queued"), NOW)
        outbox.queue(session, say(MILA, "other"), NOW)
        outbox.migrate(session, GROUP, -200)
        rows = session.execute(select(outbox.outbox).order_by(outbox.outbox.c.id))
        assert [row.chat_id for row in rows] == [GROUP, -200, -200, MILA]

    await store.run(work)


async def test_counts_and_forgetting(store: Store) -> None:
    def work(session: Session) -> None:
        for text in ("sent", "dead", "doubt"):
            outbox.queue(session, say(MILA, text), NOW)
        outbox.sent(session, claimed(session).id, message_id=1, now=NOW)
        sending.bury(session, claimed(session), NOW, outcome="BadRequest: no")
        sending.doubt(session, claimed(session), until=NOW + SECOND, outcome="?")
        outbox.queue(session, say(MILA, "queued"), NOW)
        assert outbox.counts(session) == {
            State.QUEUED: 1,
            State.SENDING: 0,
            State.SENT: 1,
            State.DOUBT: 1,
            State.DEAD: 1,
            State.CANCELLED: 0,
        }
        outbox.forget(session, NOW)
        assert outbox.counts(session)[State.SENT] == 1
        outbox.forget(session, NOW + SECOND)
        assert [state for _, state, _ in states(session)] == [
            State.DEAD,
            State.DOUBT,
            State.QUEUED,
        ]

    await store.run(work)


async def test_queueing_wakes_the_courier(store: Store) -> None:
    woken: list[str] = []
    store.on_wake("outbox", lambda: woken.append("outbox"))
    await store.run(lambda session: session.execute(update(outbox.outbox).values(attempts=0)))
    await store.run(outbox.counts)
    assert woken == []
    await store.run(lambda session: outbox.queue(session, say(MILA, "hello"), NOW))
    await store.run(outbox.counts)
    assert woken == ["outbox"]

"""Every row of the outcome table, against the sandbox's faults."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import delete

from bot.courier import Courier
from bot.outcomes import Patience
from sandbox.server import Running
from storage import cards, outbox, people
from storage.cards import Showing
from storage.outbox import Call, Lane, State
from storage.people import Person
from storage.session import Session
from tests.bot.line import Line
from tests.bot.post import MARK, QUICK, Post, say, until, utc_now

MILA, ION, ANA = 101, 202, 303

LOST_ANSWERS = [
    {"kind": "deliver+hang", "seconds": 3},
    {"kind": "deliver+500"},
    {"kind": "deliver+reset"},
]


@pytest.fixture
async def mila(post: Post) -> int:
    return await post.person("Mila", MILA)


@pytest.fixture
async def ion(post: Post) -> int:
    return await post.person("Ion", ION, country="RO", language="ro")


async def at_of(post: Post, method: str = "sendMessage") -> list[float]:
    return [entry["at"] for entry in await post.calls(method)]


# Surely not sent.


async def test_what_surely_did_not_leave_is_sent_unmarked_when_the_line_is_back(
    post: Post, running: Running, mila: int
) -> None:
    async with Line(running.port) as line:
        await line.cut()
        courier = await post.courier(url=line.url)
        rows = await post.queue(say(MILA, "one"), say(MILA, "two"))
        await until(lambda: attempts_of(post, rows[0], 3))
        assert await post.calls() == []
        await line.mend()
        assert await post.settled(*rows) == [State.SENT, State.SENT]
    assert await post.texts(MILA) == ["one", "two"]
    assert courier.counted["repeated"] == 0
    assert courier.counted["unsent"] >= 3


async def attempts_of(post: Post, row_id: int, at_least: int) -> bool:
    return bool((await post.row(row_id))["attempts"] >= at_least)


async def test_sos_does_not_wait_behind_a_call_that_did_not_get_through(
    post: Post, running: Running, mila: int
) -> None:
    slow = Patience(backoff=timedelta(seconds=8), idle=QUICK.idle)
    async with Line(running.port) as line:
        await line.cut()
        await post.courier(url=line.url, patience=slow)
        [routine] = await post.queue(say(MILA, "routine", Lane.ROUTINE))
        await until(lambda: attempts_of(post, routine, 1))
        await line.mend()
        [sos] = await post.queue(say(MILA, "SOS", Lane.SOS))
        assert await post.settled(sos, within=4) == [State.SENT]
    assert await post.texts(MILA) == ["SOS"]
    assert await post.state(routine) == State.QUEUED


# Perhaps accepted.


@pytest.mark.parametrize("fault", LOST_ANSWERS)
async def test_a_lost_answer_is_followed_by_a_marked_repeat_after_the_grace(
    post: Post, mila: int, fault: dict[str, Any]
) -> None:
    await post.sandbox.fault(method="sendMessage", **fault)
    courier = await post.courier()
    [row_id] = await post.queue(say(MILA, "Alert 17", Lane.ALERT))
    assert await post.settled(row_id) == [State.SENT]
    assert await post.texts(MILA) == ["Alert 17", f"{MARK}\nAlert 17"]
    first, second = await at_of(post)
    assert second - first >= QUICK.grace[Lane.ALERT].total_seconds()
    row = await post.row(row_id)
    assert (row["repeated"], row["attempts"]) == (True, 2)
    assert courier.counted == {"unknown": 1, "accepted": 1, "repeated": 1}


async def test_what_was_dropped_is_repeated_with_the_mark_for_nobody_can_know(
    post: Post, mila: int
) -> None:
    await post.sandbox.fault("drop", method="sendMessage")
    await post.courier()
    [row_id] = await post.queue(say(MILA, "Alert 17"))
    assert await post.settled(row_id) == [State.SENT]
    assert await post.texts(MILA) == [f"{MARK}\nAlert 17"]


async def test_the_grace_of_sos_is_shorter(post: Post, mila: int, ion: int) -> None:
    await post.sandbox.fault("deliver+500", method="sendMessage", times=2)
    await post.courier()
    rows = await post.queue(say(MILA, "routine", Lane.ROUTINE), say(ION, "SOS", Lane.SOS))
    assert await post.settled(*rows) == [State.SENT, State.SENT]
    said = [entry["params"]["text"] for entry in await post.calls("sendMessage")]
    assert said == ["SOS", "routine", f"{MARK}\nSOS", f"{MARK}\nroutine"]


async def test_an_answer_lost_again_is_waited_for_four_times_as_long(post: Post, mila: int) -> None:
    await post.sandbox.fault("deliver+500", method="sendMessage", times=2)
    await post.courier()
    [row_id] = await post.queue(say(MILA, "SOS", Lane.SOS))
    assert await post.settled(row_id) == [State.SENT]
    one, two, three = await at_of(post)
    grace = QUICK.grace[Lane.SOS].total_seconds()
    assert two - one >= grace
    assert three - two >= 4 * grace
    assert await post.texts(MILA) == ["SOS", f"{MARK}\nSOS", f"{MARK}\nSOS"]


async def tapped(post: Post, chat_id: int) -> bool:
    """What the edge does when a person taps: the message tapped tells its id and text."""
    messages = await post.sandbox.messages(chat_id)
    shown = next(each for each in messages if each["from"] == "bot")
    return await post.store.run(
        lambda s: outbox.prove(s, chat_id, shown["message_id"], shown["text"], utc_now())
    )


@pytest.mark.parametrize("fault", LOST_ANSWERS)
async def test_a_tap_cancels_the_repeat(post: Post, mila: int, fault: dict[str, Any]) -> None:
    await post.sandbox.fault(method="sendMessage", **fault)
    await post.courier()
    [row_id] = await post.queue(say(MILA, "Alert 17", Lane.ALERT))
    message = await post.sandbox.wait_for(MILA, "Alert 17")
    assert await tapped(post, MILA)
    assert await post.settled(row_id) == [State.SENT]
    await post.none_more(within=1.5)
    assert await post.texts(MILA) == ["Alert 17"]
    row = await post.row(row_id)
    assert (row["message_id"], row["repeated"]) == (message["message_id"], False)


async def test_a_newer_message_of_the_same_draft_cancels_the_repeat(post: Post, mila: int) -> None:
    await post.sandbox.fault("deliver+500", method="sendMessage")
    await post.courier()
    [first] = await post.queue(say(MILA, "What did you see?", Lane.REPLY, subject="draft:9"))
    await until(lambda: is_in(post, first, State.DOUBT))
    [second] = await post.queue(say(MILA, "Where?", Lane.REPLY, subject="draft:9"))
    assert await post.settled(first, second) == [State.CANCELLED, State.SENT]
    await post.none_more(within=1.2)
    assert await post.texts(MILA) == ["What did you see?", "Where?"]


async def is_in(post: Post, row_id: int, state: State) -> bool:
    return await post.state(row_id) == state


@pytest.mark.parametrize("fault", LOST_ANSWERS)
async def test_edits_and_deletes_are_tried_again_at_once_unmarked(
    post: Post, mila: int, fault: dict[str, Any]
) -> None:
    courier = await post.courier()
    rows = await post.queue(say(MILA, "one", Lane.REPLY), say(MILA, "two", Lane.REPLY))
    await post.settled(*rows)
    ids = [(await post.row(row_id))["message_id"] for row_id in rows]
    await post.sandbox.fault(method="editMessageText", **fault)
    await post.sandbox.fault(method="deleteMessage", **fault)
    edit = Call(MILA, Lane.REPLY, "editMessageText", {"message_id": ids[0], "text": "changed"})
    gone = Call(MILA, Lane.REPLY, "deleteMessage", {"message_id": ids[1]})
    changed = await post.queue(edit, gone)
    assert await post.settled(*changed) == [State.SENT, State.SENT]
    assert await post.texts(MILA) == ["changed"]
    assert [len(await post.calls(name)) for name in ("editMessageText", "deleteMessage")] == [2, 2]
    assert courier.counted["repeated"] == 0


async def test_an_older_edit_that_is_tried_again_never_comes_after_a_newer(
    post: Post, mila: int
) -> None:
    await post.courier(patience=Patience(idle=QUICK.idle, backoff=timedelta(seconds=1.5)))
    [first] = await post.queue(say(MILA, "before", Lane.REPLY))
    await post.settled(first)
    message_id = (await post.row(first))["message_id"]
    await post.sandbox.fault("500", method="editMessageText", times=3)
    rows = await post.queue(
        *(
            Call(MILA, Lane.REPLY, "editMessageText", {"message_id": message_id, "text": text})
            for text in ("older", "newer")
        )
    )
    assert await post.settled(*rows) == [State.SENT, State.SENT]
    accepted = [
        entry["params"]["text"]
        for entry in await post.calls("editMessageText")
        if entry["status"] == 200
    ]
    assert accepted == ["older", "newer"]


async def test_calls_about_the_bot_itself_go_and_are_tried_again(post: Post, mila: int) -> None:
    await post.sandbox.fault("deliver+500", method="setMyCommands")
    await post.courier()
    commands = [{"command": "sos", "description": "Помоћ одмах"}]
    payload = {"commands": commands, "language_code": "sr"}
    [row_id] = await post.queue(Call(0, Lane.ROUTINE, "setMyCommands", payload))
    assert await post.settled(row_id) == [State.SENT]
    assert len(await post.calls("setMyCommands")) == 2


# Too fast.


async def test_a_429_holds_that_chat_and_no_other(post: Post, mila: int, ion: int) -> None:
    await post.sandbox.fault("429", chat=MILA, seconds=2)
    await post.courier()
    rows = await post.queue(say(MILA, "held"), say(MILA, "behind"), say(ION, "free"))
    assert await post.settled(rows[2], within=1.5) == [State.SENT]
    [sos] = await post.queue(say(MILA, "SOS", Lane.SOS))
    assert await post.settled(*rows, sos) == [State.SENT] * 4
    refused, *later = [entry for entry in await post.calls() if entry["chat_id"] == MILA]
    assert refused["status"] == 429
    assert [entry["params"]["text"] for entry in later] == ["SOS", "held", "behind"]
    assert later[0]["at"] - refused["at"] >= 2
    row = await post.row(rows[0])
    assert (row["repeated"], row["attempts"]) == (False, 2)


@pytest.mark.alone
async def test_429_of_several_chats_holds_all_but_sos(post: Post, mila: int, ion: int) -> None:
    await post.person("Ana", ANA)
    for chat_id in (MILA, ION):
        await post.sandbox.fault("429", chat=chat_id, seconds=2)
    courier = await post.courier()
    held = await post.queue(say(MILA, "one"), say(ION, "two"))
    await until(lambda: counted(courier, "held", 2))
    [notice, sos] = await post.queue(say(ANA, "notice"), say(ANA, "SOS", Lane.SOS))
    assert await post.settled(*held, notice, sos) == [State.SENT] * 4
    first, second, *later = await post.calls("sendMessage")
    assert [first["status"], second["status"]] == [429, 429]
    assert later[0]["params"]["text"] == "SOS"
    assert later[0]["at"] - second["at"] < 1.5
    assert all(entry["at"] - second["at"] >= 2 for entry in later[1:])
    assert sorted(entry["params"]["text"] for entry in later[1:]) == ["notice", "one", "two"]


async def counted(courier: Courier, kind: str, number: int) -> bool:
    return courier.counted[kind] == number


async def test_a_hold_survives_a_restart(post: Post, mila: int, ion: int) -> None:
    await post.sandbox.fault("429", chat=MILA, seconds=3)
    courier = await post.courier()
    rows = await post.queue(say(MILA, "one"))
    await until(lambda: counted(courier, "held", 1))
    await courier.stop()
    await post.courier()
    # What is queued now has no hold of its own.
    rows += await post.queue(say(MILA, "SOS", Lane.SOS), say(ION, "free"))
    assert await post.settled(rows[2], within=2) == [State.SENT]
    assert await post.settled(*rows) == [State.SENT] * 3
    refused, *later = [entry for entry in await post.calls() if entry["chat_id"] == MILA]
    assert [entry["params"]["text"] for entry in later] == ["SOS", "one"]
    assert all(entry["at"] - refused["at"] >= 2.95 for entry in later)


@pytest.mark.alone
async def test_a_hold_of_everything_survives_a_restart(post: Post, mila: int, ion: int) -> None:
    await post.person("Ana", ANA)
    for chat_id in (MILA, ION):
        await post.sandbox.fault("429", chat=chat_id, seconds=3)
    courier = await post.courier()
    rows = await post.queue(say(MILA, "one"), say(ION, "two"))
    await until(lambda: counted(courier, "held", 2))
    await courier.stop()
    await post.courier()
    rows += await post.queue(say(ANA, "notice"), say(ANA, "SOS", Lane.SOS))
    assert await post.settled(*rows) == [State.SENT] * 4
    _, second, sos, *later = await post.calls("sendMessage")
    assert sos["params"]["text"] == "SOS"
    assert sos["at"] - second["at"] < 2.5
    assert sorted(entry["params"]["text"] for entry in later) == ["notice", "one", "two"]
    assert all(entry["at"] - second["at"] >= 2.95 for entry in later)


# Nobody there.


async def person(post: Post, person_id: int) -> Person:
    found = await post.store.run(lambda session: people.by_id(session, person_id))
    assert found is not None
    return found


def tell_desk(session: Session, person_id: int, now: datetime) -> None:
    """What the service does: the desk, here Ion, reads of it at once."""
    outbox.queue(session, say(ION, f"{person_id} cannot be reached", Lane.ALERT), now)


async def test_who_blocked_the_bot_is_marked_and_the_desk_told_in_one_go(
    post: Post, mila: int, ion: int
) -> None:
    await post.sandbox.block(MILA)
    await post.courier(on_unreachable=tell_desk)
    rows = await post.queue(
        say(MILA, "one", Lane.ALERT, person_id=mila),
        say(MILA, "two", person_id=mila),
        say(MILA, "tomorrow", person_id=mila, due_at=utc_now() + timedelta(days=1)),
    )
    assert await post.settled(*rows) == [State.DEAD] * 3
    await post.sandbox.wait_for(ION, f"{mila} cannot be reached")
    assert (await person(post, mila)).unreachable_since is not None
    assert [entry["chat_id"] for entry in await post.calls("sendMessage")] == [MILA, ION]
    outcomes = {(await post.row(row_id))["outcome"] for row_id in rows}
    assert outcomes == {"Forbidden: Forbidden: bot was blocked by the user"}

    # Once marked, another refusal is no news.
    [again] = await post.queue(say(MILA, "three", person_id=mila))
    assert await post.settled(again) == [State.DEAD]
    await post.none_more(within=0.5)
    assert await post.texts(ION) == [f"{mila} cannot be reached"]


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "403", "description": "Forbidden: user is deactivated"},
        {"kind": "400", "description": "Bad Request: chat not found"},
    ],
)
async def test_who_is_not_there_any_more_is_marked(
    post: Post, mila: int, fault: dict[str, Any]
) -> None:
    await post.sandbox.fault(chat=MILA, **fault)
    await post.courier()
    [row_id] = await post.queue(say(MILA, "one", person_id=mila))
    assert await post.settled(row_id) == [State.DEAD]
    assert (await person(post, mila)).unreachable_since is not None
    assert len(await post.calls("sendMessage")) == 1


async def test_who_was_thrown_out_of_a_group_can_still_be_written_to(post: Post, mila: int) -> None:
    group = await post.sandbox.group("Patrol", [MILA])
    await post.sandbox.change_group(group, bot_status="kicked")
    await post.courier(on_unreachable=tell_desk)
    [row_id] = await post.queue(say(group, "one", person_id=mila))
    assert await post.settled(row_id) == [State.DEAD]
    assert (await person(post, mila)).unreachable_since is None
    assert len(await post.calls("sendMessage")) == 1


async def test_an_outcome_is_written_even_when_telling_the_desk_fails(
    post: Post, mila: int
) -> None:
    tried = []

    def fail(session: Session, person_id: int, now: datetime) -> None:
        tried.append(person_id)
        raise RuntimeError("the desk's printer burns")

    await post.sandbox.block(MILA)
    await post.courier(on_unreachable=fail)
    [row_id] = await post.queue(say(MILA, "one", person_id=mila))
    assert await post.settled(row_id) == [State.DEAD]
    assert len(tried) >= 3
    assert (await person(post, mila)).unreachable_since is not None


# A group that moved.


async def test_a_group_that_moved_gets_each_message_once_under_its_new_id(
    post: Post, mila: int
) -> None:
    group = await post.sandbox.group("Patrol", [MILA])
    await post.sandbox.fault("migrate", chat=group)
    await post.courier()
    rows = await post.queue(say(group, "one"), say(group, "two"))
    assert await post.settled(*rows) == [State.SENT, State.SENT]
    new = (await post.row(rows[0]))["chat_id"]
    assert new != group
    assert (await post.row(rows[1]))["chat_id"] == new
    assert await post.texts(new) == ["one", "two"]
    assert len(await post.calls("sendMessage")) == 3


# Refused for good.


async def test_a_call_that_makes_no_sense_is_dead_with_its_error(post: Post, mila: int) -> None:
    courier = await post.courier()
    rows = await post.queue(
        say(MILA, "broken", payload={"text": "x", "parse_mode": "HTLM"}),
        say(MILA, "empty", payload={"text": ""}),
        Call(MILA, Lane.REPLY, "sendNonsense", {"text": "x"}),
        say(MILA, "no such character: \ud83d"),
        say(MILA, "right"),
    )
    assert await post.settled(*rows) == [*[State.DEAD] * 4, State.SENT]
    assert await post.texts(MILA) == ["right"]
    assert (await post.row(rows[1]))["outcome"] == "BadRequest: Message text is empty"
    assert courier.counted == {"refused": 4, "accepted": 1, "repeated": 0}
    assert not courier.token_refused


async def test_not_modified_is_success(post: Post, mila: int) -> None:
    await post.courier()
    [row_id] = await post.queue(say(MILA, "same", Lane.REPLY))
    await post.settled(row_id)
    payload = {"message_id": (await post.row(row_id))["message_id"], "text": "same"}
    [again] = await post.queue(Call(MILA, Lane.REPLY, "editMessageText", payload))
    assert await post.settled(again) == [State.SENT]
    assert (await post.calls("editMessageText"))[0]["status"] == 400


async def test_a_refused_token_stops_everything_until_it_is_known_again(post: Post) -> None:
    known = asyncio.Event()
    asked: list[str] = []

    async def telegram(request: web.Request) -> web.Response:
        asked.append(request.path.rpartition("/")[2])
        if not known.is_set():
            return web.json_response({"ok": False, "description": "Unauthorized"}, status=401)
        return web.json_response({"ok": True, "result": {"message_id": 7}})

    app = web.Application()
    app.router.add_post("/{path:.*}", telegram)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    patience = Patience(idle=QUICK.idle, token=timedelta(seconds=1))
    courier = await post.courier(
        url=f"http://127.0.0.1:{runner.addresses[0][1]}", patience=patience
    )
    rows = await post.queue(*(say(chat_id, "hello") for chat_id in range(1, 30)))
    await until(lambda: refused(courier))
    await asyncio.sleep(0.3)
    assert asked.count("sendMessage") <= 8
    assert {State(row["state"]) for row in await post.rows()} == {State.QUEUED}
    known.set()
    assert await post.settled(*rows) == [State.SENT] * 29
    assert not any(row["repeated"] for row in await post.rows())
    await runner.cleanup()


async def refused(courier: Courier) -> bool:
    return courier.token_refused


# Cards, all the way.


def looks(person_id: int, text: str) -> Showing:
    payload = {"text": text}
    return Showing("sighting:17", person_id, MILA, payload, lane=Lane.REPLY, repeat_mark=MARK)


async def test_a_card_is_one_message_that_shows_the_newest_look(post: Post, mila: int) -> None:
    await post.courier()
    await post.show(looks(mila, "New"))
    await post.sandbox.wait_for(MILA, "New")
    for text in ("Seen", "Taken over", "Resolved"):
        await post.show(looks(mila, text))
    await post.sandbox.wait_for(MILA, "Resolved")
    await post.none_more("editMessageText", within=1.2)
    assert await post.texts(MILA) == ["Resolved"]
    assert len(await post.calls("sendMessage")) == 1
    assert len(await post.calls("editMessageText")) <= 2


@pytest.mark.parametrize("proved", [False, True])
async def test_a_card_that_changes_while_in_doubt(post: Post, mila: int, proved: bool) -> None:
    await post.sandbox.fault("deliver+500", method="sendMessage")
    await post.courier()
    await post.show(looks(mila, "New"))
    [row] = await post.rows()
    await until(lambda: is_in(post, row["id"], State.DOUBT))
    await post.show(looks(mila, "Taken over"))
    if proved:
        assert await tapped(post, MILA)
        await post.sandbox.wait_for(MILA, "Taken over")
        await post.none_more(within=1.2)
        assert await post.texts(MILA) == ["Taken over"]
    else:
        await post.sandbox.wait_for(MILA, f"{MARK}\nTaken over")
        await post.none_more("editMessageText", within=1.2)
        assert await post.texts(MILA) == ["New", f"{MARK}\nTaken over"]


async def test_a_card_whose_message_was_deleted_comes_anew(post: Post, mila: int) -> None:
    await post.courier()
    await post.show(looks(mila, "New"))
    message = await post.sandbox.wait_for(MILA, "New")
    await post.queue(Call(MILA, Lane.REPLY, "deleteMessage", {"message_id": message["message_id"]}))
    await until(lambda: nothing_shown(post))
    await post.show(looks(mila, "Taken over"))
    await post.sandbox.wait_for(MILA, "Taken over")
    assert await post.texts(MILA) == ["Taken over"]
    await post.show(looks(mila, "Resolved"))
    await post.sandbox.wait_for(MILA, "Resolved")
    assert await post.texts(MILA) == ["Resolved"]


async def nothing_shown(post: Post) -> bool:
    return await post.texts(MILA) == []


async def test_a_card_deleted_with_its_person_is_not_sent(post: Post, mila: int) -> None:
    await post.show(looks(mila, "New"))
    await post.store.run(lambda session: session.execute(delete(people.person)))
    assert await post.rows() == []
    assert await post.store.run(lambda session: cards.of(session, "sighting:17")) == []


async def test_ten_changes_of_a_card_whose_chat_is_held_are_one_edit_afterwards(
    post: Post, mila: int
) -> None:
    courier = await post.courier()
    await post.show(looks(mila, "New"))
    await post.sandbox.wait_for(MILA, "New")
    await post.sandbox.fault("429", method="editMessageText", seconds=2)
    await post.show(looks(mila, "change 0"))
    await until(lambda: counted(courier, "held", 1))
    for number in range(1, 11):
        await post.show(looks(mila, f"change {number}"))
    await post.sandbox.wait_for(MILA, "change 10")
    await post.none_more("editMessageText", within=0.5)
    refused, edit = await post.calls("editMessageText")
    assert [each["params"]["text"] for each in (refused, edit)] == ["change 0", "change 10"]
    assert edit["at"] - refused["at"] >= 2
    assert await post.texts(MILA) == ["change 10"]

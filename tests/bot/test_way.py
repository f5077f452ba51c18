"""After an outage everything goes by its lane at once, and no try of its own is waited for."""

from sandbox.client import Sandbox
from sandbox.server import Running
from storage.outbox import Lane, State
from tests.bot.line import Line
from tests.bot.post import Post, say, until


async def test_after_an_outage_everything_goes_by_its_lane(
    post: Post, sandbox: Sandbox, running: Running
) -> None:
    await sandbox.limits(enabled=False)
    chats = await post.crowd(60)
    async with Line(running.port) as line:
        courier = await post.courier(url=line.url)
        await line.cut()
        lanes = [Lane(4 - number // 12) for number in range(60)]  # the least urgent queued first
        calls = [say(chat, lane.name, lane) for chat, lane in zip(chats, lanes, strict=True)]
        rows = await post.queue(*calls)

        async def barred() -> bool:
            return courier._way.barred

        await until(barred)
        tried = sum([row["attempts"] for row in await post.rows()])
        await line.mend()
        assert await post.settled(*rows) == [State.SENT] * 60

    assert tried <= 16, "while there is no way, not every message tries it"
    said = [entry["params"]["text"] for entry in await post.calls("sendMessage")]
    assert len(said) == 60
    assert said[:12] == ["SOS"] * 12
    assert set(said[12:36]) == {"ALERT", "REPLY"}
    assert said[36:] == ["NOTICE"] * 12 + ["ROUTINE"] * 12
    assert [row["repeated"] for row in await post.rows()] == [False] * 60


async def test_while_there_is_no_way_few_calls_try_it(
    post: Post, sandbox: Sandbox, running: Running
) -> None:
    chats = await post.crowd(20)
    async with Line(running.port) as line:
        courier = await post.courier(url=line.url)
        await line.cut()
        await post.queue(*(say(chat, "waits") for chat in chats))

        async def barred() -> bool:
            return courier._way.barred

        await until(barred)
        before = courier.counted["unsent"]
        await post.none_more(within=1.0)
        assert courier.counted["unsent"] <= before + 8  # what was in flight, and a try
        await line.mend()
        await sandbox.wait_for(chats[0], "waits")

"""Rate limits: per person, per group, overall; what ignoring a hold costs."""

import pytest

from sandbox.client import Sandbox
from tests.sandbox.bot_api import BotApi


async def retry_after(bot: BotApi, chat: int, **params: object) -> int:
    """Seconds told by a 429, 0 where the message was taken."""
    status, body = await bot.raw("sendMessage", json={"chat_id": chat, "text": "x", **params})
    if status == 200:
        return 0
    assert status == 429, body
    seconds = int(body["parameters"]["retry_after"])
    assert body["description"] == f"Too Many Requests: retry after {seconds}"
    assert bot.headers["Retry-After"] == str(seconds)
    return seconds


@pytest.fixture(autouse=True)
async def _frozen(sandbox: Sandbox) -> None:
    await sandbox.clock(frozen=True)


async def test_five_at_once_then_one_a_second(bot: BotApi, sandbox: Sandbox, mila: int) -> None:
    assert [await retry_after(bot, mila) for _ in range(6)] == [0, 0, 0, 0, 0, 1]
    await sandbox.advance(1)
    assert [await retry_after(bot, mila) for _ in range(2)] == [0, 1]
    await sandbox.advance(10)
    assert [await retry_after(bot, mila) for _ in range(6)] == [0, 0, 0, 0, 0, 1]


async def test_another_person_is_not_held(bot: BotApi, sandbox: Sandbox, mila: int) -> None:
    ion = (await sandbox.person("Ion", id=202))["id"]
    await sandbox.start(ion)
    for _ in range(6):
        await retry_after(bot, mila)
    assert await retry_after(bot, ion) == 0


async def test_thirty_a_second_overall(bot: BotApi, sandbox: Sandbox) -> None:
    people = [500 + number for number in range(31)]
    for person in people:
        await sandbox.person("P", id=person)
        await sandbox.start(person)
    told = [await retry_after(bot, person) for person in people]
    assert told == [0] * 30 + [3]
    await sandbox.advance(2.9)
    assert await retry_after(bot, people[0]) == 3, "ignoring the hold begins it anew"
    await sandbox.advance(2.9)
    assert await retry_after(bot, people[0]) == 3
    await sandbox.advance(3)
    assert await retry_after(bot, people[0]) == 0


async def test_twenty_a_minute_per_group_edits_included(
    bot: BotApi, sandbox: Sandbox, mila: int
) -> None:
    group = await sandbox.group("Nera", [mila])
    sent = await bot("sendMessage", chat_id=group, text="0")
    for number in range(1, 15):
        await bot("sendMessage", chat_id=group, text=str(number))
    await sandbox.advance(10)
    for number in range(5):
        where = {"chat_id": group, "message_id": sent["message_id"]}
        await bot("editMessageText", text=f"edit {number}", **where)
    assert await retry_after(bot, group) == 50
    assert await retry_after(bot, mila) == 0
    refusal = await bot.refused("editMessageText", text="one more", **where)
    assert refusal == "Too Many Requests: retry after 50"
    await sandbox.advance(50)
    assert await retry_after(bot, group) == 0


async def test_who_ignores_a_hold_waits_from_the_beginning(
    bot: BotApi, sandbox: Sandbox, mila: int
) -> None:
    group = await sandbox.group("Nera", [mila])
    for _ in range(20):
        assert await retry_after(bot, group) == 0
    assert await retry_after(bot, group) == 60
    await sandbox.advance(0.5)
    assert await retry_after(bot, group) == 60, "what was already on its way is forgiven"
    await sandbox.advance(10)
    assert await retry_after(bot, group) == 60
    await sandbox.advance(59)
    assert await retry_after(bot, group) == 60
    await sandbox.advance(60)
    assert await retry_after(bot, group) == 0


async def test_an_album_counts_as_its_pictures(bot: BotApi, sandbox: Sandbox, mila: int) -> None:
    await sandbox.photo(mila)
    [update] = await bot("getUpdates")
    photo = update["message"]["photo"][-1]["file_id"]
    album = [{"type": "photo", "media": photo}] * 10
    await bot("sendMediaGroup", chat_id=mila, media=album)
    assert await retry_after(bot, mila) == 6


async def test_what_is_refused_otherwise_costs_nothing(
    bot: BotApi, sandbox: Sandbox, mila: int
) -> None:
    for _ in range(20):
        await bot.refused("sendMessage", chat_id=mila, text="")
    assert await retry_after(bot, mila) == 0


async def test_limits_can_be_switched_off(bot: BotApi, sandbox: Sandbox, mila: int) -> None:
    await sandbox.limits(enabled=False)
    assert [await retry_after(bot, mila) for _ in range(40)] == [0] * 40
    await sandbox.limits(enabled=True)
    assert [await retry_after(bot, mila) for _ in range(6)][-1] == 1


async def test_a_clock_set_back_does_not_lock_the_bot(
    bot: BotApi, sandbox: Sandbox, mila: int
) -> None:
    for _ in range(6):
        await retry_after(bot, mila)
    await sandbox.clock(set="2001-01-01T00:00:00Z")
    assert await retry_after(bot, mila) == 0

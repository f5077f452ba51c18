"""Groups: who hears what, who may do what, how they end."""

from typing import Any

import pytest

from sandbox.client import Sandbox, SandboxError
from tests.sandbox.bot_api import BotApi


@pytest.fixture
async def ion(sandbox: Sandbox) -> int:
    return int((await sandbox.person("Ion", id=202))["id"])


@pytest.fixture
async def group(sandbox: Sandbox, mila: int, ion: int) -> int:
    return await sandbox.group("Nera", [mila, ion])


async def heard(bot: BotApi) -> list[str]:
    """Texts since last asked."""
    updates = await bot("getUpdates")
    if updates:
        await bot("getUpdates", offset=updates[-1]["update_id"] + 1)
    return [one["message"]["text"] for one in updates if "message" in one]


async def test_the_bot_is_told_that_it_was_added(bot: BotApi, group: int, mila: int) -> None:
    [update] = await bot("getUpdates")
    added = update["my_chat_member"]
    assert added["chat"] == {"id": group, "type": "group", "title": "Nera"}
    assert added["from"]["id"] == mila
    assert added["old_chat_member"]["status"] == "left"
    assert added["new_chat_member"]["status"] == "member"
    assert added["new_chat_member"]["user"]["id"] == 4242


async def test_privacy_lets_commands_replies_and_mentions_through(
    bot: BotApi, sandbox: Sandbox, group: int, mila: int, ion: int
) -> None:
    await sandbox.limits(enabled=False)
    sent = await bot("sendMessage", chat_id=group, text="Report 7")
    unheard = await sandbox.text(mila, "just talk", chat=group)
    assert unheard["update_id"] is None
    await sandbox.text(mila, "/status", chat=group)
    await sandbox.text(mila, "/status@OtherBot", chat=group)
    await sandbox.text(ion, "I take it", chat=group, reply_to=sent["message_id"])
    await sandbox.text(ion, "ask @StrajaSandboxBot", chat=group)
    assert await heard(bot) == ["/status", "I take it", "ask @StrajaSandboxBot"]
    shown = [one["text"] for one in await sandbox.messages(group)]
    assert len(shown) == 6
    await sandbox.change_group(group, bot_status="administrator")
    await sandbox.text(mila, "more talk", chat=group)
    promoted, _ = await bot("getUpdates")
    assert promoted["my_chat_member"]["new_chat_member"]["can_delete_messages"] is True
    assert await heard(bot) == ["more talk"]
    [administrator] = await bot("getChatAdministrators", chat_id=group)
    assert administrator["user"]["id"] == 4242


async def test_privacy_can_be_off(bot: BotApi, sandbox: Sandbox, mila: int) -> None:
    open_group = await sandbox.group("Open", [mila], privacy=False)
    await sandbox.text(mila, "just talk", chat=open_group)
    assert await heard(bot) == ["just talk"]


async def test_buttons_are_pressed_in_groups_too(
    bot: BotApi, sandbox: Sandbox, group: int, ion: int
) -> None:
    keys = {"inline_keyboard": [[{"text": "Take", "callback_data": "t"}]]}
    await bot("sendMessage", chat_id=group, text="x", reply_markup=keys)
    await sandbox.press(ion, "Take", chat=group)
    query = (await bot("getUpdates"))[-1]["callback_query"]
    assert (query["from"]["id"], query["message"]["chat"]["id"]) == (ion, group)


async def test_who_is_not_in_it_cannot_write(sandbox: Sandbox, group: int) -> None:
    ana = await sandbox.person("Ana", id=303)
    with pytest.raises(SandboxError, match="is in no chat"):
        await sandbox.text(ana["id"], "hello", chat=group)
    await sandbox.change_group(group, add=[303])
    await sandbox.text(ana["id"], "hello", chat=group)
    await sandbox.change_group(group, remove=[303])
    with pytest.raises(SandboxError, match="is in no chat"):
        await sandbox.text(ana["id"], "hello", chat=group)


async def test_thrown_out(bot: BotApi, sandbox: Sandbox, group: int) -> None:
    await sandbox.change_group(group, bot_status="kicked")
    refusal = await bot.refused("sendMessage", chat_id=group, text="x")
    assert refusal == "Forbidden: bot was kicked from the group chat"
    statuses = [
        update["my_chat_member"]["new_chat_member"]["status"] for update in await bot("getUpdates")
    ]
    assert statuses == ["member", "kicked"]


async def test_members(bot: BotApi, sandbox: Sandbox, group: int, mila: int) -> None:
    async def status(user: int) -> Any:
        return (await bot("getChatMember", chat_id=group, user_id=user))["status"]

    await sandbox.person("Ana", id=303)
    assert [await status(one) for one in (mila, 303, 4242)] == ["member", "left", "member"]
    assert await bot.refused("getChatMember", chat_id=group, user_id=5) == (
        "Bad Request: PARTICIPANT_ID_INVALID"
    )
    assert await bot("getChatMemberCount", chat_id=group) == 3
    assert (await bot("getChat", chat_id=group))["title"] == "Nera"


async def test_messages_of_others_are_deleted_by_administrators_only(
    bot: BotApi, sandbox: Sandbox, group: int, mila: int
) -> None:
    said = await sandbox.text(mila, "secret", chat=group)
    where = {"chat_id": group, "message_id": said["message_id"]}
    assert await bot.refused("deleteMessage", **where) == ("Bad Request: message can't be deleted")
    await sandbox.change_group(group, bot_status="administrator")
    assert await bot("deleteMessage", **where) is True


async def test_people_can_make_it_a_supergroup(
    bot: BotApi, sandbox: Sandbox, group: int, mila: int
) -> None:
    new_id = (await sandbox.change_group(group, migrate=True))["id"]
    await sandbox.text(mila, "/status", chat=new_id)
    await sandbox.text(mila, "/again", chat=group)
    status, body = await bot.raw("sendMessage", json={"chat_id": group, "text": "x"})
    assert (status, body["parameters"]["migrate_to_chat_id"]) == (400, new_id)
    said = [one["text"] for one in await sandbox.messages(new_id) if "text" in one]
    assert said == ["/status", "/again"]
    assert (await sandbox.messages(new_id))[0]["message_id"] == 1


async def test_leaving(bot: BotApi, group: int, mila: int) -> None:
    assert await bot("leaveChat", chat_id=group) is True
    await bot.refused("sendMessage", chat_id=group, text="x")
    await bot.refused("leaveChat", chat_id=mila)


async def test_a_forum_keeps_its_topics_apart(
    bot: BotApi, sandbox: Sandbox, mila: int, ion: int
) -> None:
    forum = await sandbox.group("Nera", [mila, ion], topics=[7, 9])
    await sandbox.text(mila, "/status", chat=forum, topic=9)
    added, asked = await bot("getUpdates")
    assert added["my_chat_member"]["chat"]["is_forum"] is True
    assert asked["message"]["chat"]["type"] == "supergroup"
    topic = {key: asked["message"][key] for key in ("message_thread_id", "is_topic_message")}
    assert topic == {"message_thread_id": 9, "is_topic_message": True}

    answer = await bot("sendMessage", chat_id=forum, message_thread_id=7, text="Aici")
    assert (answer["message_thread_id"], answer["is_topic_message"]) == (7, True)
    plain = await bot("sendMessage", chat_id=forum, text="General")
    assert "message_thread_id" not in plain
    status, body = await bot.raw(
        "sendMessage", json={"chat_id": forum, "message_thread_id": 8, "text": "x"}
    )
    assert (status, body["description"]) == (400, "Bad Request: message thread not found")
    with pytest.raises(SandboxError, match="There is no topic 8"):
        await sandbox.text(mila, "/status", chat=forum, topic=8)

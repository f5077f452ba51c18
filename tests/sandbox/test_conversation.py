"""A person and a bot talk: texts, buttons, keyboards, contacts, places, edits."""

import asyncio
import base64
import json

import pytest

from sandbox.client import Sandbox, SandboxError
from sandbox.files import dimensions, grey_jpeg
from sandbox.server import Running
from tests.sandbox.bot_api import BotApi


async def test_a_text_reaches_the_bot_and_the_answer_reaches_the_phone(
    bot: BotApi, sandbox: Sandbox, mila: int
) -> None:
    said = await sandbox.text(mila, "/dojava Nera 😀")
    [update] = await bot("getUpdates", timeout=5)
    assert update["update_id"] == said["update_id"]
    message = update["message"]
    assert message["message_id"] == said["message_id"]
    assert message["chat"] == {
        "id": mila,
        "type": "private",
        "first_name": "Mila",
        "last_name": "Jovanović",
    }
    assert message["from"]["language_code"] == "sr"
    assert message["entities"] == [{"offset": 0, "length": 7, "type": "bot_command"}]

    sent = await bot("sendMessage", chat_id=mila, text="<b>Примљено</b>", parse_mode="HTML")
    assert sent["message_id"] == said["message_id"] + 1
    shown = await sandbox.wait_for(mila, "Примљено")
    assert shown["from"] == "bot"
    assert shown["text"] == "Примљено"
    assert shown["entities"] == [{"offset": 0, "length": 8, "type": "bold"}]
    assert (shown["edited"], shown["deleted"], shown["protect_content"]) == (False, False, False)


@pytest.mark.alone
async def test_an_inline_button_is_pressed_and_answered_once(
    bot: BotApi, sandbox: Sandbox, mila: int
) -> None:
    keys = {"inline_keyboard": [[{"text": "Take", "callback_data": "take:7"}]]}
    sent = await bot("sendMessage", chat_id=mila, text="Report 7", reply_markup=keys)
    assert sent["reply_markup"] == keys

    pressed = await sandbox.press(mila, "Take")
    assert (await sandbox.callback(pressed["callback_query_id"]))["answered"] is False
    [update] = await bot("getUpdates", timeout=5)
    query = update["callback_query"]
    assert query["data"] == "take:7"
    assert query["from"]["id"] == mila
    assert query["message"]["message_id"] == sent["message_id"]
    assert query["message"]["reply_markup"] == keys
    assert query["chat_instance"]

    await bot("answerCallbackQuery", callback_query_id=query["id"], text="Yours", show_alert=True)
    answer = await sandbox.callback(pressed["callback_query_id"], wait=5)
    assert (answer["answered"], answer["text"], answer["show_alert"]) == (True, "Yours", True)
    assert 0 <= answer["answered_after_ms"] < 5000
    again = await bot.refused("answerCallbackQuery", callback_query_id=query["id"])
    assert again == (
        "Bad Request: query is too old and response timeout expired or query ID is invalid"
    )


@pytest.mark.alone
async def test_waiting_for_an_answer_wakes_at_once(
    bot: BotApi, sandbox: Sandbox, mila: int
) -> None:
    keys = {"inline_keyboard": [[{"text": "Take", "callback_data": "t"}]]}
    await bot("sendMessage", chat_id=mila, text="x", reply_markup=keys)
    query = (await sandbox.press(mila, "Take"))["callback_query_id"]
    begun = asyncio.get_running_loop().time()
    waiting = asyncio.create_task(sandbox.callback(query, wait=10))
    await asyncio.sleep(0.05)
    await bot("answerCallbackQuery", callback_query_id=query)
    assert (await waiting)["answered"]
    assert asyncio.get_running_loop().time() - begun < 2


async def test_forged_data_of_any_length_goes_through(
    bot: BotApi, sandbox: Sandbox, mila: int
) -> None:
    sent = await bot("sendMessage", chat_id=mila, text="no buttons at all")
    await sandbox.press(mila, data="x" * 5000, message_id=sent["message_id"])
    [update] = await bot("getUpdates", timeout=5)
    assert update["callback_query"]["data"] == "x" * 5000


async def test_a_missing_button_names_those_there_are(
    bot: BotApi, sandbox: Sandbox, mila: int
) -> None:
    keys = {"inline_keyboard": [[{"text": "Take", "callback_data": "t"}]]}
    sent = await bot("sendMessage", chat_id=mila, text="x", reply_markup=keys)
    with pytest.raises(SandboxError, match="'Take'") as missing:
        await sandbox.press(mila, "Leave")
    assert missing.value.status == 404
    await bot("deleteMessage", chat_id=mila, message_id=sent["message_id"])
    with pytest.raises(SandboxError, match="none at all"):
        await sandbox.press(mila, "Take")


async def test_the_newest_message_with_the_button_is_pressed(
    bot: BotApi, sandbox: Sandbox, mila: int
) -> None:
    for data in ("old", "new"):
        keys = {"inline_keyboard": [[{"text": "Take", "callback_data": data}]]}
        await bot("sendMessage", chat_id=mila, text=data, reply_markup=keys)
    await bot("sendMessage", chat_id=mila, text="without")
    await sandbox.press(mila, "Take")
    [update] = await bot("getUpdates", timeout=5)
    assert update["callback_query"]["data"] == "new"


async def test_the_reply_keyboard_is_shown_used_replaced_and_removed(
    bot: BotApi, sandbox: Sandbox, mila: int
) -> None:
    first = {
        "keyboard": [
            [{"text": "Number", "request_contact": True}],
            ["Menu", {"text": "Here", "request_location": True}],
        ],
        "resize_keyboard": True,
    }
    await bot("sendMessage", chat_id=mila, text="Who?", reply_markup=first)
    shown = (await sandbox.chat(mila))["reply_keyboard"]
    assert [[key["text"] for key in row] for row in shown["keyboard"]] == [
        ["Number"],
        ["Menu", "Here"],
    ]

    await sandbox.keyboard(mila, "Number")
    await sandbox.keyboard(mila, "Menu")
    place = {"latitude": 44.8, "longitude": 21.4, "horizontal_accuracy": 12.5}
    with pytest.raises(SandboxError, match="asks for a location"):
        await sandbox.keyboard(mila, "Here")
    await sandbox.keyboard(mila, "Here", location=place)
    updates = await bot("getUpdates", timeout=5)
    contact, menu, here = (update["message"] for update in updates)
    assert contact["contact"] == {
        "phone_number": "+38160111222",
        "first_name": "Mila",
        "last_name": "Jovanović",
        "user_id": mila,
    }
    assert menu["text"] == "Menu"
    assert here["location"] == place

    once = {"keyboard": [[{"text": "Yes"}]], "one_time_keyboard": True}
    await bot("sendMessage", chat_id=mila, text="Sure?", reply_markup=once)
    with pytest.raises(SandboxError, match="'Yes'"):
        await sandbox.keyboard(mila, "Menu")
    await sandbox.keyboard(mila, "Yes")
    assert (await sandbox.chat(mila))["reply_keyboard"] is None

    await bot("sendMessage", chat_id=mila, text="Again", reply_markup=first)
    await bot("sendMessage", chat_id=mila, text="Inline keeps it", reply_markup=None)
    assert (await sandbox.chat(mila))["reply_keyboard"] is not None
    await sandbox.clock(advance=60)
    gone = {"remove_keyboard": True}
    await bot("sendMessage", chat_id=mila, text="Bye", reply_markup=gone)
    assert (await sandbox.chat(mila))["reply_keyboard"] is None


async def test_contacts_of_others_and_forged_ones(bot: BotApi, sandbox: Sandbox, mila: int) -> None:
    await sandbox.contact(mila)
    await sandbox.contact(mila, phone="+40700000000", first_name="Ion", user_id=77)
    await sandbox.contact(mila, phone="+40700000000")
    own, other, nobody = [update["message"]["contact"] for update in await bot("getUpdates")]
    assert own["user_id"] == mila
    assert (other["user_id"], other["phone_number"]) == (77, "+40700000000")
    assert "user_id" not in nobody


async def test_a_live_location_moves(bot: BotApi, sandbox: Sandbox, mila: int) -> None:
    said = await sandbox.location(mila, 44.8, 21.4, live_period=900)
    await sandbox.move(mila, said["message_id"], 44.81, 21.41, horizontal_accuracy=20)
    first, second = await bot("getUpdates")
    assert first["message"]["location"]["live_period"] == 900
    edited = second["edited_message"]
    assert edited["message_id"] == said["message_id"]
    assert edited["location"] == {
        "latitude": 44.81,
        "longitude": 21.41,
        "horizontal_accuracy": 20.0,
        "live_period": 900,
    }
    assert edited["edit_date"] >= edited["date"]


async def test_photo_voice_sticker_document_video(bot: BotApi, sandbox: Sandbox, mila: int) -> None:
    await sandbox.photo(mila, caption="Boat")
    await sandbox.voice(mila)
    await sandbox.sticker(mila)
    await sandbox.document(mila, file_name="log.txt", data=base64.b64encode(b"abc").decode())
    await sandbox.video(mila)
    photo, voice, sticker, document, video = [
        update["message"] for update in await bot("getUpdates")
    ]
    assert photo["caption"] == "Boat"
    widths = [size["width"] for size in photo["photo"]]
    assert widths == sorted(widths)
    assert len(widths) >= 2
    file = await bot("getFile", file_id=photo["photo"][-1]["file_id"])
    async with bot.session.get(f"{bot.url}/file/bot{bot.token}/{file['file_path']}") as answer:
        data = await answer.read()
    assert data[:2] == b"\xff\xd8"
    assert len(data) == file["file_size"]
    assert voice["voice"]["mime_type"] == "audio/ogg"
    assert sticker["sticker"]["type"] == "regular"
    assert (document["document"]["file_name"], document["document"]["file_size"]) == ("log.txt", 3)
    assert video["video"]["file_size"] > 0


async def test_the_made_up_photo_is_a_picture_that_decoders_accept() -> None:
    data = grey_jpeg(320, 240)
    assert dimensions(data) == (320, 240)
    scan = data[data.index(b"\xff\xda") + 10 : -2]
    assert len(scan) == (320 // 8) * (240 // 8) * 2 // 8


async def test_a_person_edits_a_text(bot: BotApi, sandbox: Sandbox, mila: int) -> None:
    said = await sandbox.text(mila, "frist")
    await sandbox.edit(mila, said["message_id"], "first")
    _, update = await bot("getUpdates")
    assert update["edited_message"]["text"] == "first"
    assert (await sandbox.messages(mila))[-1]["edited"] is True
    sent = await bot("sendMessage", chat_id=mila, text="mine")
    with pytest.raises(SandboxError, match="has sent no message"):
        await sandbox.edit(mila, sent["message_id"], "yours")


async def test_answering_a_message(bot: BotApi, sandbox: Sandbox, mila: int) -> None:
    sent = await bot("sendMessage", chat_id=mila, text="Where?")
    await sandbox.text(mila, "Here", reply_to=sent["message_id"])
    [update] = await bot("getUpdates")
    assert update["message"]["reply_to_message"]["message_id"] == sent["message_id"]
    with pytest.raises(SandboxError, match="no message 999"):
        await sandbox.text(mila, "Here", reply_to=999)


async def test_blocking_and_starting_again(bot: BotApi, sandbox: Sandbox, mila: int) -> None:
    await sandbox.block(mila)
    refusal = await bot.refused("sendMessage", chat_id=mila, text="Hello")
    assert refusal == "Forbidden: bot was blocked by the user"
    assert [person["blocked"] for person in await sandbox.people()] == [True]
    with pytest.raises(SandboxError, match="blocked"):
        await sandbox.text(mila, "Hello")
    await sandbox.start(mila, "code-7")
    updates = await bot("getUpdates")
    statuses = [
        update["my_chat_member"]["new_chat_member"]["status"]
        for update in updates
        if "my_chat_member" in update
    ]
    assert statuses == ["kicked", "member"]
    assert updates[-1]["message"]["text"] == "/start code-7"
    await bot("sendMessage", chat_id=mila, text="Hello again")


async def test_who_never_wrote_cannot_be_reached(bot: BotApi, sandbox: Sandbox) -> None:
    ion = await sandbox.person("Ion", id=202)
    refusal = await bot.refused("sendMessage", chat_id=ion["id"], text="Hello")
    assert refusal == "Bad Request: chat not found"
    assert (await sandbox.chat(ion["id"]))["messages"] == [], "looking makes no acquaintance"
    refusal = await bot.refused("sendMessage", chat_id=ion["id"], text="Hello")
    assert refusal == "Bad Request: chat not found"
    assert await bot.refused("getChat", chat_id=999) == "Bad Request: chat not found"
    await sandbox.text(ion["id"], "Hello")
    await bot("sendMessage", chat_id=ion["id"], text="Hello")


async def test_people_may_write_before_the_bot_first_calls(
    running: Running, sandbox: Sandbox
) -> None:
    ion = await sandbox.person("Ion", id=202)
    await sandbox.start(ion["id"])
    await sandbox.block(ion["id"])
    late = BotApi(running.url)
    first, second = await late("getUpdates")
    await late.session.close()
    assert first["message"]["text"] == "/start"
    assert second["my_chat_member"]["new_chat_member"]["user"]["id"] == 4242


async def test_two_bots_are_kept_apart(bot: BotApi, sandbox: Sandbox, mila: int) -> None:
    other = BotApi(bot.url, "7777:another-made-up-token")
    assert (await bot("getMe"))["username"] == "StrajaSandboxBot"
    assert (await other("getMe"))["username"] == "StrajaSandbox7777Bot"
    assert await other.refused("sendMessage", chat_id=mila, text="x") == (
        "Bad Request: chat not found"
    )
    await sandbox.start(mila, bot=7777)
    await other("sendMessage", chat_id=mila, text="from the other")
    shown = await sandbox.ask("GET", f"chats/{mila}", bot=7777)
    assert [one.get("text") for one in shown["messages"]] == ["/start", "from the other"]
    assert "from the other" not in [one.get("text") for one in await sandbox.messages(mila)]
    await other.session.close()


@pytest.mark.alone
async def test_a_transcript_wakes_whoever_waits_and_tells_only_what_is_new(
    bot: BotApi, sandbox: Sandbox, mila: int
) -> None:
    before = (await sandbox.chat(mila))["seq"]
    begun = asyncio.get_running_loop().time()
    waiting = asyncio.create_task(sandbox.chat(mila, after=before, wait=10))
    await asyncio.sleep(0.05)
    await bot("sendMessage", chat_id=mila, text="now")
    seen = await waiting
    assert asyncio.get_running_loop().time() - begun < 2
    assert [message["text"] for message in seen["messages"]] == ["now"]
    assert seen["seq"] > before
    assert (await sandbox.chat(mila, after=seen["seq"], wait=0.05))["messages"] == []


async def test_events_tell_of_every_change(bot: BotApi, sandbox: Sandbox, mila: int) -> None:
    async with bot.session.get(f"{bot.url}/sandbox/events") as stream:
        assert await stream.content.readline() == b": watching\n"
        sent = await bot("sendMessage", chat_id=mila, text="now")
        await bot("deleteMessage", chat_id=mila, message_id=sent["message_id"])
        kinds: list[str] = []
        while len(kinds) < 2:
            line = await stream.content.readline()
            if line.startswith(b"data: "):
                event = json.loads(line[6:])
                assert event["chat_id"] == mila
                kinds.append(event["kind"])
    assert kinds == ["message", "delete"]


async def test_waiting_in_vain_tells_what_there_was(
    bot: BotApi, sandbox: Sandbox, mila: int
) -> None:
    await bot("sendMessage", chat_id=mila, text="something else")
    with pytest.raises(AssertionError, match="something else"):
        await sandbox.wait_for(mila, "Примљено", timeout=0.1)


async def test_reset_empties_everything_and_lets_pollers_go(
    bot: BotApi, sandbox: Sandbox, mila: int
) -> None:
    waiting = asyncio.create_task(bot("getUpdates", timeout=30, offset=-1))
    await asyncio.sleep(0.05)
    await sandbox.reset()
    assert await waiting == []
    assert await sandbox.people() == []
    assert await sandbox.log() == []
    assert await bot.refused("sendMessage", chat_id=mila, text="x") == "Bad Request: chat not found"

"""python-telegram-bot works against the sandbox unpatched: it parses what Telegram sends."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    KeyboardButton,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter

from sandbox.client import Sandbox
from sandbox.files import grey_jpeg
from sandbox.server import Running


@pytest.fixture
async def library(running: Running) -> AsyncIterator[Bot]:
    url = f"{running.url}/bot"
    async with Bot(
        "4242:made-up-token", base_url=url, base_file_url=f"{running.url}/file/bot"
    ) as bot:
        yield bot


async def test_a_whole_conversation(library: Bot, sandbox: Sandbox) -> None:
    await sandbox.limits(enabled=False)
    assert library.username == "StrajaSandboxBot"
    mila = (await sandbox.person("Mila Jovanović", phone="+38160", language_code="sr"))["id"]
    await sandbox.start(mila, "code")
    [update] = await library.get_updates(timeout=5)
    assert update.message is not None
    assert update.message.text == "/start code"
    assert update.message.entities[0].type == "bot_command"

    keys = InlineKeyboardMarkup([[InlineKeyboardButton("Take", callback_data="t")]])
    sent = await library.send_message(mila, "<b>Здраво</b>", parse_mode="HTML", reply_markup=keys)
    assert sent.text_html == "<b>Здраво</b>"
    await sandbox.press(mila, "Take")
    updates = await library.get_updates(offset=update.update_id + 1, timeout=5)
    query = updates[0].callback_query
    assert query is not None
    assert await query.answer("Done", show_alert=True)
    edited = await query.edit_message_text("taken")
    assert not isinstance(edited, bool)
    assert edited.edit_date is not None
    with pytest.raises(BadRequest, match="not modified"):
        await query.edit_message_text("taken")

    contact = ReplyKeyboardMarkup([[KeyboardButton("Number", request_contact=True)]])
    await library.send_message(mila, "Who?", reply_markup=contact)
    await sandbox.keyboard(mila, "Number")
    updates = await library.get_updates(offset=updates[0].update_id + 1, timeout=5)
    assert updates[0].message is not None
    assert updates[0].message.contact is not None
    assert updates[0].message.contact.user_id == mila


async def test_files_both_ways(library: Bot, sandbox: Sandbox) -> None:
    await sandbox.limits(enabled=False)
    mila = (await sandbox.person("Mila"))["id"]
    await sandbox.start(mila)
    sent = await library.send_photo(mila, grey_jpeg(), caption="Map", protect_content=True)
    file = await library.get_file(sent.photo[-1].file_id)
    assert bytes(await file.download_as_bytearray()) == grey_jpeg()
    document = await library.send_document(mila, b"%PDF", filename="sheet.pdf")
    assert document.document is not None
    assert document.document.file_name == "sheet.pdf"
    album = [InputMediaPhoto(grey_jpeg()), InputMediaPhoto(grey_jpeg(remark="b"))]
    assert len(await library.send_media_group(mila, album)) == 2
    assert (await library.send_voice(mila, b"OggS")).voice is not None
    assert (await library.send_video(mila, b"mp4")).video is not None
    location = await library.send_location(mila, 44.8, 21.4, live_period=600)
    moved = await library.edit_message_live_location(
        mila, location.message_id, latitude=44.9, longitude=21.5
    )
    assert not isinstance(moved, bool)
    assert (await library.send_venue(mila, 44.8, 21.4, "Nera", "km 1")).venue is not None
    assert await library.set_message_reaction(mila, document.message_id, ReactionTypeEmoji("👍"))


async def test_chats_and_profile(library: Bot, sandbox: Sandbox) -> None:
    mila = (await sandbox.person("Mila"))["id"]
    await sandbox.start(mila)
    assert (await library.get_chat(mila)).first_name == "Mila"
    scope = BotCommandScopeAllPrivateChats()
    await library.set_my_commands([BotCommand("help", "Help")], scope, "sr")
    assert (await library.get_my_commands(scope, "sr"))[0].command == "help"
    await library.set_my_description("Стража", "sr")
    assert (await library.get_my_description("sr")).description == "Стража"
    assert (await library.get_my_name()).name == "Straja"
    assert (await library.get_webhook_info()).url == ""
    sent = await library.send_message(mila, "x")
    assert await library.pin_chat_message(mila, sent.message_id)
    assert (await library.get_chat(mila)).pinned_message is not None
    assert await library.unpin_chat_message(mila)
    copied = await library.copy_message(mila, mila, sent.message_id)
    assert await library.delete_messages(mila, [sent.message_id, copied.message_id])
    group = await sandbox.group("Nera", [mila])
    updates = await library.get_updates(timeout=5)
    assert updates[-1].my_chat_member is not None
    assert (await library.get_chat_member(group, mila)).status == "member"


async def test_its_errors(library: Bot, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    mila = (await sandbox.person("Mila"))["id"]
    with pytest.raises(BadRequest, match="Chat not found"):
        await library.send_message(mila, "x")
    await sandbox.start(mila)
    await sandbox.fault("429", seconds=7)
    with pytest.raises(RetryAfter) as held:
        await library.send_message(mila, "x")
    assert held.value.retry_after == timedelta(seconds=7)
    group = await sandbox.group("Nera", [mila])
    await sandbox.fault("migrate")
    with pytest.raises(ChatMigrated) as moved:
        await library.send_message(group, "x")
    await library.send_message(moved.value.new_chat_id, "x")
    await sandbox.block(mila)
    with pytest.raises(Forbidden, match="blocked by the user"):
        await library.send_message(mila, "x")

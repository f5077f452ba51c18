"""Edits: what changes, what is refused, what the phone shows."""

from typing import Any

import aiohttp
import pytest

from sandbox.client import Sandbox
from sandbox.files import grey_jpeg
from sandbox.methods.editing import NOT_MODIFIED
from tests.sandbox.bot_api import BotApi

KEYS = {"inline_keyboard": [[{"text": "Take", "callback_data": "t"}]]}


@pytest.fixture(autouse=True)
async def _unlimited(sandbox: Sandbox) -> None:
    await sandbox.limits(enabled=False)


@pytest.fixture
async def card(bot: BotApi, mila: int) -> dict[str, Any]:
    sent = await bot("sendMessage", chat_id=mila, text="open", reply_markup=KEYS)
    return {"chat_id": mila, "message_id": sent["message_id"]}


async def photo_card(bot: BotApi, chat: int) -> dict[str, Any]:
    form = aiohttp.FormData({"chat_id": str(chat), "caption": "one"})
    form.add_field("photo", grey_jpeg(), filename="x.jpg")
    _, body = await bot.raw("sendPhoto", data=form)
    return {"chat_id": chat, "message_id": body["result"]["message_id"]}


async def test_a_text_changes_and_its_keyboard_goes_unless_sent_along(
    bot: BotApi, sandbox: Sandbox, card: dict[str, Any]
) -> None:
    edited = await bot("editMessageText", **card, text="taken", reply_markup=KEYS)
    assert (edited["text"], edited["reply_markup"]) == ("taken", KEYS)
    assert edited["edit_date"]
    edited = await bot("editMessageText", **card, text="closed")
    assert "reply_markup" not in edited
    [shown] = [one for one in await sandbox.messages(card["chat_id"]) if one["from"] == "bot"]
    assert (shown["text"], shown["edited"], shown["inline_keyboard"]) == ("closed", True, None)


async def test_nothing_new_is_refused(bot: BotApi, card: dict[str, Any]) -> None:
    refusal = await bot.refused("editMessageText", **card, text="open", reply_markup=KEYS)
    assert refusal == f"Bad Request: {NOT_MODIFIED}"
    same = await bot.refused("editMessageReplyMarkup", **card, reply_markup=KEYS)
    assert same == f"Bad Request: {NOT_MODIFIED}"
    bold = {"text": "<b>open</b>", "parse_mode": "HTML"}
    assert await bot("editMessageText", **card, **bold, reply_markup=KEYS)


async def test_buttons_alone_change(bot: BotApi, sandbox: Sandbox, card: dict[str, Any]) -> None:
    other = {"inline_keyboard": [[{"text": "Ask", "callback_data": "a"}]]}
    edited = await bot("editMessageReplyMarkup", **card, reply_markup=other)
    assert (edited["text"], edited["reply_markup"]) == ("open", other)
    await bot("editMessageReplyMarkup", **card)
    assert (await sandbox.messages(card["chat_id"]))[-1]["inline_keyboard"] is None


async def test_what_cannot_be_edited(
    bot: BotApi, sandbox: Sandbox, mila: int, card: dict[str, Any]
) -> None:
    gone = {**card, "message_id": 999}
    not_found = "Bad Request: message to edit not found"
    assert await bot.refused("editMessageText", **gone, text="x") == not_found
    said = await sandbox.text(mila, "mine")
    theirs = {**card, "message_id": said["message_id"]}
    cannot = "Bad Request: message can't be edited"
    assert await bot.refused("editMessageText", **theirs, text="x") == cannot
    for markup in ({"keyboard": [["A"]]}, {"remove_keyboard": True}, {"force_reply": True}):
        sent = await bot("sendMessage", chat_id=mila, text="x", reply_markup=markup)
        fixed = {**card, "message_id": sent["message_id"]}
        assert await bot.refused("editMessageText", **fixed, text="y") == cannot
    await bot("deleteMessage", **card)
    assert await bot.refused("editMessageText", **card, text="x") == not_found


async def test_texts_and_captions_are_not_the_same(
    bot: BotApi, mila: int, card: dict[str, Any]
) -> None:
    assert await bot.refused("editMessageCaption", **card, caption="x") == (
        "Bad Request: there is no caption in the message to edit"
    )
    photo = await photo_card(bot, mila)
    assert await bot.refused("editMessageText", **photo, text="x") == (
        "Bad Request: there is no text in the message to edit"
    )
    edited = await bot("editMessageCaption", **photo, caption="two")
    assert (edited["caption"], len(edited["photo"])) == ("two", 2)
    edited = await bot("editMessageCaption", **photo)
    assert "caption" not in edited


async def test_a_file_takes_the_place_of_another(bot: BotApi, mila: int) -> None:
    photo = await photo_card(bot, mila)
    form = aiohttp.FormData({key: str(value) for key, value in photo.items()})
    form.add_field("media", '{"type":"document","media":"attach://file","caption":"sheet"}')
    form.add_field("file", b"%PDF", filename="sheet.pdf", content_type="application/pdf")
    status, body = await bot.raw("editMessageMedia", data=form)
    assert status == 200, body
    assert body["result"]["document"]["file_name"] == "sheet.pdf"
    assert body["result"]["caption"] == "sheet"
    assert "photo" not in body["result"]


async def test_an_edit_may_bring_no_reply_keyboard(bot: BotApi, card: dict[str, Any]) -> None:
    keys = {"keyboard": [["A"]]}
    refusal = await bot.refused("editMessageText", **card, text="x", reply_markup=keys)
    assert refusal == "Bad Request: inline keyboard expected"


async def test_who_blocked_the_bot_sees_no_edit(
    bot: BotApi, sandbox: Sandbox, mila: int, card: dict[str, Any]
) -> None:
    await sandbox.block(mila)
    refusal = await bot.refused("editMessageText", **card, text="x")
    assert refusal == "Forbidden: bot was blocked by the user"

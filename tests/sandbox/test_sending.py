"""Every sending method, files, albums, deleting, forwarding, pinning, reactions."""

from io import BytesIO
from typing import Any

import aiohttp
import pytest

from sandbox.client import Sandbox
from sandbox.files import grey_jpeg
from tests.sandbox.bot_api import BotApi


@pytest.fixture(autouse=True)
async def _unlimited(sandbox: Sandbox) -> None:
    await sandbox.limits(enabled=False)


async def upload(bot: BotApi, method: str, files: dict[str, bytes], **params: Any) -> Any:
    """A multipart call; the result."""
    form = aiohttp.FormData()
    for name, value in params.items():
        form.add_field(name, str(value))
    for name, data in files.items():
        form.add_field(name, BytesIO(data), filename=f"{name}.bin", content_type="image/jpeg")
    status, body = await bot.raw(method, data=form)
    assert status == 200, body
    return body["result"]


async def test_parameters_come_in_five_ways(bot: BotApi, mila: int) -> None:
    address = f"{bot.url}/bot{bot.token}/sendMessage"
    params = {"chat_id": str(mila), "text": "Жути & <брод>"}
    form = aiohttp.FormData()
    for name, value in params.items():
        form.add_field(name, value, content_type="text/plain")
    requests: list[tuple[str, dict[str, Any]]] = [
        ("GET", {"params": params}),
        ("POST", {"params": params}),
        ("POST", {"data": params}),
        ("POST", {"json": params}),
        ("POST", {"data": form}),
    ]
    for verb, request in requests:
        async with bot.session.request(verb, address, **request) as answer:
            assert (await answer.json())["result"]["text"] == "Жути & <брод>"


async def test_message_ids_increase_over_all_private_chats(
    bot: BotApi, sandbox: Sandbox, mila: int
) -> None:
    ion = (await sandbox.person("Ion", id=202))["id"]
    await sandbox.start(ion)
    ids = [
        (await bot("sendMessage", chat_id=chat, text="x"))["message_id"]
        for chat in (mila, ion, mila, ion)
    ]
    assert ids == sorted(set(ids))


async def test_a_photo_goes_out_and_comes_back_by_its_id(
    bot: BotApi, sandbox: Sandbox, mila: int
) -> None:
    picture = grey_jpeg(640, 480)
    sent = await upload(bot, "sendPhoto", {"photo": picture}, chat_id=mila, caption="Map")
    assert [(size["width"], size["height"]) for size in sent["photo"]] == [
        (90, 67),
        (320, 240),
        (640, 480),
    ]
    again = await bot("sendPhoto", chat_id=mila, photo=sent["photo"][-1]["file_id"])
    place = (await bot("getFile", file_id=again["photo"][-1]["file_id"]))["file_path"]
    async with bot.session.get(f"{bot.url}/file/bot{bot.token}/{place}") as answer:
        assert await answer.read() == picture
    shown = (await sandbox.messages(mila))[-2]
    assert (shown["caption"], len(shown["photo"])) == ("Map", 3)


@pytest.mark.parametrize("kind", ["document", "video", "voice"])
async def test_other_files(bot: BotApi, mila: int, kind: str) -> None:
    method = f"send{kind.capitalize()}"
    sent = await upload(bot, method, {kind: b"bytes"}, chat_id=mila, caption="<b>x</b>")
    assert sent[kind]["file_size"] == 5
    again = await bot(method, chat_id=mila, **{kind: sent[kind]["file_id"]})
    assert again[kind]["file_size"] == 5
    wrong = "sendVoice" if kind == "document" else "sendDocument"
    name = "voice" if kind == "document" else "document"
    refusal = await bot.refused(wrong, chat_id=mila, **{name: sent[kind]["file_id"]})
    assert "can't use file of type" in refusal


async def test_files_that_are_refused(bot: BotApi, mila: int) -> None:
    refused = bot.refused
    assert await refused("sendPhoto", chat_id=mila) == (
        "Bad Request: there is no photo in the request"
    )
    assert await refused("sendPhoto", chat_id=mila, photo="nonsense") == (
        "Bad Request: wrong file identifier/HTTP URL specified"
    )
    assert await refused("sendPhoto", chat_id=mila, photo="https://example.org/x.jpg") == (
        "Bad Request: failed to get HTTP URL content"
    )
    form = aiohttp.FormData({"chat_id": str(mila)})
    form.add_field("photo", b"no picture", filename="x.jpg")
    status, body = await bot.raw("sendPhoto", data=form)
    assert (status, body["description"]) == (400, "Bad Request: IMAGE_PROCESS_FAILED")
    form = aiohttp.FormData({"chat_id": str(mila)})
    form.add_field("photo", grey_jpeg(2000, 64), filename="x.jpg")
    status, body = await bot.raw("sendPhoto", data=form)
    assert (status, body["description"]) == (400, "Bad Request: PHOTO_INVALID_DIMENSIONS")
    assert await refused("getFile", file_id="nonsense") == "Bad Request: invalid file_id"


async def test_a_file_above_twenty_megabytes_cannot_be_fetched(bot: BotApi, mila: int) -> None:
    sent = await upload(bot, "sendDocument", {"document": b"x" * 20_000_001}, chat_id=mila)
    refusal = await bot.refused("getFile", file_id=sent["document"]["file_id"])
    assert refusal == "Bad Request: file is too big"


async def test_an_album(bot: BotApi, sandbox: Sandbox, mila: int) -> None:
    media = (
        '[{"type":"photo","media":"attach://one","caption":"first"},'
        '{"type":"photo","media":"attach://two"}]'
    )
    files = {"one": grey_jpeg(), "two": grey_jpeg(remark="two")}
    sent = await upload(bot, "sendMediaGroup", files, chat_id=mila, media=media)
    assert len({message["media_group_id"] for message in sent}) == 1
    assert [message.get("caption") for message in sent] == ["first", None]
    entry = (await sandbox.log())[-1]
    assert entry["message_ids"] == [message["message_id"] for message in sent]
    one = [{"type": "photo", "media": sent[0]["photo"][0]["file_id"]}]
    assert "2-10" in await bot.refused("sendMediaGroup", chat_id=mila, media=one)


async def test_places(bot: BotApi, mila: int) -> None:
    sent = await bot("sendLocation", chat_id=mila, latitude=44.8, longitude="21.4")
    assert sent["location"] == {"latitude": 44.8, "longitude": 21.4}
    venue = {"title": "Nera", "address": "km 1"}
    sent = await bot("sendVenue", chat_id=mila, latitude=44.8, longitude=21.4, **venue)
    assert sent["venue"]["title"] == "Nera"
    for latitude, longitude in ((95, 21), (44, 181), (-91, 0)):
        refusal = await bot.refused(
            "sendLocation", chat_id=mila, latitude=latitude, longitude=longitude
        )
        assert refusal == "Bad Request: invalid location specified"
    for bad in ("", "north", "nan", "inf"):
        await bot.refused("sendLocation", chat_id=mila, latitude=bad, longitude=21)


async def test_a_live_location_of_the_bot(bot: BotApi, sandbox: Sandbox, mila: int) -> None:
    point = {"chat_id": mila, "latitude": 44.8, "longitude": 21.4}
    sent = await bot("sendLocation", **point, live_period=600)
    where = {"chat_id": mila, "message_id": sent["message_id"]}
    moved = await bot("editMessageLiveLocation", **where, latitude=44.9, longitude=21.5)
    assert moved["location"] == {"latitude": 44.9, "longitude": 21.5, "live_period": 600}
    stopped = await bot("stopMessageLiveLocation", **where)
    assert "live_period" not in stopped["location"]
    refusal = await bot.refused("editMessageLiveLocation", **where, latitude=1, longitude=1)
    assert refusal == "Bad Request: message can't be edited"
    sent = await bot("sendLocation", **point, live_period=600)
    await sandbox.advance(601)
    where["message_id"] = sent["message_id"]
    refusal = await bot.refused("editMessageLiveLocation", **where, latitude=1, longitude=1)
    assert refusal == "Bad Request: message can't be edited"
    assert "period" in await bot.refused("sendLocation", **point, live_period=10)


async def test_deleting(bot: BotApi, sandbox: Sandbox, mila: int) -> None:
    sent = await bot("sendMessage", chat_id=mila, text="x")
    where = {"chat_id": mila, "message_id": sent["message_id"]}
    assert await bot("deleteMessage", **where) is True
    assert (await sandbox.messages(mila))[-1]["deleted"] is True
    assert await bot.refused("deleteMessage", **where) == (
        "Bad Request: message to delete not found"
    )
    said = await sandbox.text(mila, "secret")
    assert await bot("deleteMessage", chat_id=mila, message_id=said["message_id"]) is True
    old = await bot("sendMessage", chat_id=mila, text="old")
    await sandbox.advance(48 * 3600 + 1)
    refusal = await bot.refused("deleteMessage", chat_id=mila, message_id=old["message_id"])
    assert refusal == "Bad Request: message can't be deleted"
    new = [(await bot("sendMessage", chat_id=mila, text="n"))["message_id"] for _ in range(2)]
    assert await bot("deleteMessages", chat_id=mila, message_ids=[*new, 99999]) is True
    assert [one["deleted"] for one in await sandbox.messages(mila)][-2:] == [True, True]


async def test_forwarding_and_copying_but_not_what_is_protected(
    bot: BotApi, sandbox: Sandbox, mila: int
) -> None:
    ion = (await sandbox.person("Ion", id=202))["id"]
    await sandbox.start(ion)
    sent = await bot("sendMessage", chat_id=mila, text="open")
    where = {"chat_id": ion, "from_chat_id": mila}
    forwarded = await bot("forwardMessage", **where, message_id=sent["message_id"])
    assert (forwarded["text"], forwarded["forward_origin"]["type"]) == ("open", "user")
    copied = await bot("copyMessage", **where, message_id=sent["message_id"])
    assert list(copied) == ["message_id"]
    closed = await bot("sendMessage", chat_id=mila, text="closed", protect_content=True)
    assert closed["has_protected_content"] is True
    assert (await sandbox.messages(mila))[-1]["protect_content"] is True
    assert await bot.refused("forwardMessage", **where, message_id=closed["message_id"]) == (
        "Bad Request: message can't be forwarded"
    )
    assert await bot.refused("copyMessage", **where, message_id=closed["message_id"]) == (
        "Bad Request: message can't be copied"
    )
    assert [one["text"] for one in await sandbox.messages(ion)] == ["/start", "open", "open"]


async def test_pins(bot: BotApi, sandbox: Sandbox, mila: int) -> None:
    one, two = [(await bot("sendMessage", chat_id=mila, text="x"))["message_id"] for _ in range(2)]
    await bot("pinChatMessage", chat_id=mila, message_id=one)
    await bot("pinChatMessage", chat_id=mila, message_id=two)
    assert (await sandbox.chat(mila))["pinned"] == [two, one]
    assert (await bot("getChat", chat_id=mila))["pinned_message"]["message_id"] == two
    await bot("unpinChatMessage", chat_id=mila, message_id=one)
    assert (await sandbox.chat(mila))["pinned"] == [two]
    await bot("deleteMessage", chat_id=mila, message_id=two)
    assert (await sandbox.chat(mila))["pinned"] == []
    assert await bot.refused("pinChatMessage", chat_id=mila, message_id=999) == (
        "Bad Request: message to pin not found"
    )
    assert await bot.refused("unpinChatMessage", chat_id=mila) == (
        "Bad Request: message to unpin not found"
    )


async def test_reactions_and_actions(bot: BotApi, sandbox: Sandbox, mila: int) -> None:
    said = await sandbox.text(mila, "done")
    where = {"chat_id": mila, "message_id": said["message_id"]}
    thumb = [{"type": "emoji", "emoji": "👍"}]
    await bot("setMessageReaction", **where, reaction=thumb)
    assert (await sandbox.messages(mila))[-1]["reactions"] == thumb
    boat = [{"type": "emoji", "emoji": "🚤"}]
    assert await bot.refused("setMessageReaction", **where, reaction=boat) == (
        "Bad Request: REACTION_INVALID"
    )
    assert await bot("sendChatAction", chat_id=mila, action="typing") is True
    assert "wrong parameter action" in await bot.refused(
        "sendChatAction", chat_id=mila, action="sleeping"
    )


async def test_replies(bot: BotApi, sandbox: Sandbox, mila: int) -> None:
    said = await sandbox.text(mila, "question")
    reply = {"message_id": said["message_id"]}
    sent = await bot("sendMessage", chat_id=mila, text="answer", reply_parameters=reply)
    assert sent["reply_to_message"]["text"] == "question"
    assert (await sandbox.messages(mila))[-1]["reply_to"] == said["message_id"]
    nowhere = {"message_id": 999}
    refusal = await bot.refused("sendMessage", chat_id=mila, text="x", reply_parameters=nowhere)
    assert refusal == "Bad Request: message to be replied not found"
    nowhere["allow_sending_without_reply"] = True
    sent = await bot("sendMessage", chat_id=mila, text="x", reply_parameters=nowhere)
    assert "reply_to_message" not in sent

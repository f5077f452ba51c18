"""Files on their way out: uploaded once, then sent by Telegram's id, marked as any other repeat."""

from typing import Any

from sandbox.files import grey_jpeg
from storage import cards, files
from storage.outbox import Call, Lane, State
from tests.bot.post import MARK, Post, say, utc_now
from views.message import Attachment, FileKind, Message

MILA, ION, ANA = 101, 202, 303
PICTURE, OTHER = grey_jpeg(640, 480), grey_jpeg(320, 320)
SHEET = b"%PDF-1.7 \x00\xff whatever is in it"
UPLOAD = {"file_name": "map.jpg", "size": len(PICTURE)}


async def kept(post: Post, data: bytes, media_type: str = "image/jpeg") -> str:
    now = utc_now()
    return await post.store.run(lambda session: files.put(session, data, media_type, now))


def with_file(chat_id: int, key: str, kind: FileKind = FileKind.PHOTO, **more: Any) -> Call:
    message = Message("Socol", title="Harta", attachment=Attachment(kind, key, "map.jpg"))
    return Call(
        chat_id=chat_id,
        lane=Lane.NOTICE,
        method=message.method,
        payload=message.payload(chat_id),
        repeat_mark=MARK,
        **more,
    )


async def sent_files(post: Post, method: str = "sendPhoto") -> list[object]:
    """What stood in the place of the file: an upload's name and size, or an id."""
    name = "media" if method == "editMessageMedia" else method.removeprefix("send").lower()
    calls = await post.calls(method)
    return [each["params"].get("file") or each["params"][name] for each in calls]


async def test_of_three_who_get_a_picture_at_once_one_gets_it_uploaded(post: Post) -> None:
    for name, chat_id in (("Mila", MILA), ("Ion", ION), ("Ana", ANA)):
        await post.person(name, chat_id)
    key = await kept(post, PICTURE)
    rows = await post.queue(*(with_file(chat_id, key) for chat_id in (MILA, ION, ANA)))
    await post.courier()

    assert await post.settled(*rows) == [State.SENT] * 3
    known = await post.store.read(lambda s: files.to_send(s, key, "photo"))
    assert known is not None
    assert await sent_files(post) == [UPLOAD, known.telegram_id, known.telegram_id]
    for chat_id in (MILA, ION, ANA):
        message = (await post.sandbox.messages(chat_id))[-1]
        assert (message["caption"], message["protect_content"]) == ("Harta\nSocol", True)
        assert message["entities"] == [{"type": "bold", "offset": 0, "length": 5}]
        assert await post.sandbox.file(message["photo"][-1]["file_id"]) == PICTURE


async def test_each_kind_of_file_arrives_as_what_it_is(post: Post) -> None:
    await post.person("Mila", MILA)
    kinds = (FileKind.DOCUMENT, FileKind.VIDEO, FileKind.VOICE)
    data = {kind: SHEET + kind.encode() for kind in kinds}
    keys = {kind: await kept(post, data[kind], "application/pdf") for kind in kinds}
    rows = await post.queue(*(with_file(MILA, keys[kind], kind) for kind in kinds))
    await post.courier()

    assert await post.settled(*rows) == [State.SENT] * 3
    messages = [each for each in await post.sandbox.messages(MILA) if each["from"] == "bot"]
    found = [
        await post.sandbox.file(each[kind]["file_id"])
        for each, kind in zip(messages, kinds, strict=True)
    ]
    assert found == list(data.values())
    assert messages[0]["document"]["file_name"] == "map.jpg"
    assert messages[0]["document"]["mime_type"] == "application/pdf"


async def test_a_picture_in_doubt_goes_again_marked(post: Post) -> None:
    await post.person("Mila", MILA)
    await post.sandbox.fault("deliver+reset", method="sendPhoto")
    [row] = await post.queue(with_file(MILA, await kept(post, PICTURE)))
    await post.courier()

    assert await post.settled(row) == [State.SENT]
    assert await post.texts(MILA) == ["Harta\nSocol", f"{MARK}\nHarta\nSocol"]


async def test_an_id_that_telegram_does_not_know_is_replaced_by_the_bytes(post: Post) -> None:
    await post.person("Mila", MILA)
    key = await kept(post, PICTURE)
    await post.store.run(lambda s: files.at_telegram(s, key, "photo", "of another bot"))
    [row] = await post.queue(with_file(MILA, key))
    await post.courier()

    assert await post.settled(row) == [State.SENT]
    assert await sent_files(post) == ["of another bot", UPLOAD]
    known = await post.store.read(lambda s: files.to_send(s, key, "photo"))
    assert known is not None
    assert known.telegram_id not in {None, "of another bot"}


async def test_a_file_that_is_gone_is_refused_and_holds_nothing_up(post: Post) -> None:
    await post.person("Mila", MILA)
    rows = await post.queue(with_file(MILA, "0" * 64), say(MILA, "next"))
    await post.courier()

    assert await post.settled(*rows) == [State.DEAD, State.SENT]
    assert (await post.row(rows[0]))["outcome"] == "NoSuchFile"


async def test_a_picture_beside_a_card_replies_to_it_and_changes_in_its_place(post: Post) -> None:
    mila = await post.person("Mila", MILA)
    first, second = await kept(post, PICTURE), await kept(post, OTHER)

    def picture(key: str, words: str) -> cards.Showing:
        message = Message(words, attachment=Attachment(FileKind.PHOTO, key, "map.jpg"))
        payload = message.payload(MILA)
        return cards.Showing("map:17", mila, MILA, payload, replies_to="sighting:17")

    text = cards.Showing("sighting:17", mila, MILA, {"text": "Дојава 17"})
    await post.show(text, picture(first, "Socol"))
    await post.courier()
    await post.sandbox.wait_for(MILA, "Socol")
    card, shown = (await post.sandbox.messages(MILA))[-2:]
    assert (card["text"], shown["reply_to"]) == ("Дојава 17", card["message_id"])

    await post.settled(*[row["id"] for row in await post.rows()])
    await post.show(picture(second, "Nera"))
    await post.sandbox.wait_for(MILA, "Nera")
    changed = (await post.sandbox.messages(MILA))[-1]
    assert (changed["message_id"], changed["caption"]) == (shown["message_id"], "Nera")
    assert await post.sandbox.file(changed["photo"][-1]["file_id"]) == OTHER

    await post.settled(*[row["id"] for row in await post.rows()])
    await post.show(picture(first, "Socol"))  # Telegram has this one already
    await post.sandbox.wait_for(MILA, "Socol")
    known = await post.store.read(lambda s: files.to_send(s, first, "photo"))
    assert known is not None
    [*_, last] = await post.calls("editMessageMedia")
    assert last["params"]["media"]["media"] == known.telegram_id

"""The ordinary way: what is queued arrives, once, in order."""

from storage.outbox import Call, Lane, State
from tests.bot.post import Post


async def test_a_message_arrives_once_with_its_buttons_and_entities(post: Post) -> None:
    mila = await post.person("Mila", 101)
    markup = {"inline_keyboard": [[{"text": "Преузимам", "callback_data": "take:17:1"}]]}
    payload = {
        "text": "Дојава 17\nЧамац",
        "entities": [{"type": "bold", "offset": 0, "length": 9}],
        "reply_markup": markup,
        "protect_content": True,
    }
    [row_id] = await post.queue(
        Call(101, Lane.ALERT, "sendMessage", payload, person_id=mila, subject="sighting:17")
    )
    await post.courier()

    assert await post.settled(row_id) == [State.SENT]
    [message] = [each for each in await post.sandbox.messages(101) if each["from"] == "bot"]
    assert message["text"] == "Дојава 17\nЧамац"
    assert message["entities"] == [{"type": "bold", "offset": 0, "length": 9}]
    assert message["inline_keyboard"] == markup["inline_keyboard"]
    assert message["protect_content"] is True
    row = await post.row(row_id)
    assert (row["message_id"], row["repeated"], row["outcome"]) == (
        message["message_id"],
        False,
        None,
    )
    assert row["finished_at"] is not None

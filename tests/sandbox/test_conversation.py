"""A person and a bot talk: texts, buttons, keyboards, contacts, places, edits."""

from sandbox.client import Sandbox
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

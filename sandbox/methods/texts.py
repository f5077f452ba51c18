"""sendMessage, sendChatAction, setMessageReaction."""

from sandbox.calls import Call, method
from sandbox.errors import bad_request

ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)
REACTIONS = frozenset(
    "👍👎🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩🙏👌🤡🥱🥴😍🐳💯🤣⚡🏆💔🤨😐😈😴😭🤓👻👀🎃🙈😇😨🤝✍🤗🫡🎅🎄💅🤪🗿🆒🦄😘😎👾😡"
)


@method("sendMessage")
def send_message(call: Call) -> object:
    """A text message."""
    return call.send(call.text())


@method("sendChatAction")
def send_chat_action(call: Call) -> object:
    """The bot "is typing"."""
    chat = call.chat()
    if call.params.text("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    call.check_allowed(chat)
    chat.touch(chat, "action")
    return True


@method("setMessageReaction")
def set_message_reaction(call: Call) -> object:
    """At most one emoji under a message; an empty list takes it away."""
    chat = call.chat()
    message = chat.living(call.params.integer("message_id"))
    if message is None:
        raise bad_request("message to react not found")
    wanted = call.params.structure("reaction") or []
    if not isinstance(wanted, list) or len(wanted) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    for reaction in wanted:
        emoji = str(reaction.get("emoji", "")) if isinstance(reaction, dict) else ""
        if emoji.rstrip("\ufe0f") not in REACTIONS | {"❤"}:
            raise bad_request("REACTION_INVALID")
    call.check_allowed(chat)
    message.reactions = wanted
    chat.mark(message, "reaction")
    return True

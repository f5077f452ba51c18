"""pinChatMessage, unpinChatMessage, unpinAllChatMessages."""

from sandbox.calls import Call, method
from sandbox.errors import bad_request


@method("pinChatMessage")
def pin(call: Call) -> object:
    """Keep a message at the top, the newest pin first."""
    chat = call.chat()
    message = chat.living(call.params.integer("message_id"))
    if message is None:
        raise bad_request("message to pin not found")
    call.check_allowed(chat)
    if message.message_id in chat.pinned:
        chat.pinned.remove(message.message_id)
    chat.pinned.insert(0, message.message_id)
    chat.touch(chat, "pin")
    return True


@method("unpinChatMessage")
def unpin(call: Call) -> object:
    """Take one pin away, the newest where none is named."""
    chat = call.chat()
    call.check_allowed(chat)
    number = call.params.integer("message_id") or next(iter(chat.pinned), 0)
    if number not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(number)
    chat.touch(chat, "pin")
    return True


@method("unpinAllChatMessages")
def unpin_all(call: Call) -> object:
    """Take all pins away."""
    chat = call.chat()
    call.check_allowed(chat)
    chat.pinned.clear()
    chat.touch(chat, "pin")
    return True

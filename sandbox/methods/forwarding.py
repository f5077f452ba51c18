"""forwardMessage, copyMessage: not for protected content."""

from sandbox.calls import Call, method
from sandbox.errors import bad_request
from sandbox.keyboards import Markup
from sandbox.messages import Message


def _source(call: Call, verb: str, participle: str) -> Message:
    message = call.chat("from_chat_id").living(call.params.integer("message_id"))
    if message is None:
        raise bad_request(f"message to {verb} not found")
    if message.protected:
        raise bad_request(f"message can't be {participle}")
    return message


@method("forwardMessage")
def forward_message(call: Call) -> object:
    """The same message again, with its origin shown."""
    message = _source(call, "forward", "forwarded")
    chat = call.chat()
    call.check_allowed(chat)
    call.world.limits.spend(call.bot.id, chat)
    origin = {"type": "user", "sender_user": message.sender, "date": message.date}
    return call.put(chat, {**message.body, "forward_origin": origin}, Markup()).as_api()


@method("copyMessage")
def copy_message(call: Call) -> object:
    """The same content without origin; only the new id is told."""
    message = _source(call, "copy", "copied")
    body = dict(message.body)
    if "caption" in call.params.values and "text" not in body:
        body = {key: value for key, value in body.items() if not key.startswith("caption")}
        body |= call.caption()
    return {"message_id": call.send(body)["message_id"]}

"""deleteMessage, deleteMessages."""

from sandbox.calls import Call, method
from sandbox.chats import Chat
from sandbox.errors import bad_request
from sandbox.messages import Message
from sandbox.params import Params

TWO_DAYS = 48 * 3600


def _may_delete(call: Call, chat: Chat, message: Message) -> bool:
    """Younger than 48 hours; somebody else's only in private or as an administrator."""
    young = call.now() < message.date + TWO_DAYS
    administers = chat.bot_status == "administrator"
    if message.from_bot or chat.private:
        return young or (administers and not chat.private)
    return administers


@method("deleteMessage")
def delete_message(call: Call) -> object:
    """Take one message away."""
    chat = call.chat()
    if call.params.text("message_id") == "":
        raise bad_request("message identifier is not specified")
    message = chat.living(call.params.integer("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    if not _may_delete(call, chat, message):
        raise bad_request("message can't be deleted")
    chat.delete(message)
    return True


@method("deleteMessages")
def delete_messages(call: Call) -> object:
    """Take up to a hundred away; those not found are passed over."""
    chat = call.chat()
    numbers = call.params.structure("message_ids")
    if not isinstance(numbers, list) or not numbers:
        raise bad_request("message identifiers are not specified")
    if len(numbers) > 100:
        raise bad_request("too many message identifiers specified")
    wanted = [Params({"id": number}).integer("id") for number in numbers]
    found = [message for number in wanted if (message := chat.living(number))]
    if not all(_may_delete(call, chat, message) for message in found):
        raise bad_request("message can't be deleted")
    for message in found:
        chat.delete(message)
    return True

"""editMessageText, editMessageCaption, editMessageMedia, editMessageReplyMarkup."""

from sandbox import media_bodies
from sandbox.calls import Call, method
from sandbox.errors import bad_request
from sandbox.messages import Message
from sandbox.params import Params
from sandbox.wire import Json

MEDIA = ("photo", "document", "video", "voice", "animation", "audio")
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)


def target(call: Call) -> Message:
    """The message to edit; ApiError where it is gone, not the bot's, or not editable."""
    chat = call.chat()
    if call.params.text("message_id") == "":
        raise bad_request("message identifier is not specified")
    message = chat.living(call.params.integer("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot or message.other_markup or "forward_origin" in message.body:
        raise bad_request("message can't be edited")
    return message


def change(call: Call, message: Message, body: Json) -> Json:
    """Give the message a new content and keyboard; ApiError where neither differs."""
    markup = call.markup(message.chat)
    if markup.reply is not None:
        raise bad_request("inline keyboard expected")
    if message.content() == (body, markup.inline or None):
        raise bad_request(NOT_MODIFIED)
    call.check_allowed(message.chat)
    call.world.limits.spend(call.bot.id, message.chat, edit=True)
    message.body, message.inline = body, markup.inline or None
    message.edited_at = int(call.now())
    message.chat.mark(message, "edit")
    call.message_ids.append(message.message_id)
    return message.as_api()


@method("editMessageText")
def edit_text(call: Call) -> object:
    """A new text; the keyboard goes unless it is sent along."""
    body = call.text()
    message = target(call)
    if "text" not in message.body:
        raise bad_request("there is no text in the message to edit")
    return change(call, message, body)


@method("editMessageCaption")
def edit_caption(call: Call) -> object:
    """A new caption under the same file."""
    caption = call.caption()
    message = target(call)
    if not any(kind in message.body for kind in MEDIA):
        raise bad_request("there is no caption in the message to edit")
    kept = {key: value for key, value in message.body.items() if not key.startswith("caption")}
    return change(call, message, kept | caption)


@method("editMessageMedia")
def edit_media(call: Call) -> object:
    """Another file in the place of the old one."""
    item = call.params.structure("media", "can't parse media JSON object")
    if not isinstance(item, dict) or str(item.get("type")) not in {"photo", "video", "document"}:
        raise bad_request("can't parse InputMedia: type must be photo, video or document")
    message = target(call)
    if "location" in message.body:
        raise bad_request("message can't be edited")
    source = Params(item)
    body = media_bodies.body(call, str(item["type"]), source) | call.caption(source)
    return change(call, message, body)


@method("editMessageReplyMarkup")
def edit_reply_markup(call: Call) -> object:
    """Other buttons, or none."""
    message = target(call)
    return change(call, message, message.body)

"""Keyboards: inline ones under a message, reply ones under the input field."""

from dataclasses import dataclass

from sandbox.chats import Chat
from sandbox.errors import bad_request
from sandbox.messages import Message, Rows
from sandbox.texts import check_url
from sandbox.wire import Json

ACTIONS = (
    "callback_data",
    "url",
    "web_app",
    "copy_text",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "login_url",
    "callback_game",
    "pay",
)
STYLES = {"danger", "success", "primary"}
FLAGS = ("resize_keyboard", "one_time_keyboard", "is_persistent", "selective")


@dataclass(slots=True)
class Markup:
    """A reply_markup understood: rows of inline buttons, or something about the reply keyboard."""

    inline: Rows | None = None
    reply: Json | None = None

    def show(self, chat: Chat, message: Message) -> None:
        """Change the reply keyboard which the person sees."""
        if self.reply is None:
            return
        if self.reply.get("remove_keyboard"):
            chat.reply_keyboard = None
        elif "keyboard" in self.reply:
            chat.reply_keyboard = {**self.reply, "message_id": message.message_id}


def understand(raw: object, chat: Chat) -> Markup:
    """Check a reply_markup as Telegram does; `raw` is decoded JSON or None."""
    if raw is None or raw == "":
        return Markup()
    if not isinstance(raw, dict):
        raise bad_request("object expected as reply markup")
    for flag in (*FLAGS, "remove_keyboard", "force_reply"):
        if not isinstance(raw.get(flag, False), bool):
            raise bad_request(f'field "{flag}" must be of type Boolean')
    if "inline_keyboard" in raw:
        rows = _rows(raw, "inline_keyboard")
        return Markup(inline=[[_inline(button) for button in row] for row in rows if row])
    if "keyboard" in raw:
        rows = [[_reply(button, chat) for button in row] for row in _rows(raw, "keyboard") if row]
        kept = {key: raw[key] for key in (*FLAGS, "input_field_placeholder") if key in raw}
        return Markup(reply={"keyboard": rows, **kept})
    if raw.get("remove_keyboard") or raw.get("force_reply"):
        return Markup(reply=dict(raw))
    return Markup()


def _rows(raw: Json, name: str) -> list[list[object]]:
    rows = raw[name]
    if not isinstance(rows, list):
        raise bad_request(f'field "{name}" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{name}" must be an Array of Arrays')
    if sum(len(row) for row in rows) > 100:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return rows


def _text_of(button: object, what: str) -> str:
    if not isinstance(button, dict):
        raise bad_request(f"can't parse {what} button: expected an Object")
    if "text" not in button:
        raise bad_request(f"can't parse {what} button: Can't find field \"text\"")
    if not isinstance(button["text"], str):
        raise bad_request(f'can\'t parse {what} button: Field "text" must be of type String')
    if not button["text"].strip():
        raise bad_request(f"{what} button text must be non-empty")
    if button.get("style") is not None and button["style"] not in STYLES:
        raise bad_request("invalid button style specified")
    return button["text"]


def _inline(button: object) -> Json:
    _text_of(button, "inline keyboard")
    assert isinstance(button, dict)  # noqa: S101 -- for the type checker; checked just above
    actions = [name for name in ACTIONS if button.get(name) not in (None, "")]
    blank_query = [name for name in ACTIONS[4:6] if button.get(name) == ""]
    actions += blank_query  # an empty query is an action, unlike empty callback data
    if not actions:
        wording = "Text buttons are unallowed in the inline keyboard"
        raise bad_request(f"can't parse inline keyboard button: {wording}")
    if len(actions) > 1:
        wording = "exactly one action must be specified"
        raise bad_request(f"can't parse inline keyboard button: {wording}")
    _check_action(button, actions[0])
    kept = ("text", "style", "icon_custom_emoji_id", actions[0])
    return {name: button[name] for name in kept if name in button}


def _check_action(button: Json, action: str) -> None:
    value = button[action]
    if action == "callback_data" and not 1 <= len(str(value).encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")
    if action == "url":
        check_url(str(value), "inline keyboard button URL")
    if action == "copy_text":
        text = value.get("text") if isinstance(value, dict) else None
        if not isinstance(text, str) or not 1 <= len(text) <= 256:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if action == "web_app":
        url = str(value.get("url")) if isinstance(value, dict) else ""
        if not url.startswith("https://"):
            what = f"inline keyboard button Web App URL '{url}'"
            raise bad_request(f"{what} is invalid: Only HTTPS links are allowed")
    if action in {"pay", "callback_game"}:
        raise bad_request("BUTTON_TYPE_INVALID")


def _reply(button: object, chat: Chat) -> Json:
    if isinstance(button, str):
        button = {"text": button}
    _text_of(button, "keyboard")
    assert isinstance(button, dict)  # noqa: S101 -- for the type checker; checked just above
    if not chat.private and button.get("request_contact"):
        raise bad_request("phone number can be requested in private chats only")
    if not chat.private and button.get("request_location"):
        raise bad_request("location can be requested in private chats only")
    return dict(button)

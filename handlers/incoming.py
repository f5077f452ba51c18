"""What has come in, read from Telegram's JSON once and for all."""

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from telegram import CallbackQuery, ChatMember, Location, Message, Update, User

from geography.point import Point

FARTHEST_OFF = 100_000  # metres; Telegram says at most 1,500


class Kind(StrEnum):
    """What a person has done."""

    COMMAND = "command"
    PRESS = "press"
    TEXT = "text"
    LOCATION = "location"
    MOVED = "moved"  # a live location of theirs
    CONTACT = "contact"
    FILE = "file"  # a picture, a voice, a sticker, …
    BLOCKED = "blocked"  # the assistant, by this person
    UNBLOCKED = "unblocked"
    NOTHING = "nothing"  # an edit, a service message: nothing to answer


@dataclass(frozen=True)
class Incoming:
    """One update in our words. `text` is what was typed, or the argument of a command."""

    kind: Kind
    sender: int
    chat_id: int
    private: bool = True
    language_code: str | None = None
    account: str = ""  # what Telegram calls the sender, as the sender wants it
    text: str = ""
    command: str = ""
    addressee: str = ""  # the bot a command names, in small letters
    data: str = ""
    callback_id: str = ""
    message_id: int = 0  # of the message whose button was pressed
    point: Point | None = None
    accuracy: float | None = None
    sent_at: datetime | None = None  # when Telegram has heard of a place
    live_until: datetime | None = None  # until then a live location goes on
    phone: str = ""
    phone_owner: int | None = None
    thread_id: int | None = None  # the topic of a group it was said in
    photo: str = ""  # the file id of the largest size of a picture
    seen_message: tuple[int, str] | None = None  # a message of ours this proves to have arrived


def parse(body: str) -> Incoming:
    """Read an update; raises whatever Telegram's types raise for one that is none."""
    update = Update.de_json(_clean(json.loads(body)), None)
    user = update.effective_user
    if user is None or user.is_bot:
        return Incoming(Kind.NOTHING, 0, 0)
    if update.callback_query:
        return _press(update.callback_query, user)
    if update.message:
        return _message(update.message, user)
    if update.edited_message and update.edited_message.location:
        return _moved(update.edited_message, update.edited_message.location, user)
    if update.my_chat_member:
        chat, status = update.my_chat_member.chat, update.my_chat_member.new_chat_member.status
        kind = Kind.BLOCKED if status == ChatMember.BANNED else Kind.UNBLOCKED
        return Incoming(kind, user.id, chat.id, private=chat.type == chat.PRIVATE)
    return Incoming(Kind.NOTHING, user.id, user.id)


def _press(query: CallbackQuery, user: User) -> Incoming:
    message = query.message
    chat = message.chat if message else None
    shown = getattr(message, "text", None) or getattr(message, "caption", None)
    return Incoming(
        Kind.PRESS,
        user.id,
        chat.id if chat else user.id,
        private=chat is None or chat.type == chat.PRIVATE,
        language_code=user.language_code,
        account=_account(user),
        data=query.data or "",
        callback_id=query.id,
        message_id=message.message_id if message else 0,
        seen_message=(message.message_id, shown) if message and shown else None,
    )


def _message(message: Message, user: User) -> Incoming:
    kind, details = _content(message)
    original = message.reply_to_message
    ours = original is not None and original.from_user is not None and original.from_user.is_bot
    return Incoming(
        kind,
        user.id,
        message.chat.id,
        private=message.chat.type == message.chat.PRIVATE,
        language_code=user.language_code,
        account=_account(user),
        message_id=message.message_id,
        thread_id=message.message_thread_id if message.is_topic_message else None,
        seen_message=(original.message_id, original.text or original.caption or "")
        if ours and original
        else None,
        **details,
    )


def _moved(message: Message, location: Location, user: User) -> Incoming:
    return Incoming(
        Kind.MOVED,
        user.id,
        message.chat.id,
        private=message.chat.type == message.chat.PRIVATE,
        language_code=user.language_code,
        **_place(message, location),
    )


def _account(user: User) -> str:
    return f"{user.full_name} (@{user.username})" if user.username else user.full_name


def _content(message: Message) -> tuple[Kind, dict[str, Any]]:
    if message.text:
        return _text(message.text)
    if message.location:
        return Kind.LOCATION, _place(message, message.location)
    if message.contact:
        contact = message.contact
        return Kind.CONTACT, {"phone": contact.phone_number, "phone_owner": contact.user_id}
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return Kind.FILE, {"text": message.caption or "", "photo": largest.file_id}
    if message.effective_attachment:
        return Kind.FILE, {"text": message.caption or ""}
    return Kind.NOTHING, {}


def _place(message: Message, location: Location) -> dict[str, Any]:
    """Where, when Telegram heard of it, and until when it goes on telling; it ends by saying so."""
    period = location.to_dict().get("live_period")
    accuracy = location.horizontal_accuracy
    return {
        "point": _point(location),
        "accuracy": accuracy if accuracy and 0 < accuracy < FARTHEST_OFF else None,
        "sent_at": message.edit_date or message.date,
        "live_until": message.date + timedelta(seconds=period) if period else None,
    }


def _point(location: Location) -> Point | None:
    try:
        return Point(location.latitude, location.longitude)
    except ValueError:  # no phone sends this; a forged update may
        return None


def _text(text: str) -> tuple[Kind, dict[str, Any]]:
    if not text.startswith("/"):
        return Kind.TEXT, {"text": text}
    name, *_ = re.split(r"\s", text[1:], maxsplit=1)  # a line break ends it as a space does
    argument = text[1 + len(name) :]
    command, _, bot = name.lower().partition("@")
    return Kind.COMMAND, {"command": command, "addressee": bot, "text": argument.strip()}


def _clean(part: Any) -> Any:  # noqa: ANN401 JSON of any shape
    """NUL and lone surrogates, which no database takes, become the replacement character."""
    if isinstance(part, str):
        return (
            part.replace("\0", "\ufffd")
            .encode("utf-16", "surrogatepass")
            .decode("utf-16", "replace")
        )
    if isinstance(part, dict):
        return {key: _clean(value) for key, value in part.items()}
    if isinstance(part, list):
        return [_clean(value) for value in part]
    return part

"""What has come in, read from Telegram's JSON once and for all."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from geography.point import Point
from storage.media import Sent

Json = dict[str, Any]
FARTHEST_OFF = 100_000  # metres; Telegram says at most 1,500
FOREVER = 0x7FFFFFFF  # seconds, as Telegram has it for a live location without an end
# What a message may carry beside words, a place or a contact: the fields of the Bot API's Message.
_FILES = (
    "animation",
    "audio",
    "dice",
    "document",
    "game",
    "invoice",
    "paid_media",
    "passport_data",
    "poll",
    "sticker",
    "story",
    "successful_payment",
    "venue",
    "video",
    "video_note",
    "voice",
)


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
    file: Sent | None = None  # a picture, film, voice or document
    seen_message: tuple[int, str] | None = None  # a message of ours this proves to have arrived


def parse(body: str) -> Incoming:
    """Read an update; one that is none raises KeyError, TypeError or the like.

    What is not asked for is not looked at: the library's own types would cost more than all the
    rest of an update does.
    """
    update = json.loads(body)
    if "\\u0000" in body or "\\ud" in body:
        update = _clean(update)
    for name, read in _READERS.items():
        if part := update.get(name):
            user = part["from"]
            return Incoming(Kind.NOTHING, 0, 0) if user["is_bot"] else read(part, user)
    return Incoming(Kind.NOTHING, 0, 0)


def _press(query: Json, user: Json) -> Incoming:
    message = query.get("message") or {}
    chat = message.get("chat")
    shown = message.get("text") or message.get("caption")
    return Incoming(
        Kind.PRESS,
        user["id"],
        chat["id"] if chat else user["id"],
        private=chat is None or chat["type"] == "private",
        language_code=user.get("language_code"),
        account=_account(user),
        data=query.get("data") or "",
        callback_id=query["id"],
        message_id=message["message_id"] if message else 0,
        seen_message=(message["message_id"], shown) if shown else None,
    )


def _message(message: Json, user: Json) -> Incoming:
    kind, details = _content(message)
    original = message.get("reply_to_message") or {}
    ours = (original.get("from") or {}).get("is_bot")
    said = original.get("text") or original.get("caption") or ""
    return Incoming(
        kind,
        user["id"],
        message["chat"]["id"],
        private=message["chat"]["type"] == "private",
        language_code=user.get("language_code"),
        account=_account(user),
        message_id=message["message_id"],
        thread_id=message.get("message_thread_id") if message.get("is_topic_message") else None,
        seen_message=(original["message_id"], said) if ours else None,
        **details,
    )


def _edited(message: Json, user: Json) -> Incoming:
    """Of what is edited only a live location matters, which moves so."""
    if not message.get("location"):
        return Incoming(Kind.NOTHING, user["id"], user["id"])
    return Incoming(
        Kind.MOVED,
        user["id"],
        message["chat"]["id"],
        private=message["chat"]["type"] == "private",
        language_code=user.get("language_code"),
        **_place(message),
    )


def _member(change: Json, user: Json) -> Incoming:
    chat, status = change["chat"], change["new_chat_member"]["status"]
    kind = Kind.BLOCKED if status == "kicked" else Kind.UNBLOCKED
    return Incoming(kind, user["id"], chat["id"], private=chat["type"] == "private")


_READERS: Mapping[str, Callable[[Json, Json], Incoming]] = {
    "callback_query": _press,
    "message": _message,
    "edited_message": _edited,
    "my_chat_member": _member,
}


def _account(user: Json) -> str:
    name = " ".join(filter(None, (user["first_name"], user.get("last_name"))))
    return f"{name} (@{user['username']})" if user.get("username") else name


def _content(message: Json) -> tuple[Kind, Json]:
    if message.get("text"):
        return _text(message["text"])
    if message.get("location"):
        return Kind.LOCATION, _place(message)
    if contact := message.get("contact"):
        return Kind.CONTACT, {
            "phone": contact["phone_number"],
            "phone_owner": contact.get("user_id"),
        }
    return _file(message)


def _file(message: Json) -> tuple[Kind, Json]:
    caption = {"text": message.get("caption") or ""}
    if message.get("photo"):
        largest = max(message["photo"], key=lambda size: int(size["width"] * size["height"]))
        sent = _sent("photo", largest, message)
        return Kind.FILE, caption | {"photo": largest["file_id"], "file": sent}
    for name, kind in _KEPT_AS.items():
        if message.get(name):
            return Kind.FILE, caption | {"file": _sent(kind, message[name], message)}
    if any(message.get(name) for name in _FILES):
        return Kind.FILE, caption
    return Kind.NOTHING, {}


# What a report may take, and as what; an animation is sent with a document of the same name.
_KEPT_AS = {
    "animation": "video",
    "video": "video",
    "video_note": "video",
    "voice": "voice",
    "document": "document",
}


def _sent(kind: str, file: Json, message: Json) -> Sent:
    return Sent(
        kind=kind,
        telegram_id=file["file_id"],
        unique_id=file["file_unique_id"],
        size=int(file.get("file_size") or 0),
        media_type=str(file.get("mime_type") or "").lower(),
        name=str(file.get("file_name") or ""),
        album=str(message.get("media_group_id") or ""),
        width=int(file.get("width") or 0),
        height=int(file.get("height") or 0),
        seconds=int(file.get("duration") or 0),
    )


def _place(message: Json) -> Json:
    """Where, when Telegram heard of it, and until when it goes on telling; it ends by saying so."""
    location, sent = message["location"], _moment(message["date"])
    period, accuracy = location.get("live_period"), location.get("horizontal_accuracy")
    return {
        "point": _point(location),
        "accuracy": accuracy if accuracy and 0 < accuracy < FARTHEST_OFF else None,
        "sent_at": _moment(message["edit_date"]) if message.get("edit_date") else sent,
        "live_until": sent + timedelta(seconds=min(period, FOREVER)) if period else None,
    }


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _point(location: Json) -> Point | None:
    try:
        return Point(location["latitude"], location["longitude"])
    except ValueError:  # no phone sends this; a forged update may
        return None


def _text(text: str) -> tuple[Kind, Json]:
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

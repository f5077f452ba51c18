"""What a person is shown: text, buttons, keyboards. Plain data, no Telegram types.

Text is plain and emphasis an entity with offsets, so nothing a person typed is ever parsed and
there is no escaping to forget (docs/decisions/0008).
"""

import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

MAX_UNITS = 4096  # UTF-16 units of a message, https://core.telegram.org/bots/api#sendmessage
MAX_CAPTION_UNITS = 1024  # of a photo's, https://core.telegram.org/bots/api#sendphoto
MAX_DATA = 64  # bytes of a button's data, https://core.telegram.org/bots/api#inlinekeyboardbutton


class Style(StrEnum):
    """The colour of a button, Bot API 9.4."""

    PLAIN = ""
    PRIMARY = "primary"
    SUCCESS = "success"
    DANGER = "danger"


@dataclass(frozen=True)
class Button:
    """A button under a message; `data` says what is pressed, never what is allowed."""

    label: str
    data: str
    style: Style = Style.PLAIN

    def as_json(self) -> dict[str, Any]:
        """The Bot API's InlineKeyboardButton."""
        if len(self.data.encode()) > MAX_DATA:
            raise ValueError(f"Button data is longer than {MAX_DATA} bytes: {self.data}")
        style = {"style": self.style.value} if self.style else {}
        return {"text": self.label, "callback_data": self.data, **style}


class Wants(StrEnum):
    """What a key of the reply keyboard sends besides its label."""

    TEXT = ""
    CONTACT = "request_contact"
    LOCATION = "request_location"


@dataclass(frozen=True)
class Key:
    """A large button in place of the phone's keyboard; pressing it sends its label as text."""

    label: str
    wants: Wants = Wants.TEXT

    def as_json(self) -> dict[str, Any]:
        """The Bot API's KeyboardButton."""
        return {"text": self.label} | ({self.wants.value: True} if self.wants else {})


class FileKind(StrEnum):
    """How a file is shown; each is also the name of the Bot API's parameter for it."""

    PHOTO = "photo"
    DOCUMENT = "document"
    VIDEO = "video"
    VOICE = "voice"

    @property
    def method(self) -> str:
        """The Bot API's method that sends it."""
        return f"send{self.value.capitalize()}"


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a message: its key in the store of files, and the name it is given."""

    kind: FileKind
    file: str
    name: str

    def as_json(self) -> dict[str, str]:
        """What a row of the outbox holds of it; the courier puts the bytes in its place."""
        return {"kind": self.kind.value, "file": self.file, "name": self.name}


Rows = tuple[tuple[Button, ...], ...]
Keys = tuple[tuple[Key, ...], ...]


@dataclass(frozen=True)
class Message:
    """A text whose first line may be a title, with buttons under it or large keys below.

    With an attachment it is the file, and the text its caption.
    """

    text: str
    title: str = ""
    buttons: Rows = ()
    keys: Keys | None = None  # () takes the large keys away
    keys_stay: bool = True
    protected: bool = True
    thread_id: int | None = None  # the topic of a group
    attachment: Attachment | None = None
    silent: bool = False  # it comes without a sound

    @property
    def method(self) -> str:
        """The Bot API's method that sends it."""
        return self.attachment.kind.method if self.attachment else "sendMessage"

    def parts(self) -> "tuple[Message, ...]":
        """The messages it is sent as: what is too long for a caption follows its file as a text."""
        if self.attachment is None or units(self._whole()) <= MAX_CAPTION_UNITS:
            return (self,)
        bare = replace(self, text="", title="", buttons=(), keys=None)
        return bare, replace(self, attachment=None)

    def payload(self, chat_id: int) -> dict[str, Any]:
        """Parameters of the Bot API's method; those of a file lack the file itself."""
        sent = self._sent(chat_id) | {"protect_content": self.protected}
        if self.silent:
            sent["disable_notification"] = True
        if self.thread_id is not None:
            sent["message_thread_id"] = self.thread_id
        if self.keys is not None and not self.buttons:
            sent["reply_markup"] = self._keyboard(self.keys)
        return sent

    def edit(self, chat_id: int, message_id: int) -> dict[str, Any]:
        """Parameters of the Bot API's editMessageText."""
        return self._content(chat_id) | {"message_id": message_id}

    def caption(self, chat_id: int, file_id: str) -> dict[str, Any]:
        """Parameters of the Bot API's sendPhoto: a photo it keeps, and this message under it."""
        content = _as_caption(self._content(chat_id)) | {"protect_content": self.protected}
        return content | {"photo": file_id}

    def _sent(self, chat_id: int) -> dict[str, Any]:
        if self.attachment is None:
            return self._content(chat_id)
        return _as_caption(self._content(chat_id)) | {"attachment": self.attachment.as_json()}

    def _whole(self) -> str:
        return f"{self.title}\n{self.text}".strip() if self.title else self.text

    def _content(self, chat_id: int) -> dict[str, Any]:
        content: dict[str, Any] = {"chat_id": chat_id, "text": cut(self._whole(), MAX_UNITS)}
        if self.title:
            content["entities"] = [{"type": "bold", "offset": 0, "length": units(self.title)}]
        if self.buttons:
            rows = [[button.as_json() for button in row] for row in self.buttons]
            content["reply_markup"] = {"inline_keyboard": rows}
        return content

    def _keyboard(self, keys: Keys) -> dict[str, Any]:
        if not keys:
            return {"remove_keyboard": True}
        return {
            "keyboard": [[key.as_json() for key in row] for row in keys],
            "resize_keyboard": True,
            "is_persistent": self.keys_stay,
            "one_time_keyboard": not self.keys_stay,
        }


def _as_caption(content: dict[str, Any]) -> dict[str, Any]:
    """The same content below a file."""
    rest = {name: value for name, value in content.items() if name not in {"text", "entities"}}
    words = {"caption": cut(content["text"], MAX_CAPTION_UNITS)} if content["text"] else {}
    marks = {"caption_entities": content["entities"]} if "entities" in content else {}
    return rest | words | marks


def units(text: str) -> int:
    """The length of a text as Telegram counts it: in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, limit: int) -> str:
    """The text, shortened with an ellipsis to at most `limit` UTF-16 units."""
    if units(text) <= limit:
        return text
    kept = text.encode("utf-16-le", "surrogatepass")[: (limit - 1) * 2]
    return kept.decode("utf-16-le", "ignore") + "…"


def shown(typed: str) -> str:
    """What somebody typed, safe to stand among our words: no control or direction characters."""
    return "".join(char for char in typed if char in "\n\u200d" or not _invisible(char)).strip()


def _invisible(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co"}

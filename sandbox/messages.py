"""One message of a chat, as the Bot API and as a person's phone show it."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sandbox.wire import Json

if TYPE_CHECKING:
    from sandbox.chats import Chat

Rows = list[list[Json]]


@dataclass(slots=True, eq=False)
class Message:
    """`body` holds the content in Bot API fields: text, entities, photo, location."""

    chat: "Chat"
    message_id: int
    sender: Json
    date: int
    body: Json
    inline: Rows | None = None
    # Telegram edits no message that came with a reply keyboard, its removal or force_reply.
    other_markup: bool = False
    protected: bool = False
    reply_to: "Message | None" = None
    edited_at: int | None = None
    deleted: bool = False
    seq: int = 0
    reactions: list[Json] = field(default_factory=list)

    @property
    def from_bot(self) -> bool:
        """Sent by the bot, not by a person."""
        return bool(self.sender["is_bot"])

    def as_api(self, *, with_reply: bool = True) -> Json:
        """Message object of the Bot API."""
        shown: Json = {
            "message_id": self.message_id,
            "from": self.sender,
            "chat": self.chat.brief(),
            "date": self.date,
            **self.body,
        }
        if self.edited_at is not None:
            shown["edit_date"] = self.edited_at
        if with_reply and self.reply_to is not None:
            shown["reply_to_message"] = self.reply_to.as_api(with_reply=False)
        if self.protected:
            shown["has_protected_content"] = True
        if self.inline:
            shown["reply_markup"] = {"inline_keyboard": self.inline}
        return shown

    def as_shown(self) -> Json:
        """What the phone shows: an entry of a transcript."""
        shown: Json = {
            "message_id": self.message_id,
            "from": "bot" if self.from_bot else self.sender["id"],
            "date": self.date,
            "edited": self.edited_at is not None,
            "deleted": self.deleted,
            "entities": self.body.get("caption_entities", []),
            **self.body,
            "inline_keyboard": self.inline,
            "protect_content": self.protected,
            "reply_to": self.reply_to.message_id if self.reply_to else None,
            "reactions": self.reactions,
            "seq": self.seq,
        }
        shown.pop("caption_entities", None)
        return shown

    def content(self) -> tuple[Any, ...]:
        """What an edit must change, or Telegram says that the message is not modified."""
        return (self.body, self.inline or None)

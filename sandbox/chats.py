"""A chat between a bot and a person, or a group with the bot in it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from sandbox.bell import Bell
from sandbox.messages import Message, Rows
from sandbox.people import Person
from sandbox.wire import Json


@dataclass(slots=True, eq=False)
class Chat:
    """`touch` is told of every change and gives it its number."""

    id: int
    kind: str
    touch: Callable[["Chat", str], int]
    numbers: "count[int]"
    person: Person | None = None
    title: str | None = None
    members: dict[int, Person] = field(default_factory=dict)
    bot_status: str = "member"
    privacy: bool = True
    started: bool = False
    blocked: bool = False
    migrated_to: int | None = None
    topics: frozenset[int] = frozenset()  # of a forum
    messages: dict[int, Message] = field(default_factory=dict)
    reply_keyboard: Json | None = None
    pinned: list[int] = field(default_factory=list)
    seq: int = 0
    bell: Bell = field(default_factory=Bell)

    @property
    def private(self) -> bool:
        """Between the bot and one person."""
        return self.kind == "private"

    def brief(self) -> Json:
        """Chat object of the Bot API."""
        if self.person is None:
            forum = {"is_forum": True} if self.topics else {}
            return {"id": self.id, "type": self.kind, "title": self.title, **forum}
        user = self.person.as_user()
        names: Json = {
            key: user[key] for key in ("first_name", "last_name", "username") if key in user
        }
        return {"id": self.id, "type": "private", **names}

    def post(
        self,
        sender: Json,
        body: Json,
        *,
        date: float,
        inline: Rows | None = None,
        other_markup: bool = False,
        protected: bool = False,
        reply_to: Message | None = None,
    ) -> Message:
        """Put a new message into the chat."""
        message = Message(self, next(self.numbers), sender, int(date), body)
        message.inline, message.other_markup = inline, other_markup
        message.protected, message.reply_to = protected, reply_to
        self.messages[message.message_id] = message
        self.mark(message, "message")
        return message

    def mark(self, message: Message, kind: str) -> None:
        """A message came or changed: wake whoever watches."""
        message.seq = self.touch(self, kind)

    def living(self, message_id: int | None) -> Message | None:
        """The message, unless it never was or is deleted."""
        message = self.messages.get(message_id) if message_id is not None else None
        return None if message is None or message.deleted else message

    def delete(self, message: Message) -> None:
        """Take a message away; its keyboard and its pin go with it."""
        message.deleted = True
        if message.message_id in self.pinned:
            self.pinned.remove(message.message_id)
        if self.reply_keyboard and self.reply_keyboard["message_id"] == message.message_id:
            self.reply_keyboard = None
        self.mark(message, "delete")

    def after(self, seq: int) -> Json:
        """The transcript: every message changed after `seq`, in order."""
        changed = [message for message in self.messages.values() if message.seq > seq]
        return {
            "seq": self.seq,
            "chat": self.brief(),
            "messages": [message.as_shown() for message in changed],
            "reply_keyboard": self.reply_keyboard,
            "pinned": list(self.pinned),
        }

"""A bot account: its chats, its waiting updates, its profile, its webhook."""

import time
from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING

from sandbox.chats import Chat
from sandbox.people import Person
from sandbox.profile import Profile
from sandbox.updates import Updates
from sandbox.wire import Json

if TYPE_CHECKING:
    from sandbox.clock import Clock
    from sandbox.webhook import Webhook


class Bot:
    """`user` is one shared object: adopting a token changes it wherever it already stands."""

    def __init__(self, bot_id: int, clock: "Clock", touch: Callable[[Chat, str], int]) -> None:
        self.user: Json = {"id": bot_id, "is_bot": True, "first_name": "Straja", "username": ""}
        self.updates = Updates(clock)
        self.profile = Profile()
        self.webhook: Webhook | None = None
        self.chats: dict[int, Chat] = {}
        self.logged_out_until = 0.0
        self.retired = False
        self.turn = 0
        self.last_poll = (0, float("-inf"))
        self.next_conflict = float("-inf")
        self.last_set_webhook = float("-inf")
        self._touch = touch
        # One counter for all private chats and basic groups, as accounts have it on Telegram.
        self._numbers = count(1)

    @property
    def id(self) -> int:
        """The digits of the token."""
        return int(self.user["id"])

    def me(self) -> Json:
        """The answer to getMe."""
        return {
            **self.user,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }

    def private_chat(self, person: Person) -> Chat:
        """The chat with a person, made when first asked for."""
        chat = self.chats.get(person.id)
        if chat is None:
            chat = Chat(person.id, "private", self._touch, self._numbers, person=person)
            self.chats[person.id] = chat
        return chat

    def group_chat(self, chat_id: int, title: str, members: dict[int, Person]) -> Chat:
        """A new basic group with the bot in it."""
        chat = Chat(chat_id, "group", self._touch, self._numbers, title=title, members=members)
        self.chats[chat_id] = chat
        return chat

    def supergroup_chat(self, chat_id: int, group: Chat) -> Chat:
        """The supergroup a basic group becomes; its messages are numbered anew."""
        chat = Chat(chat_id, "supergroup", self._touch, count(1), title=group.title)
        chat.members, chat.bot_status, chat.privacy = (
            dict(group.members),
            group.bot_status,
            group.privacy,
        )
        self.chats[chat_id] = chat
        group.migrated_to = chat_id
        return chat

    def take_turn(self) -> int:
        """A new poller comes: whoever polls now will notice that the turn is no longer theirs."""
        self.turn += 1
        self.updates.bell.ring()
        return self.turn

    def conflict_delay(self) -> float:
        """Seconds to hold a 409 back: the first is told at once, others within 3 s wait 3 s."""
        now = time.monotonic()
        if now < self.next_conflict:
            return 3.0
        self.next_conflict = now + 3.0
        return 0.0

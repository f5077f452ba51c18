"""One call of a bot: its parameters, the chat it is for, the message it makes."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from sandbox import groups, keyboards
from sandbox.bots import Bot
from sandbox.chats import Chat
from sandbox.errors import ApiError, bad_request
from sandbox.keyboards import Markup
from sandbox.messages import Message
from sandbox.params import Params
from sandbox.texts import formatted
from sandbox.wire import Json
from sandbox.world import World

MARKUP_FAILURE = "can't parse reply keyboard markup JSON object"

# What needs a business account or a fortune in Stars, neither of which exists here.
NOT_FOR_US = {
    "business_connection_id": "business connection not found",
    "allow_paid_broadcast": "FLOODSKIP_NOT_ALLOWED",
}


@dataclass(slots=True)
class Call:
    """What a method works with."""

    world: World
    bot: Bot
    params: Params
    message_ids: list[int] = field(default_factory=list)

    def now(self) -> float:
        """Unix seconds of the sandbox's clock."""
        return self.world.clock.now()

    def chat(self, name: str = "chat_id") -> Chat:
        """The chat meant, if the bot may speak there; ApiError otherwise."""
        if not self.params.text(name):
            raise bad_request(f"{name} is empty")
        chat = self.bot.chats.get(self.params.chat_id(name) or 0)
        if chat is None or (chat.private and not chat.started):
            raise bad_request("chat not found")
        if chat.migrated_to is not None:
            raise migrated(chat.migrated_to)
        return chat

    def check_allowed(self, chat: Chat) -> None:
        """ApiError 403 where the bot was blocked or thrown out."""
        if chat.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        if chat.bot_status in {"kicked", "left"}:
            raise ApiError(403, f"Forbidden: bot was kicked from the {chat.kind} chat")

    def text(self, *, limit: int = 4096) -> Json:
        """The body of a text message."""
        text, entities = formatted(
            self.params.text("text"),
            self.params.text("parse_mode"),
            self.params.structure("entities"),
            limit=limit,
            empty="message text is empty",
            too_long="message is too long",
        )
        return {"text": text, **({"entities": entities} if entities else {})}

    def caption(self, source: Params | None = None) -> Json:
        """The caption fields of a body, none where there is no caption."""
        params = source or self.params
        text, entities = formatted(
            params.text("caption"),
            params.text("parse_mode"),
            params.structure("caption_entities"),
            limit=1024,
            empty="",
            too_long="message caption is too long",
        )
        body: Json = {"caption": text} if text else {}
        return body | ({"caption_entities": entities} if entities else {})

    def markup(self, chat: Chat) -> Markup:
        """The reply_markup of the call."""
        raw = self.params.structure("reply_markup", MARKUP_FAILURE)
        return keyboards.understand(raw, chat)

    def reply_to(self, chat: Chat) -> Message | None:
        """The message answered to; ApiError where it is not there."""
        given = self.params.structure("reply_parameters")
        wish = Params(given) if isinstance(given, dict) else Params()
        if given is not None and "message_id" not in wish.values:
            raise bad_request('can\'t find field "message_id"')
        number = wish.integer("message_id") or self.params.integer("reply_to_message_id")
        source = wish if wish.values else self.params
        message = chat.living(number) if number else None
        if number and message is None and not source.boolean("allow_sending_without_reply"):
            raise bad_request("message to be replied not found")
        return message

    def send(self, body: Json) -> Json:
        """Check everything there is to check, then put the message before the person."""
        chat = self.chat()
        for name, refusal in NOT_FOR_US.items():
            if self.params.text(name) not in {"", "0", "false"}:
                raise bad_request(refusal)
        body |= self.topic(chat)
        markup = self.markup(chat)
        reply_to = self.reply_to(chat)
        self.check_allowed(chat)
        self.world.limits.spend(self.bot.id, chat)
        return self.put(chat, body, markup, reply_to).as_api()

    def topic(self, chat: Chat) -> Json:
        """The topic of a forum that the message is for; ApiError where there is none such."""
        number = self.params.integer("message_thread_id")
        if not number:
            return {}
        if number not in chat.topics:
            raise bad_request("message thread not found")
        return groups.in_topic(number)

    def put(
        self, chat: Chat, body: Json, markup: Markup, reply_to: Message | None = None
    ) -> Message:
        """Make the message; nothing can refuse it any more."""
        message = chat.post(
            self.bot.user,
            body,
            date=self.now(),
            inline=markup.inline or None,
            other_markup=markup.reply is not None,
            protected=self.params.boolean("protect_content"),
            reply_to=reply_to,
        )
        markup.show(chat, message)
        self.message_ids.append(message.message_id)
        return message


Method = Callable[[Call], object] | Callable[[Call], Awaitable[object]]
METHODS: dict[str, tuple[str, Method]] = {}


def method(name: str) -> Callable[[Method], Method]:
    """Register a function as a Bot API method; names are found in any case."""

    def register(function: Method) -> Method:
        METHODS[name.lower()] = (name, function)
        return function

    return register


def migrated(chat_id: int) -> ApiError:
    """The refusal that tells where a group went."""
    description = "Bad Request: group chat was upgraded to a supergroup chat"
    return ApiError(400, description, migrate_to_chat_id=chat_id)

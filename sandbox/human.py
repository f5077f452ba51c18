"""What people do with their phones: write, press, share, move, edit, block."""

from itertools import count

from sandbox import groups
from sandbox.bots import Bot
from sandbox.chats import Chat
from sandbox.errors import ControlError
from sandbox.messages import Message
from sandbox.people import Person
from sandbox.texts import find_entities
from sandbox.updates import CALLBACK_LIFETIME, DAY
from sandbox.wire import Json
from sandbox.world import Callback, World

_query_numbers = count(1)


def place(bot: Bot, person: Person, chat_id: int | None) -> Chat:
    """The private chat, or a group the person is in."""
    if chat_id is None or chat_id == person.id:
        return bot.private_chat(person)
    chat = bot.chats.get(chat_id)
    if chat is not None and chat.migrated_to is not None:
        chat = bot.chats[chat.migrated_to]
    if chat is None or person.id not in chat.members:
        raise ControlError(404, f"{person.name} is in no chat {chat_id}.")
    return chat


def say(
    world: World, bot: Bot, person: Person, chat: Chat, body: Json, reply_to: int | None = None
) -> Json:
    """Send a message; `update_id` is None where the bot does not get to see it."""
    if chat.blocked:
        raise ControlError(409, f"{person.name} has blocked the bot; only a start unblocks it.")
    answered = chat.living(reply_to)
    if reply_to is not None and answered is None:
        raise ControlError(404, f"There is no message {reply_to} to answer.")
    chat.started = True
    message = chat.post(person.as_user(), body, date=world.clock.now(), reply_to=answered)
    update_id = None
    if groups.heard_by(bot, message):
        update_id = bot.updates.add("message", message.as_api(), ("chat", chat.id), DAY)
    return {"message_id": message.message_id, "update_id": update_id}


def text(value: str) -> Json:
    """The body of a text message as a client sends it."""
    if not value.strip():
        raise ControlError(400, "A client sends no empty text.")
    entities = find_entities(value)
    return {"text": value, **({"entities": entities} if entities else {})}


def press(world: World, bot: Bot, person: Person, chat: Chat, message: Message, data: str) -> Json:
    """Press an inline button; `data` may be anything, as a forged client can send anything."""
    if chat.blocked:
        raise ControlError(409, f"{person.name} has blocked the bot.")
    number = next(_query_numbers)
    query = Callback(str((person.id << 30) + number), bot, world.clock.now())
    world.callbacks[query.id] = query
    content = {
        "id": query.id,
        "from": person.as_user(),
        "message": message.as_api(),
        "chat_instance": str((chat.id << 20) + 7),
        "data": data,
    }
    lane = ("presses", person.id)
    update_id = bot.updates.add("callback_query", content, lane, CALLBACK_LIFETIME)
    return {"callback_query_id": query.id, "update_id": update_id}


def find_button(chat: Chat, label: str, message_id: int | None) -> tuple[Message, str]:
    """The newest message with such a button (or the one named), and the button's data."""
    labels: list[str] = []
    for message in reversed(chat.messages.values()):
        if message.deleted or (message_id is not None and message.message_id != message_id):
            continue
        for button in (button for row in message.inline or [] for button in row):
            if button["text"] == label:
                if "callback_data" not in button:
                    raise ControlError(400, f"The button {label!r} does not call back: {button}.")
                return message, str(button["callback_data"])
            labels.append(button["text"])
    there = ", ".join(map(repr, labels)) or "none at all"
    raise ControlError(404, f"There is no button {label!r}; there are {there}.")


def use_keyboard(
    world: World, bot: Bot, person: Person, chat: Chat, label: str, location: Json | None
) -> Json:
    """Press a button of the reply keyboard now shown."""
    shown = chat.reply_keyboard
    buttons = [button for row in shown["keyboard"] for button in row] if shown else []
    button = next((button for button in buttons if button["text"] == label), None)
    if shown is None or button is None:
        there = ", ".join(repr(button["text"]) for button in buttons) or "no keyboard shown"
        raise ControlError(404, f"There is no key {label!r}; there are {there}.")
    if button.get("request_contact"):
        body = contact(person)
    elif button.get("request_location"):
        if not location:
            raise ControlError(400, "This key asks for a location; give one.")
        body = {"location": location}
    else:
        body = text(label)
    if shown.get("one_time_keyboard"):
        chat.reply_keyboard = None
    return say(world, bot, person, chat, body)


def contact(person: Person, card: Json | None = None) -> Json:
    """A contact: the person's own unless the card says otherwise."""
    card = card or {}
    phone = card.get("phone") or person.phone
    if not phone:
        raise ControlError(400, f"{person.name} has no phone number; give one.")
    shown: Json = {"phone_number": phone, "first_name": card.get("first_name", person.first_name)}
    own = "phone" not in card and "first_name" not in card
    user_id = card.get("user_id", person.id if own or card.get("phone") == person.phone else None)
    if user_id is not None:
        shown["user_id"] = user_id
    if person.last_name and "first_name" not in card:
        shown["last_name"] = person.last_name
    return {"contact": shown}


def edit(world: World, bot: Bot, chat: Chat, message: Message, body: Json) -> Json:
    """Change a message of one's own: its text, or where a live location is."""
    message.body = body
    message.edited_at = int(world.clock.now())
    chat.mark(message, "edit")
    update_id = None
    if groups.heard_by(bot, message):
        update_id = bot.updates.add("edited_message", message.as_api(), ("chat", chat.id), DAY)
    return {"message_id": message.message_id, "update_id": update_id}


def own_message(chat: Chat, person: Person, message_id: int) -> Message:
    """A message this person has sent, or ControlError 404."""
    message = chat.living(message_id)
    if message is None or message.sender["id"] != person.id:
        raise ControlError(404, f"{person.name} has sent no message {message_id} here.")
    return message


def block(world: World, bot: Bot, person: Person, *, blocked: bool) -> Json:
    """Block or unblock the bot; it is told either way, unless nothing changes."""
    chat = bot.private_chat(person)
    if chat.blocked == blocked:
        return {"update_id": None}
    chat.blocked = blocked
    chat.touch(chat, "member")
    before, after = ("member", "kicked") if blocked else ("kicked", "member")
    return {"update_id": groups.member_changed(world, bot, chat, person, before, after)}


def start(world: World, bot: Bot, person: Person, payload: str) -> Json:
    """Press START, perhaps through a deep link."""
    block(world, bot, person, blocked=False)
    command = f"/start {payload}" if payload else "/start"
    return say(world, bot, person, bot.private_chat(person), text(command))

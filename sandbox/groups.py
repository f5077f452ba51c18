"""Groups: who is in them, what the bot hears of them, how they become supergroups."""

from sandbox.bots import Bot
from sandbox.chats import Chat
from sandbox.messages import Message
from sandbox.people import Person
from sandbox.updates import DAY
from sandbox.wire import Json
from sandbox.world import World

STATUSES = frozenset({"member", "administrator", "left", "kicked"})
RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_send_welcome_messages",
)


def set_bot_status(world: World, bot: Bot, chat: Chat, by: Person, status: str) -> int | None:
    """The bot is added, promoted or thrown out; it hears of it."""
    before, chat.bot_status = chat.bot_status, status
    chat.touch(chat, "member")
    return member_changed(world, bot, chat, by, before, status)


def member_changed(
    world: World, bot: Bot, chat: Chat, by: Person, before: str, after: str
) -> int | None:
    """Queue my_chat_member."""
    changed = {
        "chat": chat.brief(),
        "from": by.as_user(),
        "date": int(world.clock.now()),
        "old_chat_member": bot_member(bot, before),
        "new_chat_member": bot_member(bot, after),
    }
    return bot.updates.add("my_chat_member", changed, ("member", chat.id), DAY)


def bot_member(bot: Bot, status: str) -> Json:
    """The bot itself as ChatMember."""
    member: Json = {"user": bot.user, "status": status}
    if status == "kicked":
        member["until_date"] = 0
    if status == "administrator":
        member |= dict.fromkeys(RIGHTS, True) | {"can_be_edited": False, "is_anonymous": False}
    return member


def in_topic(number: int) -> Json:
    """What a message of a forum's topic says of it."""
    return {"message_thread_id": number, "is_topic_message": True}


def heard_by(bot: Bot, message: Message) -> bool:
    """Whether the bot gets a message: privacy mode lets commands, replies and mentions through."""
    chat = message.chat
    if chat.bot_status in {"left", "kicked"}:
        return False
    if chat.private or not chat.privacy or chat.bot_status == "administrator":
        return True
    if message.reply_to is not None and message.reply_to.from_bot:
        return True
    text = str(message.body.get("text", message.body.get("caption", "")))
    mention = f"@{bot.user['username']}"
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    return mention in text or (first.startswith("/") and "@" not in first)


def migrate(world: World, bot: Bot, chat: Chat) -> int:
    """Turn a basic group into a supergroup; both service messages reach the bot. The new id."""
    if chat.migrated_to is not None:
        return chat.migrated_to
    new_id = -1_000_000_000_000 - next(world.group_ids)
    by = next(iter(chat.members.values()), None)
    sender = by.as_user() if by else bot.user
    supergroup = bot.supergroup_chat(new_id, chat)
    pairs = ((chat, "migrate_to_chat_id", new_id), (supergroup, "migrate_from_chat_id", chat.id))
    for place, field, other in pairs:
        message = place.post(sender, {field: other}, date=world.clock.now())
        bot.updates.add("message", message.as_api(), ("chat", place.id), DAY)
    return new_id

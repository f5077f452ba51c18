"""getChat, getChatMember, getChatMemberCount, getChatAdministrators, leaveChat."""

from sandbox.calls import Call, method
from sandbox.errors import bad_request
from sandbox.groups import bot_member
from sandbox.wire import Json

GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription")


@method("getChat")
def get_chat(call: Call) -> object:
    """Everything about a chat."""
    chat = call.chat()
    full: Json = {
        **chat.brief(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {**dict.fromkeys(GIFTS, False), "gifts_from_channels": False},
    }
    if chat.pinned:
        full["pinned_message"] = chat.messages[chat.pinned[0]].as_api()
    if not chat.private:
        full["permissions"] = {"can_send_messages": True, "can_pin_messages": True}
    return full


@method("getChatMember")
def get_chat_member(call: Call) -> object:
    """One member of a chat."""
    chat = call.chat()
    user_id = call.params.chat_id("user_id")
    if user_id == call.bot.id:
        return bot_member(call.bot, chat.bot_status)
    person = call.world.people.get(user_id or 0)
    if person is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    here = person.id in chat.members or (chat.private and person.id == chat.id)
    return {"user": person.as_user(), "status": "member" if here else "left"}


@method("getChatMemberCount")
def get_chat_member_count(call: Call) -> object:
    """People and bot together."""
    chat = call.chat()
    return 2 if chat.private else len(chat.members) + 1


@method("getChatAdministrators")
def get_chat_administrators(call: Call) -> object:
    """The administrators that are people are not modelled; the bot may be one."""
    chat = call.chat()
    if chat.private:
        raise bad_request("there are no administrators in the private chat")
    return [bot_member(call.bot, chat.bot_status)] if chat.bot_status == "administrator" else []


@method("leaveChat")
def leave_chat(call: Call) -> object:
    """The bot goes."""
    chat = call.chat()
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    call.check_allowed(chat)
    chat.bot_status = "left"
    chat.touch(chat, "member")
    return True

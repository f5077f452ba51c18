"""Who there is, over HTTP: /sandbox/people and /sandbox/groups."""

from aiohttp import web

from sandbox import groups
from sandbox.control import Ask, answering
from sandbox.errors import ControlError
from sandbox.people import Person
from sandbox.wire import Json

FACTS = ("username", "language_code", "phone", "about")


def add_person(ask: Ask) -> Json:
    """A new person; an id already known only returns who it is."""
    world = ask.world
    wanted = ask.whole("id")
    if wanted is not None and wanted in world.people:
        return world.people[wanted].as_fact()
    name = ask.text("name")
    number = next(world.person_ids) if wanted is None else wanted
    facts = {key: ask.body.get(key) for key in FACTS}
    world.people[number] = person = Person(number, name, **facts)
    return person.as_fact()


def list_people(ask: Ask) -> list[Json]:
    """Everybody, and whether they have written to the bot or blocked it."""
    chats = ask.bot().chats if ask.world.bots else {}
    listed = []
    for person in ask.world.people.values():
        chat = chats.get(person.id)
        known = {"started": bool(chat and chat.started), "blocked": bool(chat and chat.blocked)}
        listed.append(person.as_fact() | known)
    return listed


def add_group(ask: Ask) -> Json:
    """A group with the bot in it; the first member is who added the bot.

    Basic, unless `supergroup`; a forum with these `topics`.
    """
    world, bot = ask.world, ask.bot()
    numbers = ask.body.get("members") or []
    members = {number: world.person(number) for number in map(int, numbers)}
    wanted = ask.whole("id")
    chat_id = -next(world.group_ids) if wanted is None else wanted
    if chat_id in bot.chats:
        return {"id": chat_id}
    if chat_id >= 0 or not members:
        raise ControlError(400, "A group has a negative id and at least one member.")
    chat = bot.group_chat(chat_id, ask.text("title"), members)
    chat.topics = frozenset(map(int, ask.body.get("topics") or []))
    if chat.topics or ask.body.get("supergroup"):  # only a supergroup can be a forum
        chat.kind = "supergroup"
    chat.privacy = bool(ask.body.get("privacy", True))
    chat.bot_status = "left"
    by = next(iter(members.values()))
    status = str(ask.body.get("bot_status", "member"))
    update_id = groups.set_bot_status(world, bot, chat, by, status)
    return {"id": chat_id, "update_id": update_id}


def change_group(ask: Ask) -> Json:
    """People come and go; the bot is promoted or thrown out; the group becomes a supergroup."""
    bot = ask.bot()
    chat = bot.chats.get(int(ask.request.match_info["group"]))
    if chat is None or chat.private:
        raise ControlError(404, "There is no such group.")
    chat.members |= {int(one): ask.world.person(int(one)) for one in ask.body.get("add", [])}
    for one in ask.body.get("remove", []):
        chat.members.pop(int(one), None)
    status = ask.body.get("bot_status")
    if status is not None:
        if status not in groups.STATUSES:
            raise ControlError(400, f"The bot cannot be {status!r} in a group.")
        by = next(iter(chat.members.values()))
        groups.set_bot_status(ask.world, bot, chat, by, str(status))
    new_id = groups.migrate(ask.world, bot, chat) if ask.body.get("migrate") else chat.id
    return {"id": new_id, "members": list(chat.members), "bot_status": chat.bot_status}


def routes() -> list[web.RouteDef]:
    """What this module serves."""
    return [
        web.post("/sandbox/people", answering(add_person)),
        web.get("/sandbox/people", answering(list_people)),
        web.post("/sandbox/groups", answering(add_group)),
        web.post(r"/sandbox/groups/{group:-\d+}", answering(change_group)),
    ]

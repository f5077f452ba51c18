"""What a test or the phones page may watch: chats, answers, events, logs, the bot's profile."""

import asyncio
import contextlib

from aiohttp import web

from sandbox.chats import Chat
from sandbox.control import Ask, answering
from sandbox.errors import ControlError
from sandbox.wire import Json, dump

HEARTBEAT = 15.0
PICTURES = {b"\xff\xd8": "image/jpeg", b"\x89PNG\r\n": "image/png", b"GIF8": "image/gif"}


async def chat(ask: Ask) -> Json:
    """A transcript, when it has grown beyond `after` or `wait` seconds are over."""
    found = _chat(ask)
    after = int(ask.query("after"))
    if ask.wait() and found.seq <= after:
        await found.bell.wait(ask.wait())
    return found.after(after)


def _chat(ask: Ask) -> Chat:
    number = int(ask.request.match_info["chat"])
    bot = ask.bot()
    found = bot.chats.get(number)
    if found is None and number in ask.world.people:
        found = bot.private_chat(ask.world.people[number])
    if found is None:
        raise ControlError(404, f"There is no chat {number}.")
    return found


def chats(ask: Ask) -> list[Json]:
    """All chats of the bot, in brief."""
    return [{**one.brief(), "seq": one.seq} for one in ask.bot().chats.values()]


async def callback(ask: Ask) -> Json:
    """Whether a pressed button was answered."""
    query = ask.world.callbacks.get(ask.request.match_info["query"])
    if query is None:
        raise ControlError(404, "No such button was pressed.")
    if ask.wait() and query.answered_at is None:
        await query.bell.wait(ask.wait())
    return query.as_fact()


async def events(ask: Ask) -> web.StreamResponse:
    """Server-sent events: one for every change in any chat."""
    stream = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"}
    )
    queue: asyncio.Queue[Json] = asyncio.Queue()
    ask.world.observers.add(queue)
    try:
        await stream.prepare(ask.request)
        await stream.write(b": watching\n\n")
        while True:
            line = b": still here\n\n"
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(HEARTBEAT):
                    line = f"data: {dump(await queue.get())}\n\n".encode()
            await stream.write(line)
    except ConnectionError:
        pass
    finally:
        ask.world.observers.discard(queue)
    return stream


def bot(ask: Ask) -> Json:
    """What the bot has set about itself."""
    one = ask.bot()
    return {
        **one.me(),
        **one.profile.as_fact(),
        "webhook": one.webhook.as_info() if one.webhook else None,
        "allowed_updates": one.updates.allowed,
        "pending_update_count": len(one.updates),
        "bots": list(ask.world.bots),
    }


def log(ask: Ask) -> list[Json]:
    """The delivery log."""
    return ask.world.log.after(int(ask.query("after")))


def requests(ask: Ask) -> list[Json]:
    """All Bot API requests as received."""
    return ask.world.requests.after(int(ask.query("after")))


def file(ask: Ask) -> web.Response:
    """The bytes of a file, as a phone shows them: only a picture is ever more than a download."""
    stored = ask.world.files.by_id.get(ask.request.match_info["file"])
    if stored is None:
        raise ControlError(404, "There is no such file.")
    picture = next(
        (kind for start, kind in PICTURES.items() if stored.data.startswith(start)), None
    )
    return web.Response(
        body=stored.data,
        content_type=picture or "application/octet-stream",
        headers={
            "Content-Disposition": "inline" if picture else "attachment",
            "X-Content-Type-Options": "nosniff",
        },
    )


def health(ask: Ask) -> Json:
    """That it lives, and for how many seconds the first bot has left an update waiting."""
    waiting = ask.bot().updates.waiting() if ask.world.bots else 0.0
    return {"ok": True, "now": ask.world.clock.iso(), "waiting": waiting}


def routes() -> list[web.RouteDef]:
    """What this module serves."""
    table = {
        r"/sandbox/chats/{chat:-?\d+}": chat,
        "/sandbox/chats": chats,
        r"/sandbox/callbacks/{query:\d+}": callback,
        "/sandbox/files/{file}": file,
        "/sandbox/events": events,
        "/sandbox/bot": bot,
        "/sandbox/log": log,
        "/sandbox/requests": requests,
        "/sandbox/health": health,
    }
    return [web.get(path, answering(function)) for path, function in table.items()]

"""What all control requests share: reading what was posted, answering, waiting."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from sandbox import wire
from sandbox.botapi import WORLD
from sandbox.bots import Bot
from sandbox.chats import Chat
from sandbox.errors import ApiError, ControlError
from sandbox.human import place
from sandbox.people import Person
from sandbox.wire import Json
from sandbox.world import World

LONGEST_WAIT = 60.0


class Ask:
    """One control request: what was posted and who is meant by it."""

    def __init__(self, request: web.Request, body: Json) -> None:
        self.request = request
        self.body = body
        self.world: World = request.app[WORLD]

    def bot(self) -> Bot:
        """The bot meant: `bot` of body or query, else the first one."""
        return self.world.bot(self.body.get("bot", self.request.query.get("bot")))

    def person(self) -> Person:
        """The person in the path."""
        return self.world.person(int(self.request.match_info["person"]))

    def chat(self) -> Chat:
        """The private chat, or the group named by `chat`."""
        return place(self.bot(), self.person(), self.whole("chat"))

    def need(self, name: str) -> object:
        """A field that must be there."""
        if self.body.get(name) is None:
            raise ControlError(400, f"The field {name!r} is missing.")
        return self.body[name]

    def text(self, name: str) -> str:
        """A field that must be there, as text."""
        return str(self.need(name))

    def whole(self, name: str) -> int | None:
        """A whole number, or None where absent."""
        value = self.body.get(name)
        try:
            return None if value is None else int(value)
        except (TypeError, ValueError):
            raise ControlError(400, f"The field {name!r} must be a whole number.") from None

    def query(self, name: str, default: float = 0.0) -> float:
        """A number of the query."""
        try:
            return float(self.request.query.get(name, default))
        except ValueError:
            raise ControlError(400, f"The parameter {name!r} must be a number.") from None

    def wait(self) -> float:
        """How long the asker is ready to wait, in seconds."""
        return min(self.query("wait"), LONGEST_WAIT)


Answerer = Callable[[Ask], object] | Callable[[Ask], Awaitable[object]]


def answering(
    function: Callable[[Ask], object],
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Wrap a function of an Ask into an aiohttp handler that speaks JSON."""

    async def handler(request: web.Request) -> web.StreamResponse:
        try:
            result = function(Ask(request, await _body(request)))
            if isinstance(result, Awaitable):
                result = await result
        except ControlError as error:
            return web.json_response({"error": error.sentence}, status=error.status)
        except ApiError as error:
            return web.json_response({"error": error.description}, status=400)
        except (TypeError, ValueError, OverflowError) as error:
            sentence = f"This cannot be understood: {error!r}."
            return web.json_response({"error": sentence}, status=400)
        if isinstance(result, web.StreamResponse):
            return result
        return web.json_response(body=wire.dump(result).encode())

    return handler


async def _body(request: web.Request) -> Json:
    if not request.can_read_body:
        return {}
    try:
        decoded = await request.json() if await request.read() else {}
    except ValueError:
        raise ControlError(400, "This is not JSON.") from None
    if not isinstance(decoded, dict):
        raise ControlError(400, "An object is expected.")
    return decoded

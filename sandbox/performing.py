"""Carrying out one call: what goes wrong on order, what is done, what the log says of it."""

import asyncio
import inspect
from dataclasses import dataclass

from sandbox import groups, methods  # noqa: F401 -- importing methods registers them
from sandbox.bots import Bot
from sandbox.calls import METHODS, Call, Method, migrated
from sandbox.errors import ApiError
from sandbox.faults import AFTER, BEFORE, Fault
from sandbox.methods.webhooks import unknown
from sandbox.params import Params
from sandbox.wire import Json
from sandbox.world import World

HANG = 30.0


@dataclass(slots=True)
class Outcome:
    """What the bot gets: a status and a body, or (status None) a connection cut off.

    `hang` is how long to keep silent before; `reset` cuts hard instead of closing.
    """

    status: int | None
    body: Json
    hang: float = 0.0
    reset: bool = False

    @property
    def retry_after(self) -> int | None:
        """For the Retry-After header."""
        seconds = self.body.get("parameters", {}).get("retry_after")
        return int(seconds) if seconds is not None else None


async def perform(
    world: World, bot: Bot, name: str, params: Params, *, via: str = "http", agent: str = ""
) -> Outcome:
    """Do what the bot asks, with whatever fault was ordered for it, and log it.

    `agent`: what the caller's program calls itself.
    """
    proper, function = METHODS.get(name.lower(), (name, None))
    fault = world.faults.take(proper, params.chat_id())
    call = Call(world, bot, params)
    entry: Json = {"method": proper, "via": via, "agent": agent}
    entry |= {"fault": fault.kind} if fault else {}
    if fault is not None and fault.kind == "drop":
        _log(call, entry | {"outcome": "dropped", "status": None})
        return Outcome(None, {})
    try:
        if fault is not None:
            await _strike(call, fault)
        result = await _carry_out(call, name, function)
    except ApiError as error:
        verdict = "failed" if error.code >= 500 else "refused"
        entry |= {"description": error.description}
        _log(call, entry | {"outcome": verdict, "status": error.code})
        return refusal(error)
    outcome = _answer(result, fault)
    verdict = "delivered" if call.message_ids else "accepted"
    _log(call, entry | {"outcome": verdict, "status": None if outcome.hang else outcome.status})
    return outcome


def refuse_unread(world: World, bot: Bot, name: str, error: ApiError) -> Outcome:
    """A call whose parameters could not be read is logged as refused, too."""
    facts = {"method": name, "via": "http", "outcome": "refused", "status": error.code}
    _log(Call(world, bot, Params()), facts | {"description": error.description})
    return refusal(error)


async def _carry_out(call: Call, name: str, function: Method | None) -> object:
    if function is None:
        raise unknown(name)
    if call.now() < call.bot.logged_out_until:
        raise ApiError(400, "Logged out")
    result = function(call)
    return await result if inspect.isawaitable(result) else result


async def _strike(call: Call, fault: Fault) -> None:
    """The faults that come before anything is accepted."""
    chat_id = call.params.chat_id()
    if fault.kind in BEFORE:
        raise fault.refusal(chat_id)
    if fault.kind == "slow":
        await asyncio.sleep(1.0 if fault.seconds is None else fault.seconds)
    if fault.kind == "migrate" and (chat := call.bot.chats.get(chat_id or 0)) is not None:
        raise migrated(groups.migrate(call.world, call.bot, chat))


def _answer(result: object, fault: Fault | None) -> Outcome:
    """The result, or what a fault that comes after delivery makes of it."""
    body: Json = {"ok": True, "result": result}
    kind = fault.kind if fault is not None and fault.kind in AFTER else ""
    if kind == "deliver+500":
        return refusal(ApiError(500, "Internal Server Error"))
    if kind == "deliver+reset":
        return Outcome(None, body, reset=True)
    if kind == "deliver+hang" and fault is not None:
        return Outcome(200, body, hang=HANG if fault.seconds is None else fault.seconds)
    return Outcome(200, body)


def refusal(error: ApiError) -> Outcome:
    """An error in the shape of the Bot API."""
    body: Json = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        body["parameters"] = error.parameters
    return Outcome(error.code, body)


def _log(call: Call, entry: Json) -> None:
    """One line: what was attempted and what became of it, before the bot hears anything."""
    if call.bot.retired:  # a poller of before a reset
        return
    facts: Json = {
        "at": call.now(),
        "bot": call.bot.id,
        "chat_id": call.params.chat_id(),
        "params": call.params.as_logged(),
        "message_id": call.message_ids[0] if call.message_ids else None,
    }
    if len(call.message_ids) > 1:
        facts["message_ids"] = call.message_ids
    call.world.log.append(facts | entry)

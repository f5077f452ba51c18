"""What a test may steer: the clock, faults, limits, raw updates, a new beginning."""

from datetime import UTC, datetime

from aiohttp import web

from sandbox.control import Ask, answering
from sandbox.errors import ControlError
from sandbox.wire import Json


def read_clock(ask: Ask) -> Json:
    """The sandbox's time."""
    return {"now": ask.world.clock.iso(), "unix": ask.world.clock.now()}


def set_clock(ask: Ask) -> Json:
    """Advance by seconds, set to a moment, freeze or let run."""
    clock = ask.world.clock
    if ask.body.get("set") is not None:
        try:
            moment = datetime.fromisoformat(ask.text("set"))
        except ValueError:
            raise ControlError(400, "The moment must be written as ISO 8601.") from None
        clock.set(moment.replace(tzinfo=moment.tzinfo or UTC).timestamp())
    if ask.body.get("advance") is not None:
        clock.advance(float(ask.text("advance")))
    if ask.body.get("frozen") is not None:
        clock.freeze(frozen=bool(ask.body["frozen"]))
    return read_clock(ask)


def order_fault(ask: Ask) -> Json:
    """Have calls go wrong."""
    return {"id": ask.world.faults.order(ask.body).id}


def list_faults(ask: Ask) -> list[Json]:
    """Every fault and how often it struck."""
    return ask.world.faults.all()


def cancel_faults(ask: Ask) -> Json:
    """Withdraw one fault, or all."""
    number = ask.request.match_info.get("fault")
    ask.world.faults.cancel(None if number is None else int(number))
    return {"faults": [fault["id"] for fault in ask.world.faults.all()]}


def set_limits(ask: Ask) -> Json:
    """Switch the rate limits."""
    ask.world.limits.enabled = bool(ask.body.get("enabled", True))
    return {"enabled": ask.world.limits.enabled}


def read_limits(ask: Ask) -> Json:
    """Whether the rate limits are on."""
    return {"enabled": ask.world.limits.enabled}


async def inject(ask: Ask) -> Json:
    """A raw update for the bot's queue, or bytes that are none, straight to its webhook."""
    target = ask.bot()
    if isinstance(ask.body.get("update"), dict):
        return {"update_id": target.updates.inject(ask.body["update"])}
    raw = ask.text("raw")
    if target.webhook is None:
        raise ControlError(409, "Raw bytes need a webhook to go to.")
    status, _ = await target.webhook.post(raw.encode(errors="surrogatepass"))
    return {"status": status}


def reset(ask: Ask) -> Json:
    """Everything back to empty."""
    ask.world.reset()
    return {"ok": True}


def routes() -> list[web.RouteDef]:
    """What this module serves."""
    return [
        web.get("/sandbox/clock", answering(read_clock)),
        web.post("/sandbox/clock", answering(set_clock)),
        web.post("/sandbox/faults", answering(order_fault)),
        web.get("/sandbox/faults", answering(list_faults)),
        web.delete("/sandbox/faults", answering(cancel_faults)),
        web.delete(r"/sandbox/faults/{fault:\d+}", answering(cancel_faults)),
        web.post("/sandbox/limits", answering(set_limits)),
        web.get("/sandbox/limits", answering(read_limits)),
        web.post("/sandbox/updates", answering(inject)),
        web.post("/sandbox/reset", answering(reset)),
    ]

"""getUpdates: long poll, acknowledgement by offset, one poller at a time."""

import asyncio
import time

from sandbox.calls import Call, method
from sandbox.errors import ApiError

LONGEST = 50
USE_WEBHOOK = (
    "Conflict: can't use getUpdates method while webhook is active;"
    " use deleteWebhook to delete the webhook first"
)
OTHER_POLLER = (
    "Conflict: terminated by other getUpdates request;"
    " make sure that only one bot instance is running"
)
BY_WEBHOOK = "Conflict: terminated by setWebhook request"


@method("getUpdates")
async def get_updates(call: Call) -> object:
    """Wait up to 50 s for updates; another poller or a webhook ends the waiting with 409."""
    bot, params = call.bot, call.params
    if bot.webhook is not None:
        raise await _conflict(call, USE_WEBHOOK)
    allow(call)
    offset = params.integer("offset")
    if offset:
        bot.updates.acknowledge(offset)
    limit = _limit(call, offset)
    until = time.monotonic() + min(max(params.integer("timeout"), 0), LONGEST)
    turn = bot.take_turn()
    while not (batch := bot.updates.first(limit)):
        left = until - time.monotonic()
        if left <= 0 or bot.retired:
            break
        await bot.updates.bell.wait(left)
        if bot.turn != turn:
            raise await _conflict(call, BY_WEBHOOK if bot.webhook else OTHER_POLLER)
    return batch


def allow(call: Call) -> None:
    """Remember allowed_updates; absent means as before."""
    allowed = call.params.structure("allowed_updates")
    if isinstance(allowed, list):
        call.bot.updates.allowed = [str(kind) for kind in allowed]


def _limit(call: Call, offset: int) -> int:
    """1 to 100; a poller who asks the same again within half a second gets one update."""
    limit = call.params.integer("limit", 100)
    limit = limit if 1 <= limit <= 100 else 100
    now = time.monotonic()
    last_offset, last_at = call.bot.last_poll
    call.bot.last_poll = (offset, now)
    hasty = offset == last_offset and now < last_at + 0.5
    return 1 if hasty and call.world.limits.enabled else limit


async def _conflict(call: Call, description: str) -> ApiError:
    await asyncio.sleep(call.bot.conflict_delay())
    return ApiError(409, description)

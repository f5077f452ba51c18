"""One call to the Bot API, from a row of the outbox to the verdict on it."""

from collections.abc import Mapping
from typing import Any

import structlog
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot import verdicts, wording
from bot.transport import JsonBody
from bot.verdicts import Kind, Verdict
from storage.outbox import OutboxRow

log = structlog.get_logger(__name__)


async def call(bot: Bot, row: OutboxRow) -> Verdict:
    """Make the call; whatever happens is a verdict."""
    try:
        parameters = wording.parameters(row)
    except (KeyError, TypeError, AttributeError) as error:
        log.exception("A call cannot be put into words.", row=row.id)
        return Verdict(Kind.REFUSED, type(error).__name__)
    try:
        result = await post(bot, row.method, parameters)
    except InvalidToken as error:
        return await _whose_fault(bot, verdicts.of_error(error, row))
    except TelegramError as error:
        return verdicts.of_error(error, row)
    except Exception as error:  # an answer 200 that is JSON, but not the Bot API's
        log.exception("An answer was not understood.", row=row.id)
        return Verdict(Kind.UNKNOWN, type(error).__name__)
    return verdicts.of_result(result)


async def post(bot: Bot, method: str, parameters: Mapping[str, Any]) -> Any:  # noqa: ANN401 whatever the Bot API answers
    """Call a method with parameters that are JSON already; what it gives. Raises `TelegramError`.

    The library's typed methods would take objects apart again that nobody needs.
    """
    return await bot.request.post(f"{bot.base_url}/{method}", request_data=JsonBody(parameters))


async def _whose_fault(bot: Bot, verdict: Verdict) -> Verdict:
    """Telegram answers 404 for an unknown method as it does for an unknown bot."""
    try:
        await bot.get_me()
    except InvalidToken:
        return verdict
    except TelegramError:
        return Verdict(Kind.UNSENT, verdict.reason)
    return Verdict(Kind.REFUSED, verdict.reason)

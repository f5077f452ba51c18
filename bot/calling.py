"""One call to the Bot API, from a row of the outbox to the verdict on it."""

import structlog
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot import verdicts, wording
from bot.posting import Files, NoSuchFile
from bot.verdicts import Kind, Verdict
from storage.faults import StoreFault
from storage.outbox import OutboxRow

log = structlog.get_logger(__name__)


async def call(bot: Bot, row: OutboxRow, files: Files) -> Verdict:
    """Make the call; whatever happens is a verdict."""
    try:
        parameters = wording.parameters(row)
    except (KeyError, TypeError, AttributeError) as error:
        log.exception("A call cannot be put into words.", row=row.id)
        return Verdict(Kind.REFUSED, type(error).__name__)
    try:
        return verdicts.of_result(await files.post(bot, row.method, parameters))
    except (NoSuchFile, StoreFault) as error:  # the call was not made
        kind = Kind.REFUSED if isinstance(error, NoSuchFile) else Kind.UNSENT
        return Verdict(kind, type(error).__name__)
    except InvalidToken as error:
        return await _whose_fault(bot, verdicts.of_error(error, row))
    except TelegramError as error:
        return verdicts.of_error(error, row)
    except Exception as error:  # an answer 200 that is JSON, but not the Bot API's
        log.exception("An answer was not understood.", row=row.id)
        return Verdict(Kind.UNKNOWN, type(error).__name__)


async def _whose_fault(bot: Bot, verdict: Verdict) -> Verdict:
    """Telegram answers 404 for an unknown method as it does for an unknown bot."""
    try:
        await bot.get_me()
    except InvalidToken:
        return verdict
    except TelegramError:
        return Verdict(Kind.UNSENT, verdict.reason)
    return Verdict(Kind.REFUSED, verdict.reason)

"""A message to many with python-telegram-bot: by its AIORateLimiter (*limiter*), or by the *loop*.

/broadcast FIRST NUMBER writes to so many chats from that one on, /sos does it at once while the
other still runs. The loop is the one that answers to *how do I broadcast* give: thirty at a time,
a second's sleep, and what 429 asks for.
"""

import asyncio
import logging
import sys
from typing import Any

from telegram import Bot, Update
from telegram.error import RetryAfter
from telegram.ext import AIORateLimiter, Application, CommandHandler, ContextTypes

from tests.bench.peers import serving
from tests.bench.peers.form import API, SCREENS, TOKEN

RETRIES = 5  # its default of 0 raises at the first 429
BATCH = 30

Context = ContextTypes.DEFAULT_TYPE


async def _send(bot: Bot, chat: int) -> None:
    await bot.send_message(chat, SCREENS["alert"]["text"], protect_content=True)


async def _insist(bot: Bot, chat: int) -> None:
    while True:
        try:
            await _send(bot, chat)
        except RetryAfter as held:
            await asyncio.sleep(_seconds(held.retry_after))
        else:
            return


async def by_limiter(bot: Bot, chats: range) -> None:
    await asyncio.gather(*(_send(bot, chat) for chat in chats), return_exceptions=True)


async def by_loop(bot: Bot, chats: range) -> None:
    for begin in range(0, len(chats), BATCH):
        batch = chats[begin : begin + BATCH]
        await asyncio.gather(*(_insist(bot, chat) for chat in batch), return_exceptions=True)
        await asyncio.sleep(1)


def _seconds(wait: Any) -> float:
    return float(wait.total_seconds() if hasattr(wait, "total_seconds") else wait)


def build(mode: str) -> Application[Any, Any, Any, Any, Any, Any]:
    """The bot; either way it takes further updates while it sends."""
    builder = Application.builder().token(TOKEN).base_url(f"{API}/bot").updater(None)
    if mode == "limiter":
        limiter = AIORateLimiter(max_retries=RETRIES)
        builder = builder.rate_limiter(limiter)  # type: ignore[arg-type]  # its type comes too late
    application = builder.build()
    way = by_limiter if mode == "limiter" else by_loop

    async def begin(_update: Update, context: Context) -> None:
        first, number = (int(each) for each in context.args or ())
        chats = range(first, first + number)
        context.application.create_task(way(context.bot, chats))

    application.add_handler(CommandHandler(["broadcast", "sos"], begin))
    return application


if __name__ == "__main__":
    logging.basicConfig(level=logging.CRITICAL)
    asyncio.run(serving.main(build(sys.argv[1])))

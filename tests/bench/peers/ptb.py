"""python-telegram-bot as its documentation has it: *sequential*, *concurrent* or *persistent*.

Its custom webhook example (updates put in `update_queue`) with aiohttp as the server, a
`ConversationHandler` for the form, httpx for calls. *persistent* is `PicklePersistence`, flushed
after each update, which is the most that it can do.
"""

import asyncio
import logging
import sys
from typing import Any

import telegram
from telegram import Update
from telegram.ext import (
    Application,
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    TypeHandler,
    filters,
)

from tests.bench.peers import serving
from tests.bench.peers.form import (
    API,
    BACK,
    CATEGORY,
    FOLDER,
    GROUP,
    HERE,
    OVER_THERE,
    PLACE,
    TOKEN,
    screen,
)

Context = ContextTypes.DEFAULT_TYPE
NEVER = 1e9  # seconds; the persistent one is flushed by hand


async def _edit(update: Update, name: str) -> str:
    query = update.callback_query
    assert query
    await query.answer()
    await query.edit_message_text(**screen(name, telegram))
    return name


async def _send(update: Update, name: str) -> str:
    assert update.message
    await update.message.reply_text(**screen(name, telegram), protect_content=True)
    return name


async def start(update: Update, context: Context) -> str:
    assert context.user_data is not None
    context.user_data.clear()
    return await _send(update, GROUP)


async def group(update: Update, context: Context) -> str:
    assert update.callback_query
    assert context.user_data is not None
    context.user_data["group"] = update.callback_query.data
    return await _edit(update, CATEGORY)


async def back_to_group(update: Update, context: Context) -> str:
    assert context.user_data is not None
    del context.user_data["group"]
    return await _edit(update, GROUP)


async def place(update: Update, context: Context) -> str:
    assert context.user_data is not None
    context.user_data.pop("over_there", None)
    return await _send(update, PLACE)


async def over_there(update: Update, context: Context) -> str:
    assert context.user_data is not None
    context.user_data["over_there"] = True
    return await _send(update, HERE)


async def flush(_update: object, context: Context) -> None:
    await context.application.update_persistence()


STEPS: dict[object, list[BaseHandler[Update, Any, object]]] = {
    GROUP: [CallbackQueryHandler(group, pattern=r"^cat\.")],
    CATEGORY: [CallbackQueryHandler(back_to_group, pattern="^<$")],
    PLACE: [MessageHandler(filters.Text([OVER_THERE]), over_there)],
    HERE: [MessageHandler(filters.Text([BACK]), place)],
}
BEGIN: list[BaseHandler[Update, Any, object]] = [
    CommandHandler("sighting", start),
    CommandHandler("place", place),
]


def _conversation(persistent: bool) -> BaseHandler[Update, Any, object]:
    return ConversationHandler(BEGIN, STEPS, fallbacks=[], name="form", persistent=persistent)


def _plain() -> list[BaseHandler[Update, Any, object]]:
    """The documentation warns of concurrent updates with a `ConversationHandler`.

    It notes the step only after the handler has ended, so that a quick next tap finds the old one.
    """
    return [*BEGIN, *(handler for handlers in STEPS.values() for handler in handlers)]


def build(mode: str) -> Application[Any, Any, Any, Any, Any, Any]:
    """The bot, in one of its three ways."""
    builder = Application.builder().token(TOKEN).base_url(f"{API}/bot").updater(None)
    if mode == "concurrent":
        builder = builder.concurrent_updates(True)
    if mode == "persistent":
        kept = PicklePersistence(filepath=FOLDER / "persistent", update_interval=NEVER)
        builder = builder.persistence(kept)
    application = builder.build()
    for handler in _plain() if mode == "concurrent" else [_conversation(mode == "persistent")]:
        application.add_handler(handler)
    if mode == "persistent":
        application.add_handler(TypeHandler(Update, flush), group=1)
    return application


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    asyncio.run(serving.main(build(sys.argv[1])))

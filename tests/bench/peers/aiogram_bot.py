"""aiogram as its documentation has it: its own aiohttp webhook, a router, a form in memory."""

import asyncio
import logging
import signal

from aiogram import Bot, Dispatcher, F, Router, types
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

from tests.bench.peers.form import (
    API,
    BACK,
    CATEGORY,
    GROUP,
    HERE,
    OVER_THERE,
    PLACE,
    PORT,
    SECRET,
    TOKEN,
    screen,
)

at_group, at_category, at_place, at_here = (
    State(name, group_name="form") for name in (GROUP, CATEGORY, PLACE, HERE)
)


async def _edit(query: CallbackQuery, name: str) -> None:
    await query.answer()
    assert isinstance(query.message, Message)
    await query.message.edit_text(**screen(name, types))


async def _send(message: Message, name: str) -> None:
    await message.answer(**screen(name, types), protect_content=True)


async def start(message: Message, state: FSMContext) -> None:
    await state.set_data({})
    await state.set_state(at_group)
    await _send(message, GROUP)


async def group(query: CallbackQuery, state: FSMContext) -> None:
    await state.update_data(group=query.data)
    await state.set_state(at_category)
    await _edit(query, CATEGORY)


async def back_to_group(query: CallbackQuery, state: FSMContext) -> None:
    await state.set_data({})
    await state.set_state(at_group)
    await _edit(query, GROUP)


async def place(message: Message, state: FSMContext) -> None:
    await state.set_data({})
    await state.set_state(at_place)
    await _send(message, PLACE)


async def over_there(message: Message, state: FSMContext) -> None:
    await state.update_data(over_there=True)
    await state.set_state(at_here)
    await _send(message, HERE)


def _router() -> Router:
    router = Router()
    router.message.register(start, Command("sighting"))
    router.message.register(place, Command("place"))
    router.callback_query.register(group, at_group, F.data.startswith("cat."))
    router.callback_query.register(back_to_group, at_category, F.data == "<")
    router.message.register(over_there, at_place, F.text == OVER_THERE)
    router.message.register(place, at_here, F.text == BACK)
    return router


async def main() -> None:
    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(API)))
    dispatcher = Dispatcher()
    dispatcher.include_router(_router())

    async def ready(_request: web.Request) -> web.Response:
        return web.Response()

    site = web.Application()
    site.router.add_get("/readyz", ready)
    SimpleRequestHandler(dispatcher, bot, secret_token=SECRET).register(site, path="/telegram")
    setup_application(site, dispatcher, bot=bot)
    await bot.set_webhook("https://bench.invalid/telegram", secret_token=SECRET)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", PORT).start()
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await stop.wait()
    await runner.cleanup()


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    asyncio.run(main())

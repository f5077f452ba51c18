"""The custom webhook of python-telegram-bot's documentation, with aiohttp as the server."""

import asyncio
import hmac
import signal
from typing import Any

from aiohttp import web
from telegram import Update
from telegram.ext import Application

from tests.bench.peers.form import PORT, SECRET


async def main(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    """Serve until SIGTERM."""

    async def take(request: web.Request) -> web.Response:
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(given, SECRET):
            return web.Response(status=403)
        update = Update.de_json(await request.json(), application.bot)
        await application.update_queue.put(update)
        return web.Response()

    async def ready(_request: web.Request) -> web.Response:
        return web.Response()

    site = web.Application()
    site.router.add_post("/telegram", take)
    site.router.add_get("/readyz", ready)
    runner = web.AppRunner(site, access_log=None)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with application:
        await application.start()
        await application.bot.set_webhook("https://bench.invalid/telegram", secret_token=SECRET)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", PORT).start()
        await stop.wait()
        await runner.cleanup()
        await application.stop()

"""The HTTP side of the house: its routes, and opening and closing its door."""

from aiohttp import web

from web.cap import Cap
from web.health import Health
from web.webhook import MAX_BODY, Webhook


class Server:
    """Listens until it is stopped; requests being answered are answered first."""

    def __init__(
        self, host: str, port: int, *, health: Health, webhook: Webhook | None, cap: Cap
    ) -> None:
        """Port 0 takes any that is free; `port` tells which after `start`."""
        app = web.Application(client_max_size=MAX_BODY)
        app.router.add_get("/healthz", health.alive)
        app.router.add_get("/readyz", health.ready)
        app.router.add_get("/metrics", health.metrics)
        app.router.add_routes(cap.routes())
        if webhook:
            app.router.add_post("/telegram", webhook.post)
        # Nobody whom we know compresses what they send, and 200 KB could be unpacked to 200 MB.
        self._runner = web.AppRunner(
            app, access_log=None, shutdown_timeout=10, auto_decompress=False
        )
        self._host, self.port = host, port

    async def start(self) -> None:
        """Open the door. Raises OSError where the port is taken."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self.port)
        await site.start()
        self.port = int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Take no more requests, and finish those begun."""
        await self._runner.cleanup()

"""/healthz, /readyz and /metrics: whether it lives, whether it works, and how much."""

import ipaddress
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web
from prometheus_client import CollectorRegistry, Gauge, generate_latest

from storage.faults import StoreFault

Measure = Callable[[], Awaitable[Mapping[str, float]]]
Ready = Callable[[], Awaitable[bool]]


class Health:
    """What a supervisor and a monitor ask. `measure` gives figures by metric name."""

    def __init__(self, ready: Ready, measure: Measure) -> None:
        self._ready, self._measure = ready, measure

    async def alive(self, _request: web.Request) -> web.Response:
        """200 as long as the process answers."""
        return web.Response(text="ok\n")

    async def ready(self, _request: web.Request) -> web.Response:
        """200 when updates are taken in; 503 otherwise, and whoever shares them out goes on."""
        if await self._ready():
            return web.Response(text="ready\n")
        return web.Response(status=503, text="not ready\n")

    async def metrics(self, request: web.Request) -> web.Response:
        """Prometheus figures, to this machine only."""
        if not _from_here(request.remote):
            return web.Response(status=403)
        registry = CollectorRegistry()
        try:
            figures = await self._measure()
        except StoreFault:
            return web.Response(status=503)
        for name, value in figures.items():
            Gauge(f"straja_{name}", name.replace("_", " "), registry=registry).set(value)
        return web.Response(body=generate_latest(registry), content_type="text/plain")


def _from_here(address: str | None) -> bool:
    try:
        return ipaddress.ip_address(address or "").is_loopback
    except ValueError:
        return False

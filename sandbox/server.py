"""The sandbox as one HTTP server: Bot API, people, faults, and the page of phones."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from sandbox import botapi, phones, roster, steering, visiting, watching
from sandbox.bots import Bot
from sandbox.clock import Clock
from sandbox.params import Params
from sandbox.performing import perform
from sandbox.wire import Json
from sandbox.world import World

PAGE = Path(__file__).parent / "page"
LARGEST_BODY = 60 * 1024 * 1024


def create_app(
    *,
    clock: Clock | None = None,
    log_path: Path | str | None = None,
    requests_path: Path | str | None = None,
) -> web.Application:
    """The application; both paths are files that get one JSON line per entry."""
    world = World(
        clock,
        Path(log_path) if log_path else None,
        Path(requests_path) if requests_path else None,
    )

    async def carry_out(bot: Bot, name: str, values: Json) -> None:
        await perform(world, bot, name, Params(values), via="webhook")

    async def lifetime(_app: web.Application) -> AsyncIterator[None]:
        yield
        await world.close()

    world.perform = carry_out
    app = web.Application(client_max_size=LARGEST_BODY)
    app[botapi.WORLD] = world
    app.cleanup_ctx.append(lifetime)
    for module in (botapi, roster, phones, steering, visiting, watching):
        app.add_routes(module.routes())
    app.router.add_get("/", _index)
    app.router.add_get("/{name:[A-Za-z0-9_./-]+}", _page)
    return app


async def _index(_request: web.Request) -> web.StreamResponse:
    return _file("index.html")


async def _page(request: web.Request) -> web.StreamResponse:
    return _file(request.match_info["name"])


def _file(name: str) -> web.StreamResponse:
    """A file of the page, if the page is there."""
    path = (PAGE / name).resolve()
    if not path.is_relative_to(PAGE) or not path.is_file():
        return web.json_response({"error": f"There is nothing at /{name}."}, status=404)
    return web.FileResponse(path, headers={"Cache-Control": "no-cache"})


@dataclass(frozen=True)
class Running:
    """A sandbox that listens."""

    url: str
    port: int
    world: World
    runner: web.AppRunner

    async def stop(self) -> None:
        """Let go of every poller and close."""
        await self.runner.cleanup()


async def serve(
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    clock: Clock | None = None,
    log_path: Path | str | None = None,
    requests_path: Path | str | None = None,
) -> Running:
    """Listen; port 0 takes any free one."""
    app = create_app(clock=clock, log_path=log_path, requests_path=requests_path)
    # A poller who goes away must be noticed, or the next one would meet a ghost.
    runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, host, port, reuse_address=True).start()
    bound = int(runner.addresses[0][1])
    return Running(f"http://{host}:{bound}", bound, app[botapi.WORLD], runner)

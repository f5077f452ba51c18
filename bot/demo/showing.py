"""Four phones in the browser, until Ctrl-C."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from rich.console import Console

from bot.demo import captions
from bot.demo.cast import go_on_duty
from bot.demo.hints import keep_hinting
from bot.demo.stage import Stage, staged
from bot.demo.story import tell_on_request

FOLDER = Path("var/demo")


async def show(port: int) -> int:
    """Set the stage, say where it is, and keep it until Ctrl-C or SIGTERM."""
    console = Console()
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)

    def opened_at(address: str) -> None:
        console.print(f"\nPhones:  {address}", soft_wrap=True, highlight=False)
        console.print(f"Log:     {FOLDER / 'assistant.log'}", highlight=False)
        console.print("Ctrl-C stops it.\n", highlight=False)

    async def keep() -> None:
        async with (
            staged(FOLDER, port=port, tell=console.print, opened_at=opened_at) as stage,
            ready_for_visitors(stage),
        ):
            console.print("Everything is ready.")
            await asyncio.Event().wait()

    kept = asyncio.create_task(keep(), name="stage")
    stopped = asyncio.create_task(stop.wait(), name="stop")
    await asyncio.wait((kept, stopped), return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if not kept.done():
        console.print("\nStopping …")
        kept.cancel()
    with suppress(asyncio.CancelledError):
        await kept
    return 0


@asynccontextmanager
async def ready_for_visitors(stage: Stage, *, pace: float = 1) -> AsyncIterator[None]:
    """Desks on duty, captions on the page, hints that follow, the story to be asked for."""
    desks = [actor for actor in stage.actors.values() if actor.on_duty]
    await asyncio.gather(*(go_on_duty(stage.sandbox, actor) for actor in desks))
    await stage.sandbox.captions(captions.table())
    helpers = [
        asyncio.create_task(helper, name="helper")
        for helper in (
            tell_on_request(stage, pace=pace),
            *(keep_hinting(stage.sandbox, actor) for actor in stage.actors.values()),
        )
    ]
    try:
        yield
    finally:
        for helper in helpers:
            helper.cancel()
        await asyncio.gather(*helpers, return_exceptions=True)

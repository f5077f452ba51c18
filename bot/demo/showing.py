"""Four phones in the browser, until Ctrl-C."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
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
    async with (
        staged(FOLDER, port=port, tell=console.print) as stage,
        ready_for_visitors(stage),
    ):
        people = ",".join(str(actor.id) for actor in stage.actors.values())
        console.print(f"\nPhones:  {stage.url}/?people={people}", soft_wrap=True, highlight=False)
        console.print(f"Log:     {FOLDER / 'assistant.log'}", highlight=False)
        console.print("Ctrl-C stops it.", highlight=False)
        await stop.wait()
        console.print("\nStopping …")
    return 0


@asynccontextmanager
async def ready_for_visitors(stage: Stage, *, pace: float = 1) -> AsyncIterator[None]:
    """Desks on duty, captions on the page, hints that follow, the story to be asked for."""
    for actor in stage.actors.values():
        if actor.on_duty:
            await go_on_duty(stage.sandbox, actor)
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

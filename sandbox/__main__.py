"""python -m sandbox: the stand-in for Telegram alone, until Ctrl-C."""

import argparse
import asyncio
import contextlib
import signal
from collections.abc import Sequence
from pathlib import Path

from sandbox.server import serve


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, or these arguments, and serve."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8081, help="0 takes any free port")
    parser.add_argument("--log", type=Path, help="append the delivery log to this file")
    parser.add_argument("--requests", type=Path, help="append all Bot API requests to this file")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_run(parser.parse_args(arguments)))


async def _run(options: argparse.Namespace) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    running = await serve(
        options.host, options.port, log_path=options.log, requests_path=options.requests
    )
    print(f"Sandbox: {running.url}", flush=True)  # noqa: T201 -- a program that says where it is
    await stopped.wait()
    await running.stop()


if __name__ == "__main__":
    main()

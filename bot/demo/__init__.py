"""The product against the sandbox: to look at, or as a story that checks itself."""

import asyncio
import sys

from bot.demo.showing import show
from bot.demo.tour import tell


def run(*, port: int = 8088, tour: bool = False) -> int:
    """Show the phones until Ctrl-C, or tell the story once; the exit code."""
    try:
        return asyncio.run(tell() if tour else show(port))
    except KeyboardInterrupt:
        return 0
    except RuntimeError as refusal:
        print(refusal, file=sys.stderr)  # noqa: T201 the command's own answer
        return 1

"""A courier in a process of its own, to be killed: `python -m tests.bot.courier_alone DB URL`."""

import asyncio
import sys

from sandbox.client import Sandbox
from tests.bot.post import Post


async def main(url: str, telegram: str) -> None:
    post = Post(url, Sandbox(telegram))
    await post.open()
    await post.courier(read_timeout=60)
    print("sending", flush=True)  # noqa: T201 the test waits for it
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))

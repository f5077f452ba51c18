"""Has a file made clean by a worker, and believes it no more than it must."""

import asyncio
import json
import sys
from contextlib import suppress

from bot.media.cleaned import CannotKeep, Cleaned, Why

_SECONDS = 90  # a large picture takes one; the machine may be busy


async def clean(kind: str, data: bytes) -> Cleaned:
    """The file of this kind (`photo`, `video`, `voice`) without metadata. Raises `CannotKeep`."""
    # -I: no directory or variable of the assistant's surroundings decides what is imported.
    worker = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        "-m",
        "bot.media",
        kind,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={},
    )
    try:
        async with asyncio.timeout(_SECONDS):
            answer, _ = await worker.communicate(data)
    except TimeoutError:
        raise CannotKeep(Why.UNREADABLE) from None
    finally:
        with suppress(ProcessLookupError):
            worker.kill()
        await worker.wait()
    if worker.returncode != 0:  # ended by its bounds, or by what it read
        raise CannotKeep(Why.UNREADABLE)
    return _read(answer)


def _read(answer: bytes) -> Cleaned:
    head, _, data = answer.partition(b"\n")
    said = json.loads(head)
    if "why" in said:
        raise CannotKeep(Why(said["why"]))
    return Cleaned(data, said["media_type"], said["width"], said["height"])

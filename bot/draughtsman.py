"""The process that draws maps and documents: orders come in, files go out, both by pipes.

A process of its own, because Pillow keeps the interpreter to itself for most of a drawing, and on a
core of its own, because the assistant keeps to one (docs/decisions/0022).
"""

import os
import pickle
import struct
import sys
from contextlib import suppress
from typing import BinaryIO

from views.documents.orders import made
from views.orders import Order

LENGTH = struct.Struct(">I")  # stands before each order and each file; 0: no file came of it

_NICE = 10  # where there is one core only, the assistant comes first


def main(cores: list[str]) -> None:
    """Draw until the other end is closed, as it is when the assistant ends in whatever way."""
    with suppress(OSError):  # a container or the service unit may forbid it
        os.nice(_NICE)
    if cores and sys.platform == "linux":
        with suppress(OSError):
            os.sched_setaffinity(0, {int(core) for core in cores})
    while order := _next(sys.stdin.buffer):
        file = _drawn(order)
        sys.stdout.buffer.write(LENGTH.pack(len(file)) + file)
        sys.stdout.buffer.flush()


def _next(source: BinaryIO) -> Order | None:
    head = source.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    order: Order = pickle.loads(source.read(*LENGTH.unpack(head)))  # noqa: S301 of the assistant
    return order


def _drawn(order: Order) -> bytes:
    try:
        return made(order)
    except Exception as fault:  # noqa: BLE001 one bad order must not end the drawing of others
        print(f"It could not be drawn: {type(fault).__name__}", file=sys.stderr)  # noqa: T201 goes to the assistant's own log
        return b""


if __name__ == "__main__":
    main(sys.argv[1:])

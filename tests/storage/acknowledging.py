"""A process that says what is safe, until it is killed: `acknowledging.py URL FIRST [early]`."""

import asyncio
import os
import sys
from itertools import count

from storage.session import Session
from storage.store import Store
from tests.storage.notes import write

CALLERS = 40  # more than share one commit


async def main(url: str, first: int, *, early: bool) -> None:
    """Write numbers from `first`, each as `FIRST\\n` to standard output when it is on disk.

    `early` acknowledges from within the unit of work: what a store must not do.
    """
    store = Store(url)
    await store.start()
    numbers = count(first)

    def acknowledge(number: int) -> None:
        os.write(1, f"{number}\n".encode())

    async def call() -> None:
        for number in numbers:

            def told(session: Session, number: int = number) -> None:
                write(str(number))(session)
                if early:
                    acknowledge(number)

            await store.run(told)
            if not early:
                acknowledge(number)

    acknowledge(-1)  # up and running
    await asyncio.gather(*(call() for _ in range(CALLERS)))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), early="early" in sys.argv))

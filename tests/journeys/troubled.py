"""The assistant as a process of its own, with commands that hang, drag or fail: run by a test.

`python -m tests.journeys.troubled`; its settings are in the environment, as of `straja run`.
"""

import functools
import sys
import time

from bot import main
from bot.settings import Settings
from handlers.incoming import Incoming
from handlers.router import ROUTER, Router
from services import notify
from storage.unit_of_work import UnitOfWork
from tests.journeys.parts import HASTY
from views.message import Message

WATCH = 1.5  # seconds; far beyond any honest unit of work, and short for a test


def hang(_uow: UnitOfWork, _incoming: Incoming) -> None:
    """/hang: as a unit of work that never ends."""
    time.sleep(3600)


def drag(uow: UnitOfWork, incoming: Incoming) -> None:
    """/drag N: slow enough for a signal to find it at work."""
    time.sleep(0.15)
    notify.reply(uow, Message(f"dragged {incoming.text}"))


def router() -> Router:
    """What there is, and the two commands above."""
    return Router({**ROUTER.commands, "hang": hang, "drag": drag}, ROUTER.buttons)


if __name__ == "__main__":
    main.Assistant = functools.partial(  # type: ignore[assignment,misc]  # a test's own
        main.Assistant, router=router(), watch=WATCH, private=0.001, patience=HASTY
    )
    sys.exit(main.run(Settings()))

"""`python -m tests.bench.ours`: the assistant without the pacing that Telegram asks for.

Everything else, the eight calls in flight among it, is the product's.
"""

import sys
from functools import partial

# First, because it sees to it that what only commands need is never loaded.
from bot import assistant, main
from bot.commands.settings import load

UNPACED = 1e6  # calls a second; Settings allows a thousand at the most


def run() -> int:
    """Run until SIGTERM; the exit code."""
    main.Assistant = partial(main.Assistant, private=0.0)  # type: ignore[misc, assignment]  # main makes its own
    return main.run(load().model_copy(update={"send_rate": UNPACED}))


if __name__ == "__main__":
    assert assistant
    sys.exit(run())

"""`python -m bot.assistant`: what `straja run` becomes, without what only commands need.

The command line, and the colours that two libraries take along where they find rich, would hold
some 6 MB for as long as the assistant runs.
"""

import sys

# Both libraries look for these and do without where they are not there.
sys.modules["rich"] = None  # type: ignore[assignment]  # how Python marks a module as not there
sys.modules["httpx._main"] = None  # type: ignore[assignment]  # the same

from bot.commands.settings import load  # noqa: E402 only now, see above
from bot.refusing import CommandRefused  # noqa: E402 the same
from storage import database  # noqa: E402 the same
from storage.faults import StoreFault  # noqa: E402 the same
from storage.lock import OneProcess  # noqa: E402 the same


def run() -> int:
    """Run the assistant; its exit code."""
    settings = load()
    file = database.file_of(settings.database_url)
    if file and file.exists():
        with OneProcess(file):  # a second process is told so before the rest is read in
            pass
    from bot import access, main  # noqa: PLC0415 what takes the most of a start

    access.must_be_current(settings.database_url)
    return main.run(settings)


if __name__ == "__main__":
    try:
        sys.exit(run())
    except (CommandRefused, StoreFault) as refusal:
        print(refusal, file=sys.stderr)  # noqa: T201 the command's own answer
        sys.exit(1)

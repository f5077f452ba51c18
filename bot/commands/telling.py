"""How commands speak: results on stdout, everything else on stderr, progress while one waits."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.progress import Progress

_SECONDS = 2.0  # work that is over sooner says nothing where nobody watches

Seen = Callable[[int, int], None]


def say(sentence: str) -> None:
    """A line of the result."""
    typer.echo(sentence)


def remark(sentence: str) -> None:
    """A line beside the result."""
    typer.echo(sentence, err=True)


def counted(number: int, one: str, many: str) -> str:
    """`1 person`, `2 people`."""
    return f"{number} {one if number == 1 else many}"


@contextmanager
def measured(what: str) -> Iterator[Seen]:
    """Long work that knows how far it is: call with what is done, of how much."""
    if not sys.stderr.isatty():
        yield _lines(what)
        return
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Long work that cannot tell how far it is."""
    if sys.stderr.isatty():
        with Console(stderr=True).status(f"{what} …"):
            yield
        return
    timer = threading.Timer(_SECONDS, remark, [f"{what} …"])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _lines(what: str) -> Seen:
    next_at = time.monotonic() + _SECONDS

    def seen(done: int, of: int) -> None:
        nonlocal next_at
        if time.monotonic() >= next_at:
            next_at = time.monotonic() + _SECONDS
            remark(f"{what}: {done} of {of}")

    return seen

"""The story as it is printed: Serbia on the left, Romania on the right."""

import textwrap

from rich.console import Console
from rich.table import Table

WIDTH = 120
SIDES = ("RS", "RO")


class Transcript:
    """Prints what each side does and reads, as it happens."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def heading(self) -> None:
        """Which column is whose."""
        self._row("SERBIA", "ROMANIA", style="bold")

    def does(self, side: str, who: str, what: str) -> None:
        """Somebody presses, types or shares."""
        self._put(side, f"{who}  ▸ {what}")

    def reads(self, side: str, who: str, text: str) -> None:
        """Somebody's phone shows a message."""
        quoted = textwrap.indent(text, "│ ")
        self._put(side, f"{who}  reads\n{quoted}")

    def note(self, text: str) -> None:
        """What the story itself has to say."""
        self._console.print(text, soft_wrap=True, highlight=False, markup=False)

    def _put(self, side: str, text: str) -> None:
        self._row(*(text if each == side else "" for each in SIDES))

    def _row(self, left: str, right: str, *, style: str = "") -> None:
        table = Table.grid(expand=False, padding=(0, 2))
        for _side in SIDES:
            table.add_column(width=WIDTH // 2 - 2, overflow="fold")
        table.add_row(*(_plain(text) for text in (left, right)), style=style)
        self._console.print(table, highlight=False)


def _plain(text: str) -> str:
    """Brackets in a message are no markup of the console."""
    return text.replace("[", r"\[")

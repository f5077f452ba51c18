"""The table at the end of torture: what was done, and what was lost, repeated, unmarked, leaked."""

from dataclasses import dataclass

from tests.torture.oracle import Verdict

_HEAD = (
    "scenario",
    "runs",
    "kills",
    "attempted",
    "accepted",
    "delivered",
    "lost",
    "repeated",
    "worst kill",
    "unmarked",
    "leaked",
    "verdict",
)


@dataclass(frozen=True)
class Line:
    """One scenario. A `control` has a guard taken away, and must fail."""

    scenario: str
    runs: int
    verdict: Verdict
    control: bool = False

    @property
    def holds(self) -> bool:
        """Whether it went as it must."""
        return bool(self.verdict.faults) == self.control

    @property
    def said(self) -> str:
        """In a word."""
        if self.control:
            return "fails, as it must" if self.holds else "DID NOT FAIL"
        return "holds" if self.holds else "FAILS"

    def cells(self) -> tuple[str, ...]:
        """As the head has them."""
        told = self.verdict
        numbers = (
            self.runs,
            told.kills,
            told.attempted,
            told.accepted,
            told.delivered,
            len(told.lost),
            len(told.repeated),
            told.worst,
            len(told.unmarked),
            len(told.leaked),
        )
        return (self.scenario, *map(str, numbers), self.said)


def written(lines: list[Line]) -> str:
    """As Markdown, each column as wide as its widest cell."""
    rows = [_HEAD, *(line.cells() for line in lines)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    ruled = ["-" * width for width in widths]

    def row(cells: tuple[str, ...] | list[str]) -> str:
        fitted = [cell.ljust(width) for cell, width in zip(cells, widths, strict=True)]
        return f"| {' | '.join(fitted)} |"

    return "\n".join([row(rows[0]), row(ruled), *map(row, rows[1:])])

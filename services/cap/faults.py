"""What is wrong with a CAP message, each fault with the line it stands in."""

from dataclasses import dataclass, field

MOST = 100  # faults named in one answer


@dataclass(frozen=True, order=True)
class Fault:
    """One fault; lines from 1, 0 for the message as a whole."""

    line: int
    what: str


@dataclass
class Faults:
    """All faults of a message, gathered while it is read."""

    found: list[Fault] = field(default_factory=list)

    def add(self, line: int | None, what: str) -> None:
        """One more."""
        self.found.append(Fault(line or 0, what))

    def in_order(self) -> list[Fault]:
        """From the first line to the last; of very many, the first."""
        named = sorted(set(self.found))
        if len(named) <= MOST:
            return named
        return [*named[:MOST], Fault(0, f"There are {len(named) - MOST} more faults.")]


class NotCap(Exception):  # noqa: N818 a refusal is an answer, not an error
    """A message that cannot be taken, with everything that is wrong with it."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


class Forbidden(Exception):  # noqa: N818 a refusal is an answer, not an error
    """What is beyond the rights of a sender; the sentence says which."""


class Conflict(Exception):  # noqa: N818 a refusal is an answer, not an error
    """A message that says something else than the one that came under its name before."""

"""`python -m schema.check LOG`: the requests in a sandbox's log are what the Bot API takes.

A line of the log is `{"method": …, "params": {…}}` or `{"update": {…}}`; other keys are ignored.
Prints how often each was found; exits 1 with each fault named, or where nothing was to be checked.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from schema.judging import faults_of_request, faults_of_update

UPDATES = "(updates sent)"


@dataclass
class Findings:
    """How often each kind was seen, and each fault with its first line and its number."""

    seen: Counter[str] = field(default_factory=Counter)
    faults: Counter[tuple[str, str]] = field(default_factory=Counter)
    first_line: dict[tuple[str, str], int] = field(default_factory=dict)

    def as_lines(self) -> Iterator[str]:
        """The table, then the faults."""
        for kind, count in sorted(self.seen.items()):
            yield f"{count:8}  {kind}"
        for (kind, fault), count in self.faults.items():
            more = f" ({count} times)" if count > 1 else ""
            yield f"WRONG line {self.first_line[kind, fault]}, {kind}: {fault}{more}"
        yield f"{self.seen.total()} checked, {self.faults.total()} faults"


def examined(lines: Iterable[str]) -> Findings:
    """Every line of a log judged."""
    findings = Findings()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        kind, faults = judged(line)
        findings.seen[kind] += 1
        for fault in faults:
            findings.faults[kind, fault] += 1
            findings.first_line.setdefault((kind, fault), number)
    return findings


def judged(line: str) -> tuple[str, list[str]]:
    """What a line is, and what is wrong with it."""
    try:
        entry = json.loads(line)
    except ValueError:
        return "?", ["not a line of JSON"]
    match entry:
        case {"method": str(method), "params": dict(params)}:
            return method, faults_of_request(method, params)
        case {"update": dict(update)}:
            return UPDATES, faults_of_update(update)
    return "?", ["neither a request nor an update"]


def main(arguments: list[str]) -> int:
    """Exit code 0 where all is well, 1 where something is wrong, 2 for wrong usage."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m schema.check LOG\n")
        return 2
    path = Path(arguments[0])
    if not path.exists():
        sys.stderr.write(f"{path} is not there: run the tests first, they write it.\n")
        return 1
    with path.open(encoding="utf-8") as log:
        findings = examined(log)
    sys.stdout.writelines(f"{line}\n" for line in findings.as_lines())
    return 1 if findings.faults or not findings.seen else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

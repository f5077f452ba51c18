"""A power cut, replayed: what the disk holds if everything that was not synced is gone.

The system calls of a real assistant are recorded by strace. SIGKILL shows nothing of this, for the
kernel still writes what a killed process had written.
"""

import os
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

CALLS = "pwrite64,write,writev,sendto,sendmsg,ftruncate,fsync,fdatasync,unlink,rename"
_LINE = re.compile(r"(?P<thread>\d+) +(?P<call>\w+)\((?:\d+<(?P<path>[^>]*)>)?(?P<rest>.*)")
_RESUMED = re.compile(r"(?P<thread>\d+) +<\.\.\. \w+ resumed>")
_HEX = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


def recording(trace: Path) -> list[str]:
    """What stands before an assistant's own command, so that its calls are recorded.

    The process that is started is the assistant, and strace beside it (`-D`): it can be killed.
    """
    wishes = ["-D", "-f", "-q", "-y", "-xx", "-s", "1000000", "-e", f"trace={CALLS}"]
    return ["strace", *wishes, "-o", str(trace)]


def complete(trace: Path) -> bool:
    """Whether the end of the process is in the recording."""
    return trace.read_bytes().rstrip().endswith(b"+++ killed by SIGKILL +++")


@dataclass(frozen=True)
class Happening:
    """One call that matters: `name`, of which file, with what bytes, at which offset or length."""

    name: str
    path: str
    data: bytes = b""
    at: int = 0


def happenings(trace: Path) -> Iterator[Happening]:
    """In their order: a write when it begins, a sync when it is over."""
    under_way: dict[str, Happening] = {}
    with trace.open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            if resumed := _RESUMED.match(line):
                if waited := under_way.pop(resumed["thread"], None):
                    yield waited
                continue
            read = _LINE.match(line)
            if read is None:
                continue
            happening = _happening(read["call"], _plain(read["path"] or ""), read["rest"])
            if "<unfinished" in line and happening.name == "sync":
                under_way[read["thread"]] = happening
            else:
                yield happening


def _happening(call: str, path: str, rest: str) -> Happening:
    data = b"".join(bytes.fromhex(found.replace("\\x", "")) for found in _HEX.findall(rest))
    numbers = re.findall(r", (\d+)", rest.rpartition('"')[2])
    match call:
        case "pwrite64":
            return Happening("write", path, data, int(numbers[-1]))
        case "ftruncate":
            return Happening("cut", path, at=int(numbers[0]))
        case "fsync" | "fdatasync":
            return Happening("sync", path)
        case _:
            return Happening(call, path, data)


def _plain(path: str) -> str:
    """A path of strace, which writes strange bytes as \\x.. and leaves the others."""
    return re.sub(r"\\x([0-9a-f]{2})", lambda found: chr(int(found[1], 16)), path)


@dataclass
class Disk:
    """The files of one folder as they would be found after the power has come back."""

    folder: Path
    safe: dict[str, bytes] = field(default_factory=dict)
    waiting: dict[str, list[Happening]] = field(default_factory=dict)

    def take(self, happening: Happening) -> None:
        """A write waits in memory until its file is synced."""
        name = os.path.basename(happening.path)  # noqa: PTH119 a name in a recording, not a file
        if not happening.path.startswith(str(self.folder)) or name.endswith("-shm"):
            return
        if happening.name in {"write", "cut"}:
            self.waiting.setdefault(name, []).append(happening)
        elif happening.name == "sync" and name in self.waiting:
            self.safe[name] = _applied(self.safe.get(name, b""), self.waiting.pop(name))

    def found(self, target: Path, *, survive: float, chance: random.Random) -> None:
        """Lay out what is left in a folder; of what was not synced this part has survived."""
        for name in {*self.safe, *self.waiting}:
            kept = [each for each in self.waiting.get(name, ()) if chance.random() < survive]
            if name in self.safe or kept:
                (target / name).write_bytes(_applied(self.safe.get(name, b""), kept))


def _applied(content: bytes, writes: list[Happening]) -> bytes:
    image = bytearray(content)
    for each in writes:
        if each.name == "cut":
            del image[each.at :]
            image.extend(bytes(max(0, each.at - len(image))))
        else:
            image.extend(bytes(max(0, each.at - len(image))))
            image[each.at : each.at + len(each.data)] = each.data
    return bytes(image)

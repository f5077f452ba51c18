"""The worker: one file in, the clean one out, or why there is none; then it ends.

It is a process of its own, so that a picture made to harm its reader harms nothing else: without
the assistant's secrets, with bounded memory and time.
"""

import json
import os
import resource
import sys
from contextlib import suppress

from bot.media import films, pictures, voices
from bot.media.cleaned import CannotKeep, Cleaned, Why

_MEMORY = 1_000_000_000  # bytes of addresses: the largest picture thrice, and the program
_SECONDS = 60  # of computing
_CLEAN = {"photo": pictures.clean, "video": films.clean, "voice": voices.clean}


def main() -> int:
    """`python -m bot.media photo < file > answer`; always 0, unless it was ended."""
    _keep_bounds()
    data = sys.stdin.buffer.read()
    try:
        cleaned = _CLEAN[sys.argv[1]](data)
        said = {"media_type": cleaned.media_type, "width": cleaned.width, "height": cleaned.height}
    except CannotKeep as refusal:
        said, cleaned = {"why": refusal.why.value}, Cleaned(b"", "")
    except MemoryError:
        said, cleaned = {"why": Why.TOO_MANY_PIXELS.value}, Cleaned(b"", "")
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + cleaned.data)
    return 0


def _keep_bounds() -> None:
    """As far as may be asked for: a container or the service unit may forbid any of it."""
    limits = {
        resource.RLIMIT_AS: _MEMORY,
        resource.RLIMIT_CPU: _SECONDS,
        resource.RLIMIT_CORE: 0,
    }
    for what, most in limits.items():
        with suppress(OSError, ValueError):
            resource.setrlimit(what, (most, most))
    with suppress(OSError):
        os.nice(10)
    if sys.platform == "linux":  # the assistant itself keeps to one core, decision 0018
        with suppress(OSError):
            os.sched_setaffinity(0, range(os.cpu_count() or 1))


if __name__ == "__main__":
    sys.exit(main())

"""Numbers of records: unique, short to say by radio, and telling nothing of how many there are.

Consecutive numbers would show the other side how many records are kept from it. So the nth record
of a side and year gets the nth element of a permutation keyed with the installation's secret
(docs/decisions/0007).
"""

import hashlib
import hmac

from storage import installation
from storage.unit_of_work import UnitOfWork

_ROUNDS = 6


def draw(uow: UnitOfWork, kind: str, side: str) -> str:
    """The next number of a side, like `RS-26-0417`; the year is the one it is reported in (UTC)."""
    year = uow.now.year
    series = f"{kind}:{side}:{year}"
    nth = installation.next_in(uow.session, series)
    return f"{side}-{year % 100:02}-{permuted(nth, key=uow.installation.number_key, series=series)}"


def permuted(nth: int, *, key: bytes, series: str) -> str:
    """The nth number, from 0, in four digits; when those are used up, in five, and so on."""
    digits, used = 4, 0
    while nth - used >= _size(digits):
        used += _size(digits)
        digits += 1
    lowest = 1 if digits == 4 else 10 ** (digits - 1)
    place = _walk(nth - used, size=_size(digits), key=key, label=f"{series}:{digits}")
    return f"{lowest + place:0{digits}}"


def _size(digits: int) -> int:
    """How many numbers there are of so many digits; the four-digit ones begin with 0001."""
    return 9_999 if digits == 4 else 9 * 10 ** (digits - 1)


def _walk(value: int, *, size: int, key: bytes, label: str) -> int:
    """Encipher until the result falls into the range: a permutation of it (cycle walking)."""
    half = ((size - 1).bit_length() + 1) // 2
    value = _feistel(value, half=half, key=key, label=label)
    while value >= size:
        value = _feistel(value, half=half, key=key, label=label)
    return value


def _feistel(value: int, *, half: int, key: bytes, label: str) -> int:
    left, right = value >> half, value & ((1 << half) - 1)
    for turn in range(_ROUNDS):
        message = f"{label}:{turn}:{right}".encode()
        mixed = int.from_bytes(hmac.digest(key, message, hashlib.sha256)[:8], "big")
        left, right = right, left ^ (mixed & ((1 << half) - 1))
    return left << half | right
